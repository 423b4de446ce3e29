-- Alarm devices (docs/adr/0071-machines-that-call.md): who, where, whose; silent: the broker told that it is gone.
create table channels.alarm_device (
    id uuid primary key,
    device text not null unique,
    kind text not null,
    name text not null,
    place_text text not null,
    lon double precision not null,
    lat double precision not null,
    owner_name text,
    owner_phone text,
    is_signed boolean not null,
    secret_no int not null,
    is_silent boolean not null default false,
    heard_at timestamptz,
    tested_at timestamptz,
    fault text,
    by_name text not null,
    retired_at timestamptz,
    version bigint not null
);
call platform.protect('channels.alarm_device', 'id');

-- What they said, each once. contact_id: the report it became or joined.
create table channels.alarm (
    id uuid primary key,
    device_id uuid not null,
    key text not null,
    kind text not null,
    said_at timestamptz not null,
    at timestamptz not null,
    contact_id uuid
);
create unique index alarm_once on channels.alarm (device_id, key);
create index alarm_of on channels.alarm (device_id, at);
call platform.protect_internal('channels.alarm', 'nothing');
