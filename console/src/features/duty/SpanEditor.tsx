/** One turn: for whom, where, from when to when; exchanged with another; taken out. */
import { useState } from 'react';
import type { Action } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { usePlaceName } from './usePlaceName.ts';
import { fieldOf, hoursOf, momentOf, type Roster, type Span } from './week.ts';

const MOST_OFFERED = 200;

export interface SpanEditorProps {
  readonly roster: Roster;
  readonly span: Span;
  readonly action: Action;
  readonly onDone: (roster: Roster) => void;
  readonly onClose: () => void;
}

export function SpanEditor({ roster, span, action, onDone, onClose }: SpanEditorProps) {
  const { t, term } = useTongue();
  const nameOf = usePlaceName();
  const isNew = !roster.spans.some((one) => one.id === span.id);
  const [member, setMember] = useState(span.member_id);
  const [start, setStart] = useState(fieldOf(span.starts_at));
  const [end, setEnd] = useState(fieldOf(span.ends_at));
  const [readiness, setReadiness] = useState(span.readiness);
  const [people, setPeople] = useState(span.people.join('、'));
  const values = { roster_id: roster.id };

  async function save(isRemoved: boolean): Promise<void> {
    const who = roster.members.find((one) => one.id === member);
    const [starts, ends] = [momentOf(start), momentOf(end)];
    if (starts === null || ends === null) return;
    const next = {
      ...span,
      member_id: member,
      member_name: who?.name ?? span.member_name,
      team: who?.team ?? span.team ?? null,
      readiness,
      starts_at: starts,
      ends_at: ends,
      people: people.split(/[、,，;；]/).map((one) => one.trim()).filter((one) => one !== ''),
    };
    const body = { expected_version: roster.version, span: next, is_removed: isRemoved };
    const isDone = await action.run(async (send) => {
      onDone(await send({ path: '/api/force/rosters/{roster_id}/spans', values, body }));
    });
    if (isDone) onClose();
  }

  async function swap(other: string): Promise<void> {
    const body = { expected_version: roster.version, first: span.id, second: other };
    const isDone = await action.run(async (send) => {
      onDone(await send({ path: '/api/force/rosters/{roster_id}/swap', values, body }));
    });
    if (isDone) onClose();
  }

  const others = roster.spans.filter((one) => one.id !== span.id && one.member_id !== span.member_id);
  return (
    <form
      className="duty-editor"
      aria-label={t('duty.span')}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      onSubmit={(event) => {
        event.preventDefault();
        void save(false);
      }}
    >
      <h3>
        {isNew ? t('duty.span_new') : t('duty.span')} <span className="muted">{nameOf(span.place_code)}</span>
      </h3>
      <label>
        <span className="label">{t('duty.member')}</span>
        <select className="field" autoFocus value={member} onChange={(event) => setMember(event.target.value)}>
          {!roster.members.some((one) => one.id === member) && <option value={member}>{span.member_name}</option>}
          {roster.members.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} · {nameOf(one.place_code)} · {one.team}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{t('duty.starts')}</span>
        <input className="field num" type="datetime-local" required value={start} onChange={(event) => setStart(event.target.value)} />
      </label>
      <label>
        <span className="label">{t('duty.ends')}</span>
        <input className="field num" type="datetime-local" required value={end} onChange={(event) => setEnd(event.target.value)} />
      </label>
      <label>
        <span className="label">{t('duty.readiness')}</span>
        <select className="field" value={readiness} onChange={(event) => setReadiness(event.target.value as typeof readiness)}>
          {(['street', 'standby'] as const).map((one) => (
            <option key={one} value={one}>
              {term('duty.readiness', one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{t('duty.people')}</span>
        <input className="field" maxLength={400} value={people} onChange={(event) => setPeople(event.target.value)} />
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <div className="row">
        <button type="submit" className="btn primary" disabled={action.state !== 'idle'}>
          {t('duty.save')}
        </button>
        {!isNew && (
          <button type="button" className="btn" disabled={action.state !== 'idle'} onClick={() => void save(true)}>
            {t('duty.remove')}
          </button>
        )}
        <button type="button" className="btn quiet" onClick={onClose}>
          {t('common.close')}
        </button>
      </div>
      {!isNew && (
        <label>
          <span className="label">{t('duty.swap')}</span>
          <select className="field" value="" onChange={(event) => event.target.value !== '' && void swap(event.target.value)}>
            <option value="">{t('duty.swap_with')}</option>
            {others.slice(0, MOST_OFFERED).map((one) => (
              <option key={one.id} value={one.id}>
                {fieldOf(one.starts_at).slice(5, 10)} {hoursOf(one)} {one.member_name}
              </option>
            ))}
          </select>
        </label>
      )}
    </form>
  );
}
