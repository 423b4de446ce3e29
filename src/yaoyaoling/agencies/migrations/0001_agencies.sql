create schema agencies;
grant usage on schema agencies to yyl_app, yyl_worker;

-- The organisation tree. Codes after GA 380-2002 (12 digits); path: codes from the province down.
create table agencies.organisation (
    code text primary key check (code ~ '^[0-9]{12}$'),
    parent_code text references agencies.organisation (code),
    path text not null unique,
    kind text not null check (kind in ('province', 'hall', 'city', 'county', 'station', 'inspection')),
    name_zh text not null,
    name_en text not null,
    lon double precision,
    lat double precision
);
call platform.protect_reference('agencies.organisation');

create table agencies.account (
    id uuid primary key,
    login text not null unique check (login ~ '^[a-z0-9_.-]{3,40}$'),
    name text not null,
    police_no text not null default '',
    roles text[] not null check (cardinality(roles) > 0),
    org_code text not null references agencies.organisation (code),
    crew_id uuid,
    created_at timestamptz not null,
    disabled_at timestamptz,
    version bigint not null
);
call platform.protect('agencies.account', 'id');

-- Passwords apart from accounts: no role but the worker ever reads them.
create table agencies.credential (
    account_id uuid primary key references agencies.account (id),
    password_hash text not null,
    failures int not null default 0,
    locked_until timestamptz
);
call platform.protect_internal('agencies.credential', 'insert');
