create table field.panic (
    id uuid primary key,
    crew_id uuid not null,
    call_sign text not null,
    account_id uuid not null,
    officer_name text not null,
    org_code text not null,
    incident_id uuid,
    state text not null,
    is_officer_down boolean not null,
    lon double precision,
    lat double precision,
    accuracy_m double precision,
    pressed_at timestamptz not null,
    raised_at timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    ended_at timestamptz,
    ended_by text,
    note text,
    version bigint not null
);
create unique index panic_live on field.panic (account_id) where ended_at is null;
call platform.protect('field.panic', 'id');

create table field.help_request (
    id uuid primary key,
    incident_id uuid not null,
    order_id uuid not null,
    crew_id uuid not null,
    call_sign text not null,
    state text not null,
    reasons text[] not null,
    asked_at timestamptz not null,
    answer text,
    answered_by text,
    note text,
    ended_at timestamptz,
    version bigint not null
);
create unique index help_live on field.help_request (order_id) where ended_at is null;
create index help_incident on field.help_request (incident_id);
call platform.protect('field.help_request', 'incident_id');
