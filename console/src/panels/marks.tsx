/** Small marks of the hall: level, state, clocks. Shape and text tell what colour tells. */
import type { ReactNode } from 'react';
import { useNow } from '../app/clock.ts';
import { useTongue } from '../i18n/index.ts';
import { ageText, clockOf } from '../ui/time.ts';
import type { FeedbackState, IncidentState, OrderState } from '../sync/kinds.ts';
import type { Urgency } from './overdue.ts';

const SHAPES: Readonly<Record<number, ReactNode>> = {
  1: <path d="M6 0 12 6 6 12 0 6z" />,
  2: <path d="M6 0.500 12 11H0z" />,
  3: <path d="M1 1h10v10H1z" />,
  4: <circle cx="6" cy="6" r="5.500" />,
};

/** 一级 ◆, 二级 ▲, 三级 ■, 四级 ●. */
export function LevelMark({ level, short = false }: { level: number; short?: boolean }) {
  const { term } = useTongue();
  const text = term('level', String(level));
  return (
    <span className={`level l${level}`} title={text}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" fill="currentColor">
        {SHAPES[level]}
      </svg>
      <span className={short ? 'sr-only' : undefined}>{text}</span>
    </span>
  );
}

const INCIDENT_TONES: Readonly<Record<IncidentState, string>> = {
  opened: 'warn',
  dispatched: 'warn',
  under_way: 'accent',
  on_scene: 'accent',
  handled: 'ok',
  closed: '',
  cancelled: '',
  merged: '',
};

/** What goes to inspection waits for an inspector, not for a crew. */
export function IncidentStateTag({ state, isInspected = false }: { state: IncidentState; isInspected?: boolean }) {
  const { t, term } = useTongue();
  const text = isInspected && state === 'opened' ? t('inspection.opened') : term('incident.state', state);
  return <span className={`tag ${INCIDENT_TONES[state]}`}>{text}</span>;
}

const ORDER_TONES: Readonly<Record<OrderState, string>> = {
  ordered: 'warn',
  accepted: 'accent',
  departed: 'accent',
  arrived: 'ok',
  fed_back: 'ok',
  refused: '',
  expired: '',
  outrun: '',
  released: '',
};

export function OrderStateTag({ state }: { state: OrderState }) {
  const { term } = useTongue();
  return <span className={`tag ${ORDER_TONES[state]}`}>{term('order.state', state)}</span>;
}

const FEEDBACK_TONES: Readonly<Record<FeedbackState, string>> = { submitted: 'accent', passed: 'ok', returned: 'warn', mended: 'accent' };

export function FeedbackStateTag({ state }: { state: FeedbackState }) {
  const { term } = useTongue();
  return <span className={`tag ${FEEDBACK_TONES[state]}`}>{term('feedback.state', state)}</span>;
}

const URGENCY_SIGNS: Readonly<Record<Urgency, string>> = { calm: '', late: '▴ ', overdue: '! ' };

/** How long something lasts, growing; or lasted, when it is over. */
export function Age({ since, until, urgency }: { since: string; until?: string | null; urgency?: (ms: number) => Urgency }) {
  const { t } = useTongue();
  const now = useNow();
  const ms = (until ? Date.parse(until) : now) - Date.parse(since);
  const how = urgency?.(ms) ?? 'calm';
  return (
    <span className={how === 'calm' ? 'clock' : `clock ${how}`} title={how === 'overdue' ? t('common.overdue') : undefined}>
      {URGENCY_SIGNS[how]}
      {ageText(ms)}
      {how === 'overdue' && <span className="sr-only">{t('common.overdue')}</span>}
    </span>
  );
}

/** 14:03 · 2'10" */
export function Moment({ at, until = null, urgency }: { at: string; until?: string | null; urgency?: (ms: number) => Urgency }) {
  return (
    <span className="num">
      {clockOf(at)} · <Age since={at} until={until} {...(urgency && { urgency })} />
    </span>
  );
}

/** Seconds that are left; 0 when none are. */
export function Countdown({ due, warnBelow = 10 }: { due: string; warnBelow?: number }) {
  const { t } = useTongue();
  const left = Math.max(0, Math.ceil((Date.parse(due) - useNow()) / 1000));
  return (
    <span className={left <= warnBelow ? 'clock overdue' : 'clock'} title={t('common.time_left')}>
      {t('common.seconds', { n: left })}
    </span>
  );
}
