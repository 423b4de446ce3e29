/** Which crew to which waiting incident, weighed all at once; accepted whole or line by line as ordinary orders. */
import { Modal } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import { findOf, store } from '../../app/hall.ts';
import { sentenceOf, useAction, type Send } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { LevelMark } from '../../panels/marks.tsx';
import type { Sentence } from '../../source/refusal.ts';
import { minutesOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import type { KeptSurge, SurgeLine } from './useSurge.ts';
import { SurgeRow, type LineState } from './SurgeRow.tsx';

export interface SurgeDialogProps {
  readonly kept: KeptSurge;
  /** Asks for a proposal as things are now; null: nothing has changed since. */
  readonly onAgain: (() => void) | null;
  readonly onClose: () => void;
}

export function SurgeDialog({ kept, onAgain, onClose }: SurgeDialogProps) {
  const { t, lang } = useTongue();
  const { plan } = kept;
  const action = useAction();
  const [states, setStates] = useState<ReadonlyMap<string, LineState>>(new Map());
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const isOpen = (line: SurgeLine) => line.crews.length > 0 && !states.has(line.incident_id);
  const open = plan.lines.filter(isOpen);
  const isBusy = action.state !== 'idle';

  async function accept(line: SurgeLine, post: Send): Promise<void> {
    const [first, ...further] = line.crews.map((crew) => crew.crew_id);
    const why = whyNotFirst(line);
    try {
      const reply = await post({
        path: '/api/dispatch/incidents/{incident_id}/orders',
        values: { incident_id: line.incident_id },
        body: { crew_id: first ?? null, further, role: 'respond', surge_id: kept.surge_id, reason: why === '' ? t('surge.reason') : t('surge.reason_why', { why }) },
      });
      mark(line, { sent: reply.order_ids.length, trouble: null });
    } catch (error) {
      // One that cannot be had any more does not hold up the others.
      mark(line, { sent: 0, trouble: sentenceOf(error) });
      setTrouble(sentenceOf(error));
    }
  }
  function mark(line: SurgeLine, state: LineState): void {
    setStates((before) => new Map(before).set(line.incident_id, state));
  }
  function whyNotFirst(line: SurgeLine): string {
    if (line.first_choice == null) return '';
    const name = line.first_choice.call_sign;
    const other = line.goes_to == null ? undefined : findOf(store, 'incident', line.goes_to);
    return other === undefined ? t('surge.kept', { name }) : t('surge.elsewhere', { name, number: other.number });
  }
  function acceptAll(lines: readonly SurgeLine[]): void {
    if (isBusy) return;
    setTrouble(null);
    void action.run(async (post) => {
      // First who accepted what, then the orders that follow from it, each naming the surge.
      await post({
        path: '/api/dispatch/surges/{surge_id}/accept',
        values: { surge_id: kept.surge_id },
        body: { incident_ids: lines.map((line) => line.incident_id) },
      });
      for (const line of lines) await accept(line, post);
    });
  }
  function onKeyDown(event: KeyboardEvent): void {
    const line = plan.lines[Number(event.key) - 1];
    if (line !== undefined && isOpen(line)) acceptAll([line]);
  }

  return (
    <Modal open title={t('surge.title', { n: plan.lines.length })} onCancel={onClose} footer={null} width={860} destroyOnHidden>
      <div className="surge" onKeyDown={onKeyDown}>
        <p className="num">
          {t('surge.sum', {
            together: minutesOf(plan.together.eta_s),
            alone: minutesOf(plan.one_by_one.eta_s),
            served: plan.together.served,
            alone_served: plan.one_by_one.served,
          })}
        </p>
        <div className="row wrap">
          <button type="button" className="btn primary" autoFocus disabled={isBusy || open.length === 0} onClick={() => acceptAll(open)}>
            {t('surge.accept_all')} <kbd>Enter</kbd>
          </button>
          {onAgain !== null && (
            <button type="button" className="btn" disabled={isBusy} onClick={onAgain}>
              {t('surge.again')}
            </button>
          )}
          <span className="muted">{t('surge.keys')}</span>
        </div>
        <Trouble sentence={trouble ?? action.trouble} onClose={() => setTrouble(null)} />
        <table className="table" lang={lang === 'zh' ? 'zh-CN' : 'en'}>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t('surge.place')}</th>
              <th scope="col">{t('surge.crews')}</th>
              <th scope="col">
                <span className="sr-only">{t('surge.accept')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {plan.lines.map((line, index) => (
              <SurgeRow
                key={line.incident_id}
                line={line}
                place={index + 1}
                mark={<LevelMark level={line.level as 1 | 2 | 3 | 4} />}
                why={whyNotFirst(line)}
                state={states.get(line.incident_id)}
                isBusy={isBusy}
                onAccept={() => acceptAll([line])}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Modal>
  );
}
