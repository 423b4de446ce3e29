/** Planning anew: for whom, from when, by which pattern. */
import { useState } from 'react';
import { source, useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { dayOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { followingTeam, type Roster } from './week.ts';
import { HALL } from './usePlaceName.ts';

const PATTERNS = ['five_shift', 'four_three', 'four_two', 'free'] as const;
const TEAMS = { five_shift: 5, four_three: 4, four_two: 4, free: 1 } as const;
const WATCH_H = { five_shift: 8, four_three: 8, four_two: 12, free: 24 } as const;
const DAY_MS = 86_400_000;
/** Posts that are always there. */
const EVERY_WATCH = 0;

export interface DraftFormProps {
  readonly kind: 'crews' | 'seats';
  readonly orgCode: string;
  readonly isThere: boolean;
  readonly onDone: (roster: Roster) => void;
}

/** Call-takers in as many teams as the pattern has, by turns. */
async function seatPeople(teams: number): Promise<Schema<'Member'>[]> {
  const people = await source.get('/api/duty/seat-people');
  return people.map((one, index) => ({ id: one.id, name: one.name, team: (index % teams) + 1, place_code: HALL }));
}

/** The one shift of an organisation that is on duty now; null when there are several, or none. */
function useShiftOnDuty(orgCode: string): number | null {
  const shifts = new Set(
    useList('crew')
      .filter((one) => one.org_code === orgCode && one.duty === 'on_duty' && one.shift !== EVERY_WATCH)
      .map((one) => one.shift),
  );
  const [only] = shifts;
  return shifts.size === 1 && only !== undefined ? only : null;
}

export function DraftForm({ kind, orgCode, isThere, onDone }: DraftFormProps) {
  const { t, term } = useTongue();
  const action = useAction();
  const [pattern, setPattern] = useState<(typeof PATTERNS)[number]>(kind === 'seats' ? 'four_three' : 'five_shift');
  const [from, setFrom] = useState(() => dayOf(Date.now() + DAY_MS));
  const [days, setDays] = useState(7);
  const [chosenTeam, setTeam] = useState<number | null>(null);
  const onDuty = useShiftOnDuty(orgCode);
  const [now] = useState(() => Date.now());
  const startMs = Date.parse(`${from}T00:00:00+08:00`);
  const following =
    onDuty === null || onDuty > TEAMS[pattern] || Number.isNaN(startMs)
      ? 1
      : followingTeam(onDuty, now, startMs, WATCH_H[pattern], TEAMS[pattern]);
  const team = chosenTeam ?? following;
  const [overlap, setOverlap] = useState(15);
  const [rest, setRest] = useState(8);

  async function draft(): Promise<void> {
    await action.run(async (send) => {
      const body = {
        kind,
        org_code: orgCode,
        rules: { pattern, first_team: team, overlap_min: overlap, min_rest_h: rest, min_street: 1, standby_share: 1 / 3 },
        window: { starts_at: new Date(startMs).toISOString(), ends_at: new Date(startMs + days * DAY_MS).toISOString() },
        members: kind === 'seats' ? await seatPeople(TEAMS[pattern]) : [],
      };
      onDone(await send({ path: '/api/force/rosters', body }));
    });
  }

  const number = (label: string, value: number, put: (n: number) => void, least: number, most: number) => (
    <label>
      <span className="label">{label}</span>
      <input
        className="field num"
        type="number"
        required
        min={least}
        max={most}
        value={value}
        onChange={(event) => put(event.target.valueAsNumber || least)}
      />
    </label>
  );
  return (
    <form
      className="duty-form"
      onSubmit={(event) => {
        event.preventDefault();
        void draft();
      }}
    >
      <label>
        <span className="label">{t('duty.pattern')}</span>
        <select className="field" value={pattern} onChange={(event) => setPattern(event.target.value as typeof pattern)}>
          {PATTERNS.map((one) => (
            <option key={one} value={one}>
              {term('duty.pattern', one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{t('duty.from')}</span>
        <input className="field" type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
      </label>
      {number(t('duty.days'), days, setDays, 1, 31)}
      {number(t('duty.first_team'), team, setTeam, 1, TEAMS[pattern])}
      {number(t('duty.overlap'), overlap, setOverlap, 0, 120)}
      {number(t('duty.rest'), rest, setRest, 0, 72)}
      <button type="submit" className={isThere ? 'btn' : 'btn primary'} disabled={action.state !== 'idle' || orgCode === ''}>
        {isThere ? t('duty.draft_again') : t('duty.draft')}
      </button>
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </form>
  );
}
