-- A surge (集中派警): the proposal as it was shown, with all it follows from; which lines somebody accepted; and by
-- which surge an order went out.
create table dispatch.surge (
    id uuid primary key,
    basis jsonb not null,
    plan jsonb not null,
    proposed_to_name text not null,
    proposed_at timestamptz not null,
    version bigint not null
);
call platform.protect('dispatch.surge', 'id');

create table dispatch.surge_line (
    surge_id uuid not null references dispatch.surge (id),
    incident_id uuid not null,
    accepted_by_name text not null,
    accepted_at timestamptz not null,
    primary key (surge_id, incident_id)
);
call platform.protect('dispatch.surge_line', 'surge_id');

alter table dispatch.crew_order add column surge_id uuid;
create index order_of_surge on dispatch.crew_order (surge_id) where surge_id is not null;
