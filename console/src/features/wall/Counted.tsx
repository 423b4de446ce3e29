/** What a number counts, as a list; each line leads to the incident's file. */
import { useEffect, useRef, useState } from 'react';
import { findOf, source, store } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf } from '../../panels/classes.ts';
import { Age, IncidentStateTag, LevelMark } from '../../panels/marks.tsx';
import type { Schema } from '../../source/contract.ts';
import type { Sentence } from '../../source/refusal.ts';
import type { IncidentFields, Of } from '../../sync/kinds.ts';
import type { BoardRow, CrewRow } from '../board/rows.ts';
import { clockOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';

/** Either what the feed has at hand, or what the hall is asked for. */
export type Counting =
  | { readonly kind: 'incidents'; readonly title: string; readonly rows: readonly BoardRow[] }
  | { readonly kind: 'contacts'; readonly title: string; readonly rows: readonly Of<'contact'>[] }
  | { readonly kind: 'crews'; readonly title: string; readonly rows: readonly CrewRow[] }
  | { readonly kind: 'late'; readonly title: string }
  | { readonly kind: 'orders'; readonly title: string }
  | { readonly kind: 'today'; readonly title: string; readonly since: string; readonly what: 'opened' | 'closed' | 'cancelled' };

interface Line {
  readonly key: string;
  readonly incident: string | null;
  readonly text: string;
  readonly fields?: IncidentFields;
  readonly since?: string;
}

type Asked = Extract<Counting, { kind: 'late' | 'orders' | 'today' }>;

/** Incidents since midnight, page by page: the figure counts all of them, so does the list. */
async function listToday(since: string, what: 'opened' | 'closed' | 'cancelled'): Promise<readonly Schema<'IncidentView'>[]> {
  const found: Schema<'IncidentView'>[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await source.get('/api/incidents', {}, { state: what === 'opened' ? 'all' : 'ended', limit: 500, before });
    found.push(...page);
    const last = page.at(-1)?.data['opened_at'];
    // What was closed today may have been opened days ago; what was opened today was not.
    if (page.length < 500 || typeof last !== 'string' || (what === 'opened' && Date.parse(last) < Date.parse(since))) break;
    before = last;
  }
  const stamp = what === 'opened' ? 'opened_at' : 'closed_at';
  return found.filter(({ data }) => {
    const at = data[stamp];
    return typeof at === 'string' && Date.parse(at) >= Date.parse(since) && (what === 'opened' || data['state'] === what);
  });
}

function useAskedLines(counting: Counting): { readonly lines: readonly Line[] | null; readonly trouble: Sentence | null } {
  const { t } = useTongue();
  const [lines, setLines] = useState<readonly Line[] | null>(null);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  useEffect(() => {
    if (!(['late', 'orders', 'today'] as readonly string[]).includes(counting.kind)) return undefined;
    let isOld = false;
    const s = (n: number | null | undefined) => (n == null ? t('wall.none') : t('wall.seconds', { n: Math.round(n) }));
    const ask = async (one: Asked): Promise<readonly Line[]> => {
      if (one.kind === 'late')
        return (await source.get('/api/wall/contacts', {}, { limit: 500 })).map((late) => ({
          key: late.contact_id,
          incident: late.incident_id,
          text: `${late.number} · ${clockOf(late.received_at)} · ${late.answered_s === null ? t('wall.still_waits') : s(late.answered_s)}`,
        }));
      if (one.kind === 'orders')
        return (await source.get('/api/wall/orders', {}, { limit: 500 })).map((order) => ({
          key: order.order_id,
          incident: order.incident_id,
          text: `${clockOf(order.ordered_at)} · ${t('wall.order', { name: order.call_sign, accept: s(order.accept_s), arrive: s(order.arrive_s) })}`,
        }));
      return (await listToday(one.since, one.what)).map((view) => {
        const fields = view.data as unknown as IncidentFields;
        return { key: view.id, incident: view.id, text: '', fields };
      });
    };
    ask(counting as Asked).then(
      (found) => !isOld && setLines(found),
      (error: unknown) => !isOld && setTrouble(sentenceOf(error)),
    );
    return () => {
      isOld = true;
    };
  }, [counting, t]);
  return { lines, trouble };
}

function heldLines(counting: Counting): readonly Line[] | null {
  if (counting.kind === 'incidents')
    return counting.rows.map(({ incident, since }) => ({ key: incident.id, incident: incident.id, text: '', fields: incident, since }));
  if (counting.kind === 'contacts')
    return counting.rows.map((one) => ({ key: one.id, incident: one.incident_id, text: one.number, since: one.received_at }));
  if (counting.kind === 'crews')
    return counting.rows.map(({ crew, order }) => {
      const incident = order === undefined ? undefined : findOf(store, 'incident', order.incident_id);
      return { key: crew.id, incident: incident?.id ?? null, text: [crew.call_sign, crew.code, incident?.number].filter(Boolean).join(' · ') };
    });
  return null;
}

export function Counted({ counting, onClose }: { counting: Counting; onClose: () => void }) {
  const { t, lang } = useTongue();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const asked = useAskedLines(counting);
  const lines = heldLines(counting) ?? asked.lines;
  return (
    <dialog ref={dialog} className="wall-counted" aria-label={counting.title} onClose={onClose}>
      <header className="row">
        <h2 className="grow">{t('wall.list_of', { what: counting.title, n: lines?.length ?? '…' })}</h2>
        <button type="button" className="btn" autoFocus onClick={() => dialog.current?.close()}>
          {t('common.close')} <kbd>Esc</kbd>
        </button>
      </header>
      <Trouble sentence={asked.trouble} />
      {lines?.length === 0 && <Empty title={t('wall.nothing')} />}
      <ul>
        {lines?.map((line) => (
          <li key={line.key} className="row wrap">
            {line.fields !== undefined && (
              <>
                <LevelMark level={line.fields.level} short />
                <span>{classNameOf(line.fields.class_code, lang)}</span>
                <IncidentStateTag state={line.fields.state} />
              </>
            )}
            {line.incident === null ? (
              <span className="num">{line.text}</span>
            ) : (
              <a href={`/incidents/${line.incident}`} target="_blank" rel="noopener" className="num">
                {line.text || line.fields?.number}
              </a>
            )}
            <span className="grow cut">{line.fields?.place_text}</span>
            {line.since !== undefined && <Age since={line.since} />}
          </li>
        ))}
      </ul>
    </dialog>
  );
}
