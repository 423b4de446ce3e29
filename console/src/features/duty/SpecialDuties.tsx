/** Special duties: those to come and on, and planning another one. */
import { useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { areaName, useAreas } from '../../panels/areas.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import { clockOf, dayOf } from '../../ui/time.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { SpecialForm } from './SpecialForm.tsx';

export function SpecialDuties({ orgCode }: { orgCode: string }) {
  const { t, term, lang } = useTongue();
  useAreas();
  const specials = useList('special_duty');
  const crews = useList('crew');
  const inStreet = (grid: string) => crews.filter((crew) => crew.grid_code === grid && crew.duty === 'on_duty' && crew.readiness === 'street').length;
  const action = useAction();
  const [cancelled, setCancelled] = useState<string | null>(null);
  return (
    <div className="duty-split">
      <section className="panel" aria-label={t('duty.section.special')}>
        <div className="body" tabIndex={0} role="region" aria-label={t('duty.section.special')}>
          {specials.length === 0 && <Empty title={t('duty.no_special')} what={t('duty.no_special_what')} />}
          {specials.map((one) => (
            <article key={one.id} className="duty-special">
              <header className="row">
                <strong className="grow">{one.title}</strong>
                <span className={one.state === 'on' ? 'tag accent' : 'tag'}>{term('duty.special', one.state)}</span>
                <button type="button" className="btn small" onClick={() => setCancelled(one.id)}>
                  {t('duty.cancel')}
                </button>
              </header>
              <p className="num">
                {one.hours.map((hours) => `${dayOf(hours.starts_at).slice(5)} ${clockOf(hours.starts_at)}–${clockOf(hours.ends_at)}`).join(' · ')}
              </p>
              <ul>
                {one.sites.map((site, index) => (
                  <li key={site.name}>
                    {site.name}:{' '}
                    {one.posts
                      .filter((post) => post.site === index)
                      .map((post) => post.call_sign)
                      .join('、') || t('duty.no_post')}
                  </li>
                ))}
              </ul>
              {one.state === 'on' && one.place_codes.length > 0 && (
                <p className="num">{one.place_codes.map((code) => t('duty.street_now', { grid: areaName(code, lang), n: inStreet(code) })).join(' · ')}</p>
              )}
              <p className="muted">{t('duty.factor_is', { n: one.patrol_factor, grids: one.place_codes.map((code) => areaName(code, lang)).join('、') || '—' })}</p>
            </article>
          ))}
        </div>
      </section>
      <section className="panel" aria-label={t('duty.special_new')}>
        <header>
          <h2>{t('duty.special_new')}</h2>
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('duty.special_new')}>
          {orgCode === '' ? <Empty title={t('duty.choose_org')} /> : <SpecialForm orgCode={orgCode} />}
        </div>
      </section>
      <ReasonDialog
        isOpen={cancelled !== null}
        title={t('duty.cancel')}
        label={t('roads.reason')}
        usual={[]}
        ok={t('duty.cancel')}
        trouble={action.trouble}
        onClose={() => setCancelled(null)}
        onOk={(reason) =>
          action.run(async (send) => {
            const values = { special_duty_id: cancelled ?? '' };
            await send({ path: '/api/force/special-duties/{special_duty_id}/cancel', values, body: { reason } });
          })
        }
      />
    </div>
  );
}
