/** In a demonstration on this machine: one button for each role, with a sentence on what it is, and the first steps. */
import { useEffect, useRef, useState } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';

export type DemoPerson = Schema<'DemoPerson'>;
const STEPS = ['report', 'seat', 'officer', 'review'] as const;

/** The people of the demonstration; empty where the hall is none, or is not asked from its own machine. */
export function useDemoPeople(): readonly DemoPerson[] {
  const [people, setPeople] = useState<readonly DemoPerson[]>([]);
  useEffect(() => {
    source.get('/api/auth/demo').then(setPeople, () => setPeople([]));
  }, []);
  return people;
}

export interface DemoDoorsProps {
  readonly people: readonly DemoPerson[];
  readonly isBusy: boolean;
  readonly onEnter: (person: DemoPerson) => void;
}

function Door({ role, people, isBusy, onEnter }: DemoDoorsProps & { readonly role: string }) {
  const { t, term } = useTongue();
  const first = useRef<HTMLButtonElement>(null);
  return (
    // A hand that aims at the row means its first name; keys and readers have the buttons.
    <li onClick={(event) => event.target instanceof HTMLButtonElement || first.current?.click()}>
      <div className="demo-what">
        <strong>{term('role', role)}</strong>
        <span>{term('demo.role', role)}</span>
      </div>
      <div className="demo-people">
        {people.map((one, index) => (
          <button
            key={one.login}
            ref={index === 0 ? first : undefined}
            type="button"
            className="btn"
            disabled={isBusy}
            title={[one.login, one.org, one.crew].filter(Boolean).join(' · ')}
            aria-label={t('demo.enter', { role: term('role', role), name: one.name })}
            onClick={() => onEnter(one)}
          >
            {one.name}
          </button>
        ))}
      </div>
    </li>
  );
}

export function DemoDoors({ people, isBusy, onEnter }: DemoDoorsProps) {
  const { t } = useTongue();
  const roles = [...new Set(people.map((one) => one.role))];
  return (
    <section className="demo" aria-label={t('demo.title')}>
      <h2>{t('demo.title')}</h2>
      <p className="muted">{t('demo.what')}</p>
      <ul className="demo-roles">
        {roles.map((role) => (
          <Door key={role} role={role} people={people.filter((one) => one.role === role)} isBusy={isBusy} onEnter={onEnter} />
        ))}
      </ul>
      <h3>{t('demo.first')}</h3>
      <ol className="demo-steps">
        {STEPS.map((step) => (
          <li key={step}>{t(`demo.step.${step}`)}</li>
        ))}
      </ol>
    </section>
  );
}
