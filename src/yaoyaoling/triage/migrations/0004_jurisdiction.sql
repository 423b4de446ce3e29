-- Whose an incident is, why, and how a dispute about it stands: one row an incident, seen by whoever sees the incident.
create table triage.jurisdiction (
    id uuid primary key,
    incident_id uuid not null unique,
    state text not null,
    basis text not null,
    station_code text not null,
    -- Stations whose ground the place may lie on as well.
    others text[] not null,
    -- Whose it should be instead, in the words of the station that disputes it.
    claimed_code text,
    -- The lowest level that holds all of them: it settles what stays open.
    desk_code text not null,
    -- For which place and class this was decided.
    lon double precision not null,
    lat double precision not null,
    class_code text not null,
    -- A crew of another station is there first; the owner stays.
    goes_first text,
    goes_first_s double precision,
    leads_zh text,
    leads_en text,
    reasons jsonb not null,
    said text,
    by_name text,
    since timestamptz not null,
    version bigint not null
);
call platform.protect('triage.jurisdiction', 'incident_id');
