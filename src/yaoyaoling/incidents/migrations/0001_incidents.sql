create schema incidents;
grant usage on schema incidents to yyl_app, yyl_worker;

-- Classes are data: versioned, retired rather than removed, mapped rather than renumbered.
create table incidents.class (
    code text primary key check (code ~ '^[0-9]{2,6}$'),
    parent text references incidents.class (code),
    name_zh text not null,
    name_en text not null,
    default_level int not null check (default_level between 1 and 4),
    is_inspection_only boolean not null,
    is_official_code boolean not null,
    retired_at timestamptz
);
call platform.protect_reference('incidents.class');

create sequence incidents.incident_no;
grant usage on sequence incidents.incident_no to yyl_app, yyl_worker;

create table incidents.incident (
    id uuid primary key,
    number text not null unique,
    state text not null,
    class_code text not null,
    first_class_code text not null,
    level int not null check (level between 1 and 4),
    narrative text,
    reporter_name text,
    reporter_phone text,
    place_text text not null,
    lon double precision not null,
    lat double precision not null,
    reported_lon double precision,
    reported_lat double precision,
    county_code text not null,
    station_code text not null,
    station_path text not null,
    grid_code text,
    is_inspection_only boolean not null,
    is_unsafe_to_contact boolean not null,
    channel text not null,
    contact_id uuid not null,
    subject uuid not null,
    opened_by text not null,
    opened_at timestamptz not null,
    handled_at timestamptz,
    closed_at timestamptz,
    outcome text,
    version bigint not null
);
create index incident_open on incidents.incident (opened_at) where closed_at is null;
create index incident_closed on incidents.incident (closed_at) where closed_at is not null;
create index incident_contact on incidents.incident (contact_id);
call platform.protect('incidents.incident', 'id');

-- What others still owe an incident: it closes when none is open.
create table incidents.obligation (
    id uuid primary key,
    incident_id uuid not null,
    kind text not null,
    reference text not null,
    created_at timestamptz not null,
    settled_at timestamptz,
    unique (incident_id, kind, reference)
);
create index obligation_open on incidents.obligation (incident_id) where settled_at is null;
call platform.protect('incidents.obligation', 'incident_id');
