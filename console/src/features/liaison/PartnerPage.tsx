/** 联动台: a partner's work orders, with their clocks; accepted, returned, told of and finished by one key each. */
import './liaison.css';
import { useMemo, useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useSounds } from '../../app/useSounds.ts';
import { useTongue } from '../../i18n/index.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Of } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { OrderClock, WorkOrderTag } from './OrderMarks.tsx';
import { PartnerOrder } from './PartnerOrder.tsx';

type Order = Of<'work_order'>;
export type Ask = 'return' | 'note' | 'finish' | 'number';

const AGAIN_MS = 8_000;

/** What waits to be accepted first, then what is worked on, the first due first; what has ended last. */
function rank(order: Order): number {
  if (order.ended_at !== null) return 3;
  return order.state === 'sent' ? 0 : 1;
}

function dueOf(order: Order): number {
  return Date.parse((order.state === 'sent' ? order.accept_by : order.done_by) ?? order.sent_at);
}

function Line({ order }: { order: Order }) {
  const { t } = useTongue();
  return (
    <div className="line">
      <div className="row">
        <strong className="num">{order.number.slice(-6)}</strong>
        <WorkOrderTag state={order.state} />
        {order.urgency === 'urgent' && <span className="tag danger">{t('liaison.urgent')}</span>}
        {order.urged > 0 && <span className="tag warn">{t('liaison.urged', { n: order.urged })}</span>}
        <span className="grow" />
        <OrderClock order={order} />
      </div>
      <div className="muted cut">{[order.place_text, order.asked].filter(Boolean).join(' · ')}</div>
    </div>
  );
}

export default function PartnerPage() {
  const { t } = useTongue();
  const orders = useList('work_order');
  const action = useAction();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [asks, setAsks] = useState<Ask | null>(null);
  const [number, setNumber] = useState<{ readonly id: string; readonly number: string | null } | null>(null);
  const list = useMemo(
    () => [...orders].sort((a, b) => rank(a) - rank(b) || (rank(a) === 3 ? dueOf(b) - dueOf(a) : dueOf(a) - dueOf(b))),
    [orders],
  );
  const chosen = list.find((one) => one.id === chosenId) ?? list[0] ?? null;
  const isWith = chosen?.state === 'sent' || chosen?.state === 'accepted';

  const waiting = list.filter((one) => one.state === 'sent');
  useSounds(
    waiting.map((one) => ({ id: one.id, title: t('liaison.notice'), body: one.asked ?? '' })),
    'order',
    AGAIN_MS,
  );

  async function move(signal: 'accept' | 'return' | 'finish', text = ''): Promise<boolean> {
    if (chosen === null) return false;
    const { id, v } = chosen;
    setChosenId(id);
    return action.run(async (send) => {
      const body = { signal, text, expected_version: v };
      await send({ path: '/api/liaison/orders/{work_order_id}/moves', values: { work_order_id: id }, body });
    });
  }

  async function said(text: string): Promise<boolean> {
    if (chosen === null || asks === null) return false;
    if (asks === 'return' || asks === 'finish') return move(asks, text);
    const values = { work_order_id: chosen.id };
    return action.run(async (send) => {
      if (asks === 'note') await send({ path: '/api/liaison/orders/{work_order_id}/notes', values, body: { text } });
      else {
        const reply = await send({ path: '/api/liaison/orders/{work_order_id}/number', values, body: { purpose: text } });
        setNumber({ id: chosen.id, number: reply.caller_number });
      }
    });
  }

  function ask(what: Ask, isAllowed: boolean): void {
    if (!isAllowed) return;
    // The order stays chosen while its words are written, whatever comes in meanwhile.
    setChosenId(chosen?.id ?? null);
    action.clear();
    setAsks(what);
  }

  function step(by: number): void {
    const at = list.findIndex((one) => one.id === chosen?.id);
    setChosenId(list[Math.max(0, Math.min(list.length - 1, at + by))]?.id ?? null);
  }
  useKeys({
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    j: () => step(1),
    k: () => step(-1),
    a: () => chosen?.state === 'sent' && void move('accept'),
    r: () => ask('return', isWith),
    p: () => ask('note', isWith),
    d: () => ask('finish', chosen?.state === 'accepted'),
    n: () => ask('number', isWith),
  });

  return (
    <div className="partner">
      <section className="panel" aria-label={t('liaison.title')}>
        <header>
          <h2 className="grow">{t('liaison.title')}</h2>
          <span className="num muted">{list.filter((one) => one.ended_at === null).length}</span>
        </header>
        <div className="body">
          <VirtualList
            label={t('liaison.title')}
            items={list}
            rowHeight={54}
            keyOf={(one) => one.id}
            chosen={chosen?.id ?? null}
            onChoose={(one) => setChosenId(one.id)}
            empty={<Empty title={t('liaison.none')} what={t('liaison.none_what')} />}
            render={(one) => <Line order={one} />}
          />
        </div>
      </section>
      {chosen === null ? (
        <section className="panel" aria-label={t('liaison.order')}>
          <Empty title={t('liaison.none')} what={t('liaison.none_what')} />
        </section>
      ) : (
        <PartnerOrder
          order={chosen}
          number={number?.id === chosen.id ? number.number : null}
          isBusy={action.state !== 'idle'}
          onAccept={() => void move('accept')}
          onAsk={(what) => ask(what, true)}
        >
          <Trouble sentence={asks === null ? action.trouble : null} onClose={action.clear} />
        </PartnerOrder>
      )}
      {asks !== null && (
        <ReasonDialog
          key={asks}
          isOpen
          title={t(`liaison.ask.${asks}`)}
          label={t(`liaison.label.${asks}`)}
          usual={asks === 'return' ? [t('liaison.usual.area'), t('liaison.usual.duty')] : []}
          least={asks === 'number' ? 4 : 2}
          ok={t(`liaison.ok.${asks}`)}
          trouble={action.trouble}
          onOk={said}
          onClose={() => setAsks(null)}
        />
      )}
    </div>
  );
}
