/** One roster: planned, looked at by week and by grid, mended, published. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { DraftForm } from './DraftForm.tsx';
import { Exchange } from './Exchange.tsx';
import { Findings } from './Findings.tsx';
import { SpanEditor } from './SpanEditor.tsx';
import { useRoster } from './useRoster.ts';
import { WeekGrid } from './WeekGrid.tsx';
import type { Roster, Span } from './week.ts';

/** A new turn of eight hours from 8 o'clock, for the first who belongs there. */
function newSpan(roster: Roster, place: string, day: string): Span | null {
  const member = roster.members.find((one) => one.place_code === place) ?? roster.members[0];
  if (member === undefined) return null;
  const start = Date.parse(`${day}T08:00:00+08:00`);
  return {
    id: crypto.randomUUID(),
    member_id: member.id,
    member_name: member.name,
    team: member.team,
    place_code: place,
    readiness: 'street',
    starts_at: new Date(start).toISOString(),
    ends_at: new Date(start + 8 * 3_600_000).toISOString(),
    people: [],
  };
}

export function RosterDesk({ kind, orgCode }: { kind: 'crews' | 'seats'; orgCode: string }) {
  const { t } = useTongue();
  const { roster, trouble, put } = useRoster(kind, orgCode);
  const action = useAction();
  const publishing = useAction();
  const [chosen, setChosen] = useState<Span | null>(null);
  const choose = (span: Span | null) => {
    action.clear();
    setChosen(span);
  };
  return (
    <div className="duty-split">
      <section className="panel" aria-label={t('duty.section.roster')}>
        <header>
          <DraftForm kind={kind} orgCode={orgCode} isThere={roster !== null} onDone={put} />
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('duty.week')}>
          <Trouble sentence={trouble} />
          {roster === null ? (
            <Empty title={t('duty.none')} what={t('duty.none_what')} />
          ) : (
            <WeekGrid
              roster={roster}
              chosen={chosen?.id ?? null}
              onChoose={choose}
              onAdd={(place, day) => choose(newSpan(roster, place, day))}
            />
          )}
        </div>
      </section>
      <section className="panel" aria-label={t('duty.findings')}>
        <header>
          <h2 className="grow">{t('duty.findings')}</h2>
          {roster !== null && <span className="num muted">{roster.findings.length}</span>}
        </header>
        <div className="body duty-side" tabIndex={0} role="region" aria-label={t('duty.findings')}>
          {roster === null ? (
            <p className="hint">{t('duty.none_yet')}</p>
          ) : (
            <>
              <Exchange roster={roster} action={publishing} onDone={put} />
              <Trouble sentence={publishing.trouble} onClose={publishing.clear} />
              {chosen !== null && (
                <SpanEditor key={chosen.id} roster={roster} span={chosen} action={action} onDone={put} onClose={() => choose(null)} />
              )}
              <Findings roster={roster} onSpan={(id) => choose(roster.spans.find((one) => one.id === id) ?? null)} />
            </>
          )}
        </div>
      </section>
    </div>
  );
}
