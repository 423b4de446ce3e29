create schema force;
grant usage on schema force to yyl_app, yyl_worker;

create table force.crew (
    id uuid primary key,
    code text not null unique,
    call_sign text not null,
    grid_code text not null,
    org_code text not null,
    org_path text not null,
    force_type text not null,
    shift int not null,
    officers int not null,
    auxiliaries int not null,
    duty text not null check (duty in ('on_duty', 'off_duty')),
    version bigint not null
);
call platform.protect('force.crew', 'id');

-- The newest position of each crew. History is kept elsewhere, thinned.
create table force.position (
    crew_id uuid primary key,
    lon double precision not null,
    lat double precision not null,
    heading real,
    speed_kmh real,
    accuracy_m real,
    at timestamptz not null,
    received_at timestamptz not null
);
call platform.protect('force.position', 'crew_id');
