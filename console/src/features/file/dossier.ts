/** The file of an incident, put together from its timeline alone: the ledger is what a file is made of. Pure. */
import type { Schema } from '../../source/contract.ts';
import type { OrderState, Outcome } from '../../sync/kinds.ts';

export type Entry = Schema<'TimelineEntry'>;
export type Data = Readonly<Record<string, unknown>>;

export interface OrderLine {
  readonly id: string;
  readonly callSign: string;
  readonly state: OrderState;
  readonly rank: number | null;
  readonly etaS: number | null;
  readonly orderedAt: string;
  readonly stamps: Readonly<Partial<Record<OrderState, string>>>;
  readonly reason: string | null;
}

export interface FeedbackLine {
  readonly id: string;
  readonly callSign: string;
  readonly round: number;
  readonly outcome: Outcome;
  readonly text: string | null;
  readonly by: string;
  readonly at: string;
  readonly state: 'submitted' | 'passed' | 'returned' | 'mended';
  readonly remarks: string | null;
  readonly media: readonly string[];
}

export interface ReviewLine {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly author: string;
  readonly openedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly remarks: string | null;
  readonly corrections: Data;
  readonly correctedFrom: Data;
}

export interface Decision {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly ranking: Schema<'Ranking'>;
}

export interface Rating {
  readonly answering: number;
  readonly handling: number;
  readonly words: string | null;
}

export interface Dossier {
  readonly orders: readonly OrderLine[];
  readonly feedback: readonly FeedbackLine[];
  readonly reviews: readonly ReviewLine[];
  readonly decisions: readonly Decision[];
  readonly photos: readonly string[];
  readonly rating: Rating | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function text(data: Data, name: string): string | null {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function number(data: Data, name: string): number | null {
  const value = data[name];
  return typeof value === 'number' ? value : null;
}

function ordered(entry: Entry, data: Data): OrderLine {
  return {
    id: text(data, 'order_id') ?? entry.event_id,
    callSign: text(data, 'call_sign') ?? '',
    state: 'ordered',
    rank: number(data, 'rank'),
    etaS: number(data, 'eta_s'),
    orderedAt: entry.at,
    stamps: {},
    reason: null,
  };
}

function fedBack(entry: Entry, data: Data): FeedbackLine {
  return {
    id: text(data, 'feedback_id') ?? entry.event_id,
    callSign: text(data, 'call_sign') ?? '',
    round: number(data, 'round') ?? 1,
    outcome: (text(data, 'outcome') ?? 'other') as Outcome,
    text: text(data, 'text'),
    by: text(data, 'submitted_by_name') ?? '',
    at: entry.at,
    state: 'submitted',
    remarks: null,
    media: Array.isArray(data['media']) ? (data['media'] as string[]) : [],
  };
}

function opened(entry: Entry, data: Data): ReviewLine {
  return {
    id: text(data, 'review_id') ?? entry.event_id,
    kind: text(data, 'kind') ?? '',
    state: 'open',
    author: text(data, 'author_name') ?? '',
    openedAt: entry.at,
    decidedBy: null,
    decidedAt: null,
    remarks: null,
    corrections: {},
    correctedFrom: {},
  };
}

export function dossierOf(timeline: readonly Entry[]): Dossier {
  const orders = new Map<string, Mutable<OrderLine>>();
  const feedback = new Map<string, Mutable<FeedbackLine>>();
  const reviews = new Map<string, Mutable<ReviewLine>>();
  const decisions: Decision[] = [];
  const photos = new Set<string>();
  let rating: Rating | null = null;
  for (const entry of timeline) {
    const data = entry.data as Data;
    switch (entry.name) {
      case 'dispatch.callout.started':
      case 'dispatch.callout.advanced':
      case 'dispatch.wave.sent':
        if (data['ranking'] !== null && data['ranking'] !== undefined)
          decisions.push({ id: entry.event_id, at: entry.at, by: entry.actor_name, ranking: data['ranking'] as Schema<'Ranking'> });
        break;
      case 'dispatch.crew.ordered': {
        const order = ordered(entry, data);
        orders.set(order.id, order);
        break;
      }
      case 'dispatch.order.advanced': {
        const order = orders.get(text(data, 'order_id') ?? '');
        if (order === undefined) break;
        order.state = text(data, 'state') as OrderState;
        order.stamps = { ...order.stamps, [order.state]: entry.at };
        order.reason = text(data, 'reason') ?? order.reason;
        break;
      }
      case 'field.feedback.submitted': {
        const one = fedBack(entry, data);
        feedback.set(one.id, one);
        for (const id of one.media) photos.add(id);
        break;
      }
      case 'field.feedback.judged': {
        const one = feedback.get(text(data, 'feedback_id') ?? '');
        if (one === undefined) break;
        one.state = text(data, 'state') as FeedbackLine['state'];
        one.remarks = text(data, 'remarks');
        break;
      }
      case 'oversight.review.opened': {
        const review = opened(entry, data);
        reviews.set(review.id, review);
        break;
      }
      case 'oversight.review.decided': {
        const review = reviews.get(text(data, 'review_id') ?? '');
        if (review === undefined) break;
        review.state = text(data, 'state') ?? '';
        review.decidedBy = text(data, 'decided_by_name');
        review.decidedAt = entry.at;
        review.remarks = text(data, 'remarks');
        review.corrections = (data['corrections'] ?? {}) as Data;
        review.correctedFrom = (data['corrected_from'] ?? {}) as Data;
        break;
      }
      case 'evidence.media.stored':
      case 'evidence.media.tied': {
        const id = text(data, 'media_id');
        if (id !== null) photos.add(id);
        break;
      }
      case 'evidence.media.parted':
        photos.delete(text(data, 'media_id') ?? '');
        break;
      case 'field.feedback.mended': {
        const one = feedback.get(text(data, 'feedback_id') ?? '');
        if (one !== undefined) one.state = 'mended';
        break;
      }
      case 'citizen.rating.given':
        rating = {
          answering: number(data, 'answering') ?? 0,
          handling: number(data, 'handling') ?? 0,
          words: text(data, 'words'),
        };
        break;
      default:
        break;
    }
  }
  return {
    orders: [...orders.values()],
    feedback: [...feedback.values()],
    reviews: [...reviews.values()],
    decisions,
    photos: [...photos],
    rating,
  };
}
