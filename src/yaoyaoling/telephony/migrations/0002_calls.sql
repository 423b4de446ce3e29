-- A call as it is wanted and as it is (docs/adr/0033-calls-and-legs.md). sip, media, node, room: the line's own notes,
-- so that one that was started anew goes on with the call. Calls of before had no media of ours.
alter table telephony.call
    add column state text not null default 'ringing',
    add column answered_at timestamptz,
    add column ended_at timestamptz,
    add column end_reason text,
    add column end_asked_at timestamptz,
    add column has_media boolean not null default false,
    add column node text,
    add column room text,
    add column sip jsonb,
    add column media jsonb,
    add column tags text[] not null default '{}',
    add column number_digest bytea,
    add column redial_of uuid,
    add column incident_id uuid,
    add column asked_key_at timestamptz,
    add column key_pressed text,
    add column version bigint not null default 1;
create index call_live on telephony.call (rang_at) where has_media and state in ('ringing', 'talking');
create index call_ended on telephony.call (ended_at) where has_media and ended_at is not null;
create index call_number on telephony.call (number_digest, rang_at) where number_digest is not null;
create index call_incident on telephony.call (incident_id) where incident_id is not null;

create table telephony.leg (
    id uuid primary key,
    call_id uuid not null,
    kind text not null,
    person_id uuid,
    crew_id uuid,
    number text,
    display text,
    order_id uuid,
    partner_id text,
    mode text not null,
    attended text,
    state text not null,
    asked_at timestamptz not null,
    rang_at timestamptz,
    joined_at timestamptz,
    left_at timestamptz,
    since timestamptz not null,
    end_asked_at timestamptz,
    end_reason text,
    sip_status int,
    sip jsonb,
    media jsonb,
    version bigint not null
);
create index leg_call on telephony.leg (call_id);
create index leg_order on telephony.leg (order_id) where order_id is not null;
create unique index leg_person on telephony.leg (call_id, person_id)
    where person_id is not null and end_asked_at is null and state in ('asked', 'ringing', 'joined', 'lost');
create index leg_speaking on telephony.leg (person_id)
    where kind = 'seat' and state in ('asked', 'ringing', 'joined', 'lost');
call platform.protect('telephony.leg', 'call_id');

-- Numbers of junk calls, as a digest under the installation's key; seen by whoever sees the call it was marked at.
create table telephony.number_tag (
    call_id uuid primary key,
    digest bytea not null,
    tag text not null,
    why text not null,
    by_name text not null,
    at timestamptz not null,
    until timestamptz not null,
    ended_at timestamptz
);
create index number_tag_digest on telephony.number_tag (digest, until) where ended_at is null;
call platform.protect('telephony.number_tag', 'call_id');
