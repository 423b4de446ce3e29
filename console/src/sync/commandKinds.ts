/** Fields of what a commander asks for and of what is told to a crew's owners. */
import type { components } from '../generated/api.ts';

type Wave = components['schemas']['WaveBody'];

/** 增援波次: number 2 follows the first call. */
export interface WaveFields {
  readonly incident_id: string;
  readonly number: number;
  readonly wanted: number;
  readonly sent: number;
  /** So many did not take it and could not be replaced. */
  readonly missing: number;
  readonly reach: Wave['reach'];
  readonly forces: readonly string[];
  readonly standby: Wave['standby'];
  readonly reason: string;
  readonly by_name: string;
  readonly sent_at: string;
}

/** 扁平指挥: whose crew was taken, by whom, for what; its owners must have seen it. */
export interface NoticeFields {
  readonly incident_id: string;
  readonly order_id: string;
  readonly incident_number: string;
  readonly class_code: string;
  readonly level: number;
  readonly crew_id: string;
  readonly call_sign: string;
  readonly station_code: string;
  readonly county_code: string;
  readonly reason: string | null;
  readonly taken_by_name: string;
  readonly expected_until: string | null;
  readonly asks: readonly ('station' | 'county')[];
  readonly asked: number;
  readonly station_seen_by: string | null;
  readonly county_seen_by: string | null;
  readonly raised_at: string;
}
