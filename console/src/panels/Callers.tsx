/** Everybody who reported an incident, each on a line, the newest on top; it moves by itself and stays quick with hundreds. */
import { useMemo, useState } from 'react';
import { useList } from '../app/hall.ts';
import { callersOf } from './joined.ts';
import { useTongue } from '../i18n/index.ts';
import { Empty } from '../ui/Trouble.tsx';
import { clockOf } from '../ui/time.ts';
import { VirtualList } from '../ui/VirtualList.tsx';

const ROW = 44;
const MOST_SHOWN = 6;

export function Callers({ incidentId }: { incidentId: string }) {
  const { t, term } = useTongue();
  const contacts = useList('contact');
  const callers = useMemo(() => callersOf(contacts, incidentId), [contacts, incidentId]);
  const [chosen, setChosen] = useState<string | null>(null);
  if (callers.length < 2) return null;
  return (
    <section className="callers" aria-label={t('same.list')}>
      <h3>
        {t('same.list')} <span className="num tag">{callers.length}</span>
      </h3>
      <div style={{ height: ROW * Math.min(MOST_SHOWN, callers.length), display: 'flex', minHeight: 0 }}>
        <VirtualList
          label={t('same.list')}
          items={callers}
          rowHeight={ROW}
          keyOf={(one) => one.id}
          chosen={chosen}
          onChoose={(one) => setChosen(one.id)}
          empty={<Empty title={t('same.nobody')} />}
          render={(one) => (
            <div className="link-row">
              <div className="row">
                <span className="num">{clockOf(one.received_at)}</span>
                <span className="num">{one.caller_number ?? one.number.slice(-6)}</span>
                <span className="tag">{term('channel', one.channel)}</span>
                <span className="grow" />
                <span className="muted">{one.taken_by_name}</span>
              </div>
              <div className="cut muted">{one.said ?? one.text ?? ''}</div>
            </div>
          )}
        />
      </div>
    </section>
  );
}
