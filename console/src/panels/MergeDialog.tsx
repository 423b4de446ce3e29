/** Tying a duplicate to the incident that is worked on: the nearest first, and what becomes of its crews. */
import { Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useList } from '../app/hall.ts';
import { useAction } from '../app/useAction.ts';
import { useTongue } from '../i18n/index.ts';
import { distanceM } from '../map/datum.ts';
import type { Of } from '../sync/kinds.ts';
import { distanceText } from '../ui/time.ts';
import { Empty, Trouble } from '../ui/Trouble.tsx';
import { VirtualList } from '../ui/VirtualList.tsx';
import { classNameOf } from './classes.ts';
import { IncidentStateTag, Moment } from './marks.tsx';
import { mergeCandidates } from './merging.ts';
import './merge.css';

export interface MergeDialogProps {
  readonly incident: Of<'incident'>;
  readonly orders: readonly Of<'order'>[];
  readonly onClose: () => void;
}

export function MergeDialog({ incident, orders, onClose }: MergeDialogProps) {
  const { t, lang } = useTongue();
  const incidents = useList('incident');
  const allOrders = useList('order');
  const action = useAction();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [carries, setCarries] = useState<boolean | null>(null);
  const [reason, setReason] = useState<string>(t('merge.same'));
  const shown = useMemo(
    () =>
      mergeCandidates(incident, incidents, text).map((one) => ({ one, away: distanceM(incident, one) })),
    [incident, incidents, text],
  );
  const primary = (shown.find(({ one }) => one.id === chosen) ?? shown[0])?.one;
  const going = orders.filter((one) => one.ended_at === null && one.state !== 'ordered');
  const hasCrew = allOrders.some((one) => one.incident_id === primary?.id && one.ended_at === null);
  // Nobody on the primary yet: whoever is under way goes on, unless the person says otherwise.
  const carriesCrews = going.length > 0 && (carries ?? !hasCrew);
  const isReady = primary !== undefined && reason.trim().length >= 2;

  async function done(): Promise<void> {
    if (primary === undefined || !isReady) return;
    const isDone = await action.run(async (send) => {
      const values = { incident_id: incident.id };
      const body = { primary_id: primary.id, carries_crews: carriesCrews, reason: reason.trim() };
      await send({ path: '/api/incidents/{incident_id}/merge', values, body });
    });
    if (isDone) onClose();
  }

  return (
    <Modal
      open
      title={t('merge.title', { number: incident.number })}
      okText={t('merge.ok', { number: primary?.number.slice(-6) ?? '' })}
      okButtonProps={{ disabled: !isReady, loading: action.state !== 'idle' }}
      cancelText={t('common.cancel')}
      onOk={() => void done()}
      onCancel={onClose}
      width={600}
    >
      <div className="merge">
        <p className="muted">{t('merge.what')}</p>
        <input
          className="field"
          autoFocus
          aria-label={t('merge.search')}
          placeholder={t('merge.search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && void done()}
        />
        <div className="merge-list">
          <VirtualList
            label={t('merge.primary')}
            items={shown}
            rowHeight={48}
            keyOf={({ one }) => one.id}
            chosen={primary?.id ?? null}
            onChoose={({ one }) => setChosen(one.id)}
            onOpen={() => void done()}
            empty={<Empty title={t('merge.none')} />}
            render={({ one, away }) => (
              <div className="merge-row">
                <div className="row">
                  <strong className="num">{one.number.slice(-6)}</strong> <span>{classNameOf(one.class_code, lang)}</span>
                  <IncidentStateTag state={one.state} />
                  <span className="grow" />
                  <span className="num muted">{distanceText(away)}</span>
                  <Moment at={one.opened_at} />
                </div>
                <div className="cut muted">{one.place_text}</div>
              </div>
            )}
          />
        </div>
        {going.length > 0 && (
          <fieldset className="merge-crews">
            <legend className="label">{t('merge.crews', { names: going.map((one) => one.call_sign).join('、') })}</legend>
            <label>
              <input type="radio" name="crews" checked={carriesCrews} onChange={() => setCarries(true)} /> {t('merge.carry')}
            </label>
            <label>
              <input type="radio" name="crews" checked={!carriesCrews} onChange={() => setCarries(false)} />{' '}
              {t('merge.release')}
            </label>
          </fieldset>
        )}
        <label>
          <span className="label">{t('merge.reason')}</span>
          <input className="field" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <div className="row wrap">
          {[t('merge.same'), t('merge.same_caller')].map((one) => (
            <button key={one} type="button" className="btn small" onClick={() => setReason(one)}>
              {one}
            </button>
          ))}
        </div>
        <Trouble sentence={action.trouble} />
      </div>
    </Modal>
  );
}
