-- What a station's duty officer must know before it costs an incident: a crew that was planned and did not sign on, a
-- roster that ends with none after it. One row a case: what was settled is not raised again.
create table force.duty_alarm (
    id uuid primary key,
    kind text not null check (kind in ('absent', 'roster_end')),
    about uuid not null,
    org_code text not null,
    org_path text not null,
    label text not null,
    place_code text not null,
    since timestamptz not null,
    until timestamptz not null,
    raised_at timestamptz not null,
    settled_at timestamptz,
    settled_how text check (settled_how in ('signed_on', 'marked', 'lapsed', 'renewed')),
    settled_by_name text,
    note text not null default '',
    version bigint not null,
    check ((settled_at is null) = (settled_how is null)),
    unique (kind, about, since)
);
create index duty_alarm_open on force.duty_alarm (about) where settled_at is null;
call platform.protect('force.duty_alarm', 'about');
