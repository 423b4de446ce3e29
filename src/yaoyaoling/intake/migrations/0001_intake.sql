create schema intake;
grant usage on schema intake to yyl_app, yyl_worker;

create sequence intake.contact_no;
grant usage on sequence intake.contact_no to yyl_app, yyl_worker;

create table intake.contact (
    id uuid primary key,
    number text not null unique,
    channel text not null,
    state text not null,
    caller_number text,
    caller_name text,
    text text,
    place_text text,
    lon double precision,
    lat double precision,
    uncertainty_m double precision,
    is_outside_city boolean not null default false,
    is_silent boolean not null default false,
    priority int not null default 0,
    received_at timestamptz not null,
    waiting_since timestamptz not null,
    offered_seat uuid,
    last_seat uuid,
    offers int not null default 0,
    taken_by uuid,
    taken_by_name text,
    taken_at timestamptz,
    incident_id uuid,
    incident_number text,
    disposition text,
    ended_at timestamptz,
    version bigint not null
);
create index contact_live on intake.contact (waiting_since) where ended_at is null;
create index contact_ended on intake.contact (ended_at) where ended_at is not null;
call platform.protect('intake.contact', 'id');

create table intake.seat (
    id uuid primary key,
    account_id uuid not null unique,
    account_name text not null,
    state text not null,
    since timestamptz not null,
    contact_id uuid,
    version bigint not null
);
call platform.protect('intake.seat', 'id');
