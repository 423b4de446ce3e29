/** Complaints about police: one inspector handles, another one checks. */
import './oversight.css';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf, useClasses } from '../../panels/classes.ts';
import { IncidentStateTag, LevelMark, Moment } from '../../panels/marks.tsx';
import type { Of } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { CaseView } from './CaseView.tsx';
import { Decision } from './Decision.tsx';
import { Handle } from './Handle.tsx';

/** What waits for a hand comes first, then what waits for a second pair of eyes, then what is closed. */
function rank(incident: Of<'incident'>): number {
  if (incident.closed_at !== null) return 2;
  return incident.state === 'handled' ? 1 : 0;
}

function Line({ incident }: { incident: Of<'incident'> }) {
  const { lang } = useTongue();
  useClasses();
  return (
    <div className="line">
      <div className="row">
        <LevelMark level={incident.level} short />
        <strong className="num">{incident.number.slice(-6)}</strong>
        <span className="grow cut">{classNameOf(incident.class_code, lang)}</span>
        <IncidentStateTag state={incident.state} isInspected={incident.is_inspection_only} />
        <Moment at={incident.opened_at} until={incident.closed_at} />
      </div>
      <div className="muted cut">{incident.narrative ?? incident.place_text}</div>
    </div>
  );
}

export default function InspectionPage() {
  const { t } = useTongue();
  const [, go] = useLocation();
  const incidents = useList('incident');
  const reviews = useList('review');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const list = useMemo(
    () =>
      incidents
        .filter((one) => one.is_inspection_only)
        .sort((a, b) => rank(a) - rank(b) || Date.parse(a.opened_at) - Date.parse(b.opened_at)),
    [incidents],
  );
  const chosen = list.find((one) => one.id === chosenId) ?? list[0] ?? null;
  const review = chosen === null ? undefined : reviews.find((one) => one.incident_id === chosen.id && one.state === 'open');
  const returned =
    chosen === null
      ? undefined
      : reviews
          .filter((one) => one.incident_id === chosen.id && one.state === 'returned')
          .sort((a, b) => Date.parse(b.decided_at ?? '') - Date.parse(a.decided_at ?? ''))[0];

  function step(by: number): void {
    const at = list.findIndex((one) => one.id === chosen?.id);
    setChosenId(list[Math.max(0, Math.min(list.length - 1, at + by))]?.id ?? null);
  }
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    o: () => chosen !== null && go(`/incidents/${chosen.id}`),
  });
  const waits = chosen !== null && (chosen.state === 'opened' || chosen.state === 'on_scene');

  return (
    <div className="oversight">
      <section className="panel" aria-label={t('inspection.title')}>
        <header>
          <h2 className="grow">{t('inspection.title')}</h2>
          <span className="num muted">{list.filter((one) => rank(one) === 0).length}</span>
        </header>
        <div className="body">
          <VirtualList
            label={t('inspection.title')}
            items={list}
            rowHeight={54}
            keyOf={(one) => one.id}
            chosen={chosen?.id ?? null}
            onChoose={(one) => setChosenId(one.id)}
            onOpen={(one) => go(`/incidents/${one.id}`)}
            empty={<Empty title={t('inspection.none')} what={t('inspection.none_what')} />}
            render={(one) => <Line incident={one} />}
          />
        </div>
      </section>
      {chosen === null ? (
        <section className="panel" aria-label={t('case.title')}>
          <Empty title={t('case.none')} what={t('inspection.none_what')} />
        </section>
      ) : (
        <CaseView key={chosen.id} incident={chosen}>
          {(waits || review !== undefined) && (
            <footer className="case-foot">
              {waits && <Handle incident={chosen} returned={returned} />}
              {!waits && review !== undefined && (
                <Decision review={review} incident={chosen} onDone={() => setChosenId(null)} />
              )}
            </footer>
          )}
        </CaseView>
      )}
    </div>
  );
}
