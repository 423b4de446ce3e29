-- Holding a contact, why a seat is paused, when its wrap-up ends.
alter table intake.contact add column held_at timestamptz;
create index contact_held on intake.contact (taken_by) where state = 'held';
alter table intake.seat add column reason text, add column until timestamptz;

-- What earlier contacts are found by (docs/adr/0014-repeats.md): digests under the installation's key, and places.
create table intake.trace (
    contact_id uuid not null,
    kind text not null check (kind in ('number', 'name', 'place')),
    digest bytea,
    lon double precision,
    lat double precision,
    at timestamptz not null,
    check ((kind = 'place') = (digest is null and lon is not null and lat is not null))
);
create unique index trace_digest on intake.trace (digest, contact_id, kind) where digest is not null;
create unique index trace_place_of on intake.trace (contact_id) where kind = 'place';
create index trace_place on intake.trace (lat, lon) where kind = 'place';
create index trace_contact on intake.trace (contact_id);
call platform.protect('intake.trace', 'contact_id');

-- Answers to the question card of an incident.
create table intake.answers (
    incident_id uuid primary key,
    contact_id uuid not null,
    answers json,
    version bigint not null
);
call platform.protect('intake.answers', 'incident_id');
