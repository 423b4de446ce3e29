/** Fields of crews, rosters, registrations, hand-overs and special duties, as the rooms' `feed.py` write them. */

export interface RosterFields {
  readonly kind: 'crews' | 'seats';
  readonly org_code: string;
  readonly pattern: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly turns: number;
  readonly edition: number;
  readonly published_at: string | null;
  readonly published_by_name: string | null;
  readonly is_changed: boolean;
}

/** Who is aboard a crew now; the entity has the crew's id. */
export interface RegistrationFields {
  readonly aboard: readonly string[];
  readonly vehicle: string;
  readonly kit: readonly string[];
  readonly skills: readonly string[];
  readonly phone: string | null;
  readonly signed_on_at: string;
  readonly signed_on_by_name: string;
}

/** A hand-over that waits for its signature. */
export interface HandoverFields {
  readonly from_crew: string;
  readonly to_crew: string;
  readonly grid_code: string;
  readonly notes: string;
  readonly open_matters: readonly string[];
  readonly vehicle: string;
  readonly kit: readonly string[];
  readonly given_at: string;
  readonly given_by_name: string;
}

export interface SpecialDutyFields {
  readonly title: string;
  readonly kind: 'exam' | 'festival' | 'event' | 'other';
  readonly org_code: string;
  readonly sites: readonly { readonly name: string; readonly lon: number; readonly lat: number }[];
  readonly posts: readonly { readonly crew_id: string; readonly call_sign: string; readonly site: number }[];
  readonly hours: readonly { readonly starts_at: string; readonly ends_at: string }[];
  readonly place_codes: readonly string[];
  readonly patrol_factor: number;
  readonly state: 'planned' | 'on' | 'off';
}

export interface CrewFields {
  readonly code: string;
  readonly call_sign: string;
  readonly grid_code: string;
  readonly org_code: string;
  readonly force_type: string;
  readonly shift: number;
  readonly officers: number;
  readonly auxiliaries: number;
  readonly skills: readonly string[];
  readonly duty: 'on_duty' | 'off_duty';
  /** When its watch ends; null when it is off duty, or when nobody knows. */
  readonly duty_until: string | null;
  readonly readiness: 'street' | 'standby';
}

/** A crew that was planned and did not sign on, or a roster that ends with none after it. */
export interface DutyAlarmFields {
  readonly kind: 'absent' | 'seat_absent' | 'roster_end';
  /** The crew, the person in the hall's roster, or the roster. */
  readonly subject_id: string;
  readonly org_code: string;
  /** The crew's call sign, the person's name; of a roster: crews or seats. */
  readonly label: string;
  readonly place_code: string;
  /** The turn; of a roster its end, twice. */
  readonly since: string;
  readonly until: string;
  readonly raised_at: string;
}
