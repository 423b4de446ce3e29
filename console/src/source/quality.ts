/** How well sound passes: from the counters of the connection, over the last seconds. Pure. */

/** Counters of a connection since it stands; times in seconds. */
export interface PeerReport {
  readonly received: number;
  readonly lost: number;
  /** Samples heard, and those that were made up for what was missing. */
  readonly samples: number;
  readonly concealed: number;
  readonly jitterS: number;
  readonly roundTripS: number | null;
}

/** `silent`: nothing arrives. */
export type Quality = 'good' | 'fair' | 'poor' | 'silent' | 'unknown';

const POOR = { loss: 0.08, jitterS: 0.1, roundTripS: 0.8 };
const FAIR = { loss: 0.02, jitterS: 0.04, roundTripS: 0.35 };

/** Share of sound that was missing between two reports, 0 to 1. */
export function lossOf(before: PeerReport, now: PeerReport): number {
  const lost = Math.max(0, now.lost - before.lost);
  const all = now.received - before.received + lost;
  const samples = now.samples - before.samples;
  const concealed = samples > 0 ? Math.max(0, now.concealed - before.concealed) / samples : 0;
  return Math.max(all > 0 ? lost / all : 0, concealed);
}

export function qualityOf(before: PeerReport | null, now: PeerReport | null): Quality {
  if (before === null || now === null || now.received < before.received) return 'unknown';
  if (now.received === before.received) return 'silent';
  const loss = lossOf(before, now);
  const exceeds = (limit: typeof POOR) =>
    loss > limit.loss || now.jitterS > limit.jitterS || (now.roundTripS ?? 0) > limit.roundTripS;
  return exceeds(POOR) ? 'poor' : exceeds(FAIR) ? 'fair' : 'good';
}
