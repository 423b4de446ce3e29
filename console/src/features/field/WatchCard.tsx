/** The watch on the phone: sign on with kit and phone, take over what was left, sign off and leave word. */
import { useEffect, useState } from 'react';
import { source, useList, useOne } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Of } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';

const listOf = (text: string) => text.split(/[、,，;；\n]/).map((one) => one.trim()).filter((one) => one !== '');

export function WatchCard({ crewId, name }: { crewId: string; name: string }) {
  const { t } = useTongue();
  const registration = useOne('registration', crewId);
  const left = useList('handover').filter((one) => one.to_crew === crewId);
  const specials = useList('special_duty');
  const posts = specials.flatMap((one) => one.posts.filter((post) => post.crew_id === crewId).map((post) => ({ one, site: one.sites[post.site]?.name ?? '' })));
  return (
    <details className="card" open={left.length > 0 || undefined}>
      <summary>
        {t('watch.title')} · {registration === undefined ? t('duty.not_signed_on') : t('watch.since', { at: clockOf(registration.signed_on_at) })}
        {left.length > 0 && ` · ${t('duty.handover_waits')}`}
      </summary>
      {posts.map(({ one, site }) => (
        <p key={one.id} className={one.state === 'on' ? 'hint warn' : 'hint'}>
          {one.title}: {t('duty.post_at', { site })}
        </p>
      ))}
      {left.map((one) => (
        <Left key={one.id} handover={one} />
      ))}
      {registration === undefined ? <SignOn name={name} /> : <SignOff registration={registration} />}
    </details>
  );
}

function Left({ handover }: { handover: Of<'handover'> }) {
  const { t } = useTongue();
  const action = useAction();
  const [remarks, setRemarks] = useState('');
  return (
    <div className="watch-left">
      <strong>{t('watch.left_by', { who: handover.given_by_name, at: clockOf(handover.given_at) })}</strong>
      <p>{handover.notes}</p>
      {handover.open_matters.length > 0 && (
        <p>
          {t('watch.open_matters')}: {handover.open_matters.join('、')}
        </p>
      )}
      <p className="muted">{[handover.vehicle, ...handover.kit].filter(Boolean).join('、')}</p>
      <input
        className="field"
        aria-label={t('watch.remarks')}
        placeholder={t('watch.remarks')}
        maxLength={1000}
        value={remarks}
        onChange={(event) => setRemarks(event.target.value)}
      />
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <button
        type="button"
        className="btn primary"
        disabled={action.state !== 'idle'}
        onClick={() =>
          void action.run(async (send) => {
            const values = { handover_id: handover.id };
            await send({ path: '/api/force/handovers/{handover_id}/take', values, body: { remarks } });
          })
        }
      >
        {t('watch.take')}
      </button>
    </div>
  );
}

function SignOn({ name }: { name: string }) {
  const { t } = useTongue();
  const action = useAction();
  const [aboard, setAboard] = useState(name);
  const [vehicle, setVehicle] = useState('');
  const [kit, setKit] = useState('');
  const [skills, setSkills] = useState('');
  const [phone, setPhone] = useState('');
  const field = (label: string, value: string, put: (text: string) => void, most: number) => (
    <label>
      <span className="label">{label}</span>
      <input className="field" maxLength={most} value={value} onChange={(event) => put(event.target.value)} />
    </label>
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const body = { aboard: listOf(aboard), vehicle, kit: listOf(kit), skills: listOf(skills), phone: phone.trim() === '' ? null : phone.trim() };
        void action.run(async (send) => {
          await send({ path: '/api/force/watch/sign-on', body });
        });
      }}
    >
      {field(t('duty.aboard'), aboard, setAboard, 300)}
      {field(t('duty.vehicle'), vehicle, setVehicle, 40)}
      {field(t('duty.kit'), kit, setKit, 300)}
      {field(t('duty.skills'), skills, setSkills, 300)}
      <label>
        <span className="label">{t('duty.phone')}</span>
        <input className="field" type="tel" maxLength={20} value={phone} onChange={(event) => setPhone(event.target.value)} />
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <button type="submit" className="btn primary" disabled={action.state !== 'idle' || listOf(aboard).length === 0}>
        {t('watch.sign_on')}
      </button>
    </form>
  );
}

function SignOff({ registration }: { registration: Of<'registration'> }) {
  const { t } = useTongue();
  const action = useAction();
  const [crews, setCrews] = useState<readonly Schema<'NeighbourCrew'>[]>([]);
  const [to, setTo] = useState('');
  const [notes, setNotes] = useState('');
  const [matters, setMatters] = useState('');
  useEffect(() => {
    source.get('/api/force/watch/neighbours').then(setCrews, () => setCrews([]));
  }, []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const body = { to_crew: to === '' ? null : to, notes, open_matters: listOf(matters) };
        void action.run(async (send) => {
          await send({ path: '/api/force/watch/sign-off', body });
        });
      }}
    >
      <p className="muted">{[registration.aboard.join('、'), registration.vehicle, ...registration.kit].filter(Boolean).join(' · ')}</p>
      <label>
        <span className="label">{t('watch.to')}</span>
        <select className="field" value={to} onChange={(event) => setTo(event.target.value)}>
          <option value="">{t('watch.to_nobody')}</option>
          {crews.map((one) => (
            <option key={one.id} value={one.id}>
              {one.call_sign}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{t('watch.notes')}</span>
        <textarea className="field" rows={2} maxLength={2000} value={notes} onChange={(event) => setNotes(event.target.value)} />
      </label>
      <label>
        <span className="label">{t('watch.open_matters')}</span>
        <input className="field" maxLength={600} value={matters} onChange={(event) => setMatters(event.target.value)} />
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <button type="submit" className="btn" disabled={action.state !== 'idle'}>
        {to === '' ? t('watch.sign_off') : t('watch.hand_over')}
      </button>
    </form>
  );
}
