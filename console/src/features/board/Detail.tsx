/** The chosen incident: what it is, who is on it, what can be done. */
import { useMemo } from 'react';
import { Link } from 'wouter';
import { holds } from '../../app/access.ts';
import { useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import type { Action } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { BackToWork } from '../../panels/BackToWork.tsx';
import { classNameOf } from '../../panels/classes.ts';
import { Callers } from '../../panels/Callers.tsx';
import { Merged } from '../../panels/Merged.tsx';
import { Onlookers } from '../../panels/Onlookers.tsx';
import { IncidentStateTag, LevelMark, Moment } from '../../panels/marks.tsx';
import { Jurisdiction } from '../../panels/Jurisdiction.tsx';
import { OrderList } from '../../panels/OrderList.tsx';
import { Photos } from '../../panels/Photos.tsx';
import { Reveal } from '../../panels/Reveal.tsx';
import type { Of } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { Calling } from './IncidentLine.tsx';
import { UnseenNotices } from './Notices.tsx';
import { RaisedList } from './Raised.tsx';
import { WaveButton, WaveLines } from './Waves.tsx';
import type { BoardRow } from './rows.ts';

export type DetailDialog = 'cancel' | 'amend' | 'reveal' | 'merge' | 'back' | null;

export interface DetailProps {
  readonly row: BoardRow;
  readonly action: Action;
  readonly canAct: boolean;
  readonly canMerge: boolean;
  readonly dialog: DetailDialog;
  readonly onDialog: (dialog: DetailDialog) => void;
  readonly onTakeOver: () => void;
  readonly onRelease: (order: Of<'order'>) => void;
  readonly onReassign: (order: Of<'order'>) => void;
  readonly onRanking: () => void;
  readonly onClose: () => void;
}

export function Detail(props: DetailProps) {
  const { t, lang } = useTongue();
  const me = useMe();
  const { row, action, canAct } = props;
  const { incident, orders, callout } = row;
  const media = useList('media');
  const photos = useMemo(
    () => media.filter((one) => one.incident_id === incident.id).map((one) => one.id),
    [media, incident.id],
  );
  const isBusy = action.state !== 'idle';
  const isOver = incident.closed_at !== null;
  const isEditor = canAct && holds(me, 'commander', 'county_desk');
  const calls = callout?.state === 'desk' || callout?.state === 'alarmed';
  const hasCrew = orders.some((one) => one.ended_at === null);
  const needsCrew = !incident.is_inspection_only && incident.state !== 'handled';

  return (
    <section className="panel board-detail" aria-label={t('board.detail')}>
      <header>
        <LevelMark level={incident.level} />
        <h2 className="num">{incident.number}</h2>
        <span className="cut">{classNameOf(incident.class_code, lang)}</span>
        <IncidentStateTag state={incident.state} />
        <Moment at={incident.opened_at} until={incident.closed_at} />
        <span className="grow" />
        <Link className="btn small" href={`/incidents/${incident.id}`}>
          {t('board.file')} <kbd>Enter</kbd>
        </Link>
        <button type="button" className="btn small quiet" aria-label={t('common.close')} onClick={props.onClose}>
          ✕
        </button>
      </header>
      <div className="body board-detail-body">
        <div className="board-detail-left">
          <p>
            <strong>{incident.place_text}</strong>
          </p>
          <Jurisdiction incidentId={incident.id} keys={canAct && !isOver} />
          <RaisedList row={row} />
          <Merged id={incident.id} incident={incident} href={(id) => `/board?incident=${id}`} />
          {incident.is_unsafe_to_contact && <p className="hint warn">{t('board.unsafe')}</p>}
          <p className="board-narrative">{incident.narrative}</p>
          <p className="row wrap">
            <span className="muted">{t('board.reporter')}</span>{' '}
            {incident.reporter_name === null && incident.reporter_phone === null ? t('file.nobody') : incident.reporter_name}{' '}
            <span className="num">{incident.reporter_phone}</span>
            {holds(me, 'commander', 'county_desk', 'station_desk') && (
              <Reveal
                key={incident.id}
                incidentId={incident.id}
                isOpen={props.dialog === 'reveal'}
                onOpen={() => props.onDialog('reveal')}
                onClose={() => props.onDialog(null)}
              />
            )}
          </p>
          <Photos ids={photos} label={t('seat.photos')} />
          <Callers incidentId={incident.id} />
        </div>
        <div className="board-detail-right">
          <div className="row wrap">
            <Calling row={row} />
            <UnseenNotices incidentId={incident.id} />
            <span className="grow" />
            <Onlookers subject={incident.id} />
          </div>
          {orders.length > 0 && <OrderList orders={orders} {...(canAct && !isOver && { onRelease: props.onRelease, onReassign: props.onReassign })} />}
          <WaveLines incidentId={incident.id} />
          <Trouble sentence={action.trouble} onClose={action.clear} />
          {action.state === 'retrying' && <p className="hint warn">{t('common.retrying')}</p>}
          {isOver && (
            <div className="row wrap board-actions">
              <BackToWork
                id={incident.id}
                incident={incident}
                keys
                isOpen={props.dialog === 'back'}
                onOpen={() => props.onDialog('back')}
                onClose={() => props.onDialog(null)}
              />
            </div>
          )}
          {!isOver && (canAct || props.canMerge) && (
            <div className="row wrap board-actions">
              {canAct && calls && (
                <button type="button" className="btn primary" disabled={isBusy} onClick={props.onTakeOver}>
                  {t('board.take_over')} <kbd>t</kbd>
                </button>
              )}
              {canAct && needsCrew && (
                <button type="button" className="btn" onClick={props.onRanking}>
                  {t(hasCrew ? 'reinforce.button' : 'board.choose_crew')} <kbd>w</kbd>
                </button>
              )}
              {canAct && needsCrew && <WaveButton row={row} />}
              {props.canMerge && (
                <button type="button" className="btn" onClick={() => props.onDialog('merge')}>
                  {t('merge.button')} <kbd>m</kbd>
                </button>
              )}
              {isEditor && (
                <>
                  <button type="button" className="btn" onClick={() => props.onDialog('amend')}>
                    {t('board.amend')} <kbd>e</kbd>
                  </button>
                  {incident.state !== 'handled' && (
                    <button type="button" className="btn danger" onClick={() => props.onDialog('cancel')}>
                      {t('board.cancel')} <kbd>x</kbd>
                    </button>
                  )}
                </>
              )}
            </div>
          )}
        </div>
      </div>
    </section>
  );
}
