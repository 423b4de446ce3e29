/** One work order as the partner's desk sees it, and what may be done about it. */
import type { ReactNode } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import type { Of } from '../../sync/kinds.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import { OrderClock, WorkOrderTag } from './OrderMarks.tsx';
import type { Ask } from './PartnerPage.tsx';

export interface PartnerOrderProps {
  readonly order: Of<'work_order'>;
  /** The caller's number, once it was looked at. */
  readonly number: string | null;
  readonly isBusy: boolean;
  readonly onAccept: () => void;
  readonly onAsk: (what: Ask) => void;
  readonly children: ReactNode;
}

const STEPS: readonly { readonly ask: Ask; readonly mark: string }[] = [
  { ask: 'note', mark: 'p' },
  { ask: 'finish', mark: 'd' },
  { ask: 'return', mark: 'r' },
];

function moment(at: string | null): string {
  return at === null ? '' : `${dayOf(at)} ${clockOf(at)}`;
}

export function PartnerOrder({ order, number, isBusy, onAccept, onAsk, children }: PartnerOrderProps) {
  const { t, lang } = useTongue();
  useOrganisations();
  const isWith = order.state === 'sent' || order.state === 'accepted';
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('liaison.asked'), order.asked],
    [t('liaison.place'), order.place_text],
    [
      t('liaison.number'),
      <span key="number" className="row">
        <span className="num">{number ?? order.caller_number ?? t('liaison.no_number')}</span>
        {isWith && number === null && order.caller_number !== null && (
          <button type="button" className="btn small quiet" onClick={() => onAsk('number')}>
            {t('liaison.ask.number')} <kbd>n</kbd>
          </button>
        )}
      </span>,
    ],
    [t('liaison.owner'), `${orgName(order.owner_code, lang)} · ${order.owner_name}`],
    [t('liaison.from'), `${orgName(order.first_code, lang)} · ${order.first_name} · ${moment(order.sent_at)}`],
    [t('liaison.accept_by'), moment(order.accept_by)],
    [t('liaison.done_by'), moment(order.done_by)],
    [t('liaison.said'), order.said],
  ];
  return (
    <section className="panel partner-order" aria-label={t('liaison.order')}>
      <header className="row wrap">
        <h2 className="num">{order.number}</h2>
        <WorkOrderTag state={order.state} />
        {order.urgency === 'urgent' && <span className="tag danger">{t('liaison.urgent')}</span>}
        <span className="grow" />
        <OrderClock order={order} />
      </header>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {children}
      {isWith && (
        <footer className="row wrap">
          {order.state === 'sent' && (
            <button type="button" className="btn primary" disabled={isBusy} onClick={onAccept}>
              {t('liaison.accept')} <kbd>a</kbd>
            </button>
          )}
          {STEPS.filter(({ ask }) => ask !== 'finish' || order.state === 'accepted').map(({ ask, mark }) => (
            <button key={ask} type="button" className="btn" disabled={isBusy} onClick={() => onAsk(ask)}>
              {t(`liaison.ask.${ask}`)} <kbd>{mark}</kbd>
            </button>
          ))}
        </footer>
      )}
    </section>
  );
}
