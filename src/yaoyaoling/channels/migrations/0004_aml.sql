-- Where handsets say they are while they call (docs/adr/0070-where-handsets-are.md): kept for a call that comes, then forgotten.
create table channels.phone_place (
    id uuid primary key,
    digest bytea not null,
    adapter text not null,
    lon double precision not null,
    lat double precision not null,
    radius_m double precision,
    confidence double precision,
    method text not null,
    measured_at timestamptz not null,
    at timestamptz not null
);
create unique index phone_place_once on channels.phone_place (digest, measured_at, lon, lat);
create index phone_place_person on channels.phone_place (digest, at);
call platform.protect_internal('channels.phone_place', 'nothing');
