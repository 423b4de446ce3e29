/** Repeat callers: who looks after each, contacts a week since then, and whether they fall. */
import { useState } from 'react';
import { holds } from '../../app/access.ts';
import { source } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { orgName } from '../../panels/organisations.ts';
import { dayOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { useAsked } from '../admin/useAsked.ts';
import { CallerForm } from './CallerForm.tsx';
import { OwnerDialog } from './OwnerDialog.tsx';
import { WeekBars } from './WeekBars.tsx';
import { perWeek, type RepeatCaller } from './callers.ts';
import './callers.css';

const ask = () => source.get('/api/intake/repeat-callers');
const MARK = { falling: '↓', steady: '→', rising: '↑', too_early: '' } as const;
const TONE = { falling: 'tag ok', steady: 'tag', rising: 'tag warn', too_early: 'tag' } as const;

function Trend({ caller }: { caller: RepeatCaller }) {
  const { t, term } = useTongue();
  if (caller.trend === null || caller.before_per_week === null) return null;
  const before = perWeek(caller.before_per_week);
  return (
    <p className="row wrap">
      <span className={TONE[caller.trend]}>
        {MARK[caller.trend]} {term('callers.trend', caller.trend)}
      </span>
      <span className="num">
        {caller.now_per_week === null
          ? t('callers.before', { before })
          : t('callers.change', { before, now: perWeek(caller.now_per_week) })}
      </span>
    </p>
  );
}

function Caller({ caller, onAssign }: { caller: RepeatCaller; onAssign: (() => void) | null }) {
  const { t, lang } = useTongue();
  const { owner_name: who, owner_since: since } = caller;
  const org = caller.owner_org === null ? '' : orgName(caller.owner_org, lang);
  return (
    <article className="caller">
      <header className="row wrap">
        <strong className="num">{caller.masked}</strong>
        {who === null ? (
          <span className="tag warn">{t('callers.unowned')}</span>
        ) : (
          <span>
            {org === '' ? t('callers.owner_only', { who }) : t('callers.owner', { who, org })}{' '}
            {since !== null && <span className="muted num">{t('callers.since', { day: dayOf(since) })}</span>}
          </span>
        )}
        <span className="grow" />
        {onAssign !== null && (
          <button type="button" className="btn small" onClick={onAssign}>
            {t(who === null ? 'callers.assign' : 'callers.reassign')}
          </button>
        )}
      </header>
      <p>
        {caller.reason} <span className="muted num">{t('callers.until', { day: dayOf(caller.until) })}</span>
      </p>
      {!caller.is_countable && <p className="hint">{t('callers.not_countable')}</p>}
      {caller.weeks.length > 0 && <WeekBars weeks={caller.weeks} />}
      <Trend caller={caller} />
    </article>
  );
}

export function RepeatCallers() {
  const { t } = useTongue();
  const me = useMe();
  const { answer, trouble, again } = useAsked(ask);
  const [assigned, setAssigned] = useState<RepeatCaller | null>(null);
  const keeps = holds(me, 'commander', 'county_desk');
  return (
    <div className={keeps ? 'duty-split' : undefined}>
      <section className="panel" aria-label={t('duty.section.callers')}>
        <header>
          <h2 className="grow">{t('duty.section.callers')}</h2>
          <span className="muted">{t('callers.scope')}</span>
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('duty.section.callers')}>
          <Trouble sentence={trouble} />
          {answer === null && trouble === null && <Empty title={t('common.loading')} />}
          {answer?.length === 0 && (
            <Empty title={t('callers.none')} what={t(keeps ? 'callers.none_what' : 'callers.none_yours')} />
          )}
          {answer?.map((one) => (
            <Caller key={one.entry_id} caller={one} onAssign={keeps ? () => setAssigned(one) : null} />
          ))}
        </div>
      </section>
      {keeps && (
        <section className="panel" aria-label={t('callers.new')}>
          <header>
            <h2>{t('callers.new')}</h2>
          </header>
          <div className="body" tabIndex={0} role="region" aria-label={t('callers.new')}>
            <CallerForm onDone={again} />
          </div>
        </section>
      )}
      {assigned !== null && (
        <OwnerDialog
          key={assigned.entry_id}
          caller={assigned}
          onClose={() => setAssigned(null)}
          onDone={() => {
            setAssigned(null);
            again();
          }}
        />
      )}
    </div>
  );
}
