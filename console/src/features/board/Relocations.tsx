/** 调防: where crews would cover more, what it would change, and one key to say yes. */
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Of } from '../../sync/kinds.ts';
import { minutesOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';

const percent = (share: number) => Math.round(share * 100);

export function Relocations({ onShow }: { onShow: (crewId: string) => void }) {
  const { t } = useTongue();
  const all = useList('relocation');
  if (all.length === 0) return null;
  return (
    <section className="panel relocations" aria-label={t('relocation.title')}>
      <header>
        <h2 className="grow">{t('relocation.title')}</h2>
        <span className="muted num">{all.length}</span>
      </header>
      <ul>
        {all.map((one, index) => (
          <Relocation key={one.id} relocation={one} onShow={onShow} isFirst={index === 0} />
        ))}
      </ul>
    </section>
  );
}

interface RelocationProps {
  readonly relocation: Of<'relocation'>;
  readonly onShow: (crewId: string) => void;
  readonly isFirst: boolean;
}

function Relocation({ relocation, onShow, isFirst }: RelocationProps) {
  const { t, term } = useTongue();
  const action = useAction();
  const isOpen = relocation.state === 'proposed';

  function decide(decision: 'accept' | 'decline' | 'end'): void {
    const values = { relocation_id: relocation.id };
    void action.run(async (post) => {
      await post({ path: '/api/planning/relocations/{relocation_id}/decision', values, body: { decision } });
    });
  }
  return (
    <li className="relocation">
      <div className="row">
        <button type="button" className="link cut" onClick={() => onShow(relocation.crew_id)}>
          {relocation.call_sign}
        </button>
        <span className="grow cut" title={relocation.place_text}>
          → {relocation.place_text}
        </span>
        {!isOpen && <span className="tag">{term('relocation.state', relocation.state)}</span>}
      </div>
      <p className="muted num" title={t('relocation.effect_what')}>
        {t('relocation.effect', {
          n: minutesOf(relocation.drive_s),
          before: percent(relocation.cover_before),
          after: percent(relocation.cover_after),
        })}
      </p>
      <div className="row end">
        <Trouble sentence={action.trouble} onClose={action.clear} />
        {isOpen ? (
          <>
            <button
              type="button"
              className="btn small primary"
              disabled={action.state !== 'idle'}
              aria-label={t('relocation.accept_of', { name: relocation.call_sign })}
              onClick={() => decide('accept')}
            >
              {t('relocation.accept')}
              {isFirst && <kbd>y</kbd>}
            </button>
            <button
              type="button"
              className="btn small quiet"
              disabled={action.state !== 'idle'}
              aria-label={t('relocation.decline_of', { name: relocation.call_sign })}
              onClick={() => decide('decline')}
            >
              {t('relocation.decline')}
            </button>
          </>
        ) : (
          <button type="button" className="btn small quiet" disabled={action.state !== 'idle'} onClick={() => decide('end')}>
            {t('relocation.end')}
          </button>
        )}
      </div>
    </li>
  );
}
