/** The reviewer's queue: what waits for a second person, the oldest first. */
import './oversight.css';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useList, useOne } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf, useClasses } from '../../panels/classes.ts';
import { LevelMark, Moment } from '../../panels/marks.tsx';
import type { Of } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { clockOf } from '../../ui/time.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { CaseView } from './CaseView.tsx';
import { Decision } from './Decision.tsx';
import { Workload } from './Workload.tsx';
import { Corrected } from '../../panels/Corrected.tsx';

type Review = Of<'review'>;

function Line({ review }: { review: Review }) {
  const { t, term, lang } = useTongue();
  const me = useMe();
  const incident = useOne('incident', review.incident_id);
  useClasses();
  return (
    <div className="line">
      <div className="row">
        {incident !== undefined && <LevelMark level={incident.level} short />}
        <strong className="num">{incident?.number.slice(-6) ?? '…'}</strong>
        <span className="grow cut">{incident === undefined ? '' : classNameOf(incident.class_code, lang)}</span>
        <span className="tag">{term('review.kind', review.kind)}</span>
        {review.decided_at === null ? (
          <Moment at={review.opened_at} />
        ) : (
          <span className={`tag ${review.state === 'passed' ? 'ok' : 'danger'}`}>
            {term('review.state', review.state)} {clockOf(review.decided_at)}
          </span>
        )}
      </div>
      <div className="row muted">
        <span className="grow cut">{incident?.place_text}</span>
        <span>{review.author === me.id ? t('review.mine') : t('file.work_of', { name: review.author_name })}</span>
      </div>
    </div>
  );
}

/** What was decided, by whom, and what was put right. */
function Decided({ review }: { review: Review }) {
  const { t, term } = useTongue();
  return (
    <section className="decision" aria-label={t('review.decision')}>
      <div className="row wrap">
        <span className={`tag ${review.state === 'passed' ? 'ok' : 'danger'}`}>{term('review.state', review.state)}</span>
        <strong>{t('file.decided', { name: review.decided_by_name ?? '', at: review.decided_at === null ? '' : clockOf(review.decided_at) })}</strong>
        <span className="muted">{t('file.work_of', { name: review.author_name })}</span>
      </div>
      {review.remarks !== null && <p>{review.remarks}</p>}
      <Corrected from={review.corrected_from} to={review.corrections} />
    </section>
  );
}

export default function ReviewPage() {
  const { t } = useTongue();
  const [, go] = useLocation();
  const reviews = useList('review');
  const [shows, setShows] = useState<'open' | 'done'>('open');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const list = useMemo(
    () =>
      reviews
        .filter((one) => (one.state === 'open') === (shows === 'open'))
        .sort((a, b) =>
          shows === 'open'
            ? Date.parse(a.opened_at) - Date.parse(b.opened_at)
            : Date.parse(b.decided_at ?? b.opened_at) - Date.parse(a.decided_at ?? a.opened_at),
        ),
    [reviews, shows],
  );
  const chosen = list.find((one) => one.id === chosenId) ?? list[0] ?? null;
  const incident = useOne('incident', chosen?.incident_id);

  function step(by: number): void {
    const at = list.findIndex((one) => one.id === chosen?.id);
    setChosenId(list[Math.max(0, Math.min(list.length - 1, at + by))]?.id ?? null);
  }
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    o: () => chosen !== null && go(`/incidents/${chosen.incident_id}`),
  });

  return (
    <div className="oversight">
      <section className="panel" aria-label={t('review.title')}>
        <header>
          <Segmented<'open' | 'done'>
            size="small"
            value={shows}
            onChange={setShows}
            options={[
              { value: 'open', label: t('review.open') },
              { value: 'done', label: t('review.done') },
            ]}
          />
          <span className="grow" />
          <span className="num muted">{list.length}</span>
        </header>
        <Workload />
        <div className="body">
          <VirtualList
            label={t('review.title')}
            items={list}
            rowHeight={54}
            keyOf={(one) => one.id}
            chosen={chosen?.id ?? null}
            onChoose={(one) => setChosenId(one.id)}
            onOpen={(one) => go(`/incidents/${one.incident_id}`)}
            empty={<Empty title={shows === 'open' ? t('review.none') : t('review.none_done')} what={t('review.none_what')} />}
            render={(one) => <Line review={one} />}
          />
        </div>
      </section>
      {chosen !== null && incident !== undefined ? (
        <CaseView key={chosen.id} incident={incident}>
          <footer className="case-foot">
            {chosen.state === 'open' ? (
              <Decision review={chosen} incident={incident} onDone={() => setChosenId(null)} />
            ) : (
              <Decided review={chosen} />
            )}
          </footer>
        </CaseView>
      ) : (
        <section className="panel" aria-label={t('case.title')}>
          <Empty title={t('case.none')} what={t('case.none_what')} />
        </section>
      )}
    </div>
  );
}
