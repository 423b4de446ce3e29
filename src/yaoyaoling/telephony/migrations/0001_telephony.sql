create schema telephony;
grant usage on schema telephony to yyl_app, yyl_worker;

-- One row a call, so that a ring told twice by the edge is one ring.
create table telephony.call (
    id uuid primary key,
    trunk_call_id text not null unique,
    dialled text not null,
    caller_number text,
    rang_at timestamptz not null
);
call platform.protect('telephony.call', 'id');
