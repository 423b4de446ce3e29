create schema oversight;
grant usage on schema oversight to yyl_app, yyl_worker;

create table oversight.review (
    id uuid primary key,
    incident_id uuid not null,
    kind text not null check (kind in ('dispatch', 'feedback', 'handling')),
    reference uuid not null,
    state text not null,
    author text not null,
    author_name text not null,
    opened_at timestamptz not null,
    decided_by uuid,
    decided_by_name text,
    decided_at timestamptz,
    remarks text,
    corrections jsonb not null default '{}',
    version bigint not null
);
create index review_open on oversight.review (opened_at) where decided_at is null;
call platform.protect('oversight.review', 'incident_id');
