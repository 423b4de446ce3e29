/** Where the crew is asked to wait, the way there, and the button that says it is there. */
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { minutesOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { handoversTo } from './navigation.ts';

export function RelocationCard({ crewId }: { crewId: string | null }) {
  const { t, term } = useTongue();
  const action = useAction();
  const relocation = useList('relocation').find((one) => one.crew_id === crewId && one.state !== 'proposed');
  if (relocation === undefined) return null;
  const { id, place_text: place, drive_s: drive } = relocation;

  function arrive(): void {
    void action.run(async (post) => {
      await post({ path: '/api/planning/relocations/{relocation_id}/arrive', values: { relocation_id: id } });
    });
  }
  return (
    <section className="card" aria-label={t('relocation.card')}>
      <h2>{t('relocation.card')}</h2>
      <p>{place}</p>
      {relocation.state === 'there' ? (
        <p className="hint">{t('relocation.there')}</p>
      ) : (
        <>
          <p className="muted">{t('relocation.drive', { n: minutesOf(drive) })}</p>
          <div className="handovers">
            {handoversTo(relocation, place).map(({ app, href }) => (
              <a key={app} className="btn small" href={href} {...(app === 'amap' && { target: '_blank', rel: 'noreferrer' })}>
                {term('nav', app)}
              </a>
            ))}
          </div>
          <button type="button" className="btn primary big" disabled={action.state !== 'idle'} onClick={arrive}>
            {t('relocation.arrive')}
          </button>
        </>
      )}
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </section>
  );
}
