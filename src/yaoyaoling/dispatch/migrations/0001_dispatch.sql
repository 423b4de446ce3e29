create schema dispatch;
grant usage on schema dispatch to yyl_app, yyl_worker;

-- One call-out an incident: the chain crew → next crew → station desk → superior, and the ranking it follows.
create table dispatch.callout (
    id uuid primary key,
    incident_id uuid not null unique,
    state text not null,
    level int not null,
    hall_code text not null,
    station_code text not null,
    ranking jsonb not null,
    wave int not null,
    desk_code text,
    desk_taken_by text,
    due_at timestamptz,
    version bigint not null
);
create index callout_live on dispatch.callout (incident_id) where state not in ('answered', 'stopped');
call platform.protect('dispatch.callout', 'incident_id');

create table dispatch.crew_order (
    id uuid primary key,
    incident_id uuid not null,
    callout_id uuid not null,
    crew_id uuid not null,
    call_sign text not null,
    org_path text not null,
    state text not null,
    rank int,
    eta_s double precision,
    distance_m double precision,
    is_estimated boolean not null default false,
    ordered_by text not null,
    ordered_at timestamptz not null,
    due_at timestamptz,
    accepted_at timestamptz,
    departed_at timestamptz,
    arrived_at timestamptz,
    arrived_by text,
    fed_back_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    is_inspection_only boolean not null default false,
    version bigint not null
);
create index order_incident on dispatch.crew_order (incident_id);
-- One live order a crew: two orders cannot own one crew, whoever sends them.
create unique index one_live_order on dispatch.crew_order (crew_id)
    where state in ('ordered', 'accepted', 'departed', 'arrived');
-- Who sees the incident sees its orders; a crew and its own desks see the crew's orders also after they passed on,
-- unless the incident turned out to be for inspection only.
alter table dispatch.crew_order enable row level security;
alter table dispatch.crew_order force row level security;
create policy worker_all on dispatch.crew_order to yyl_worker using (true) with check (true);
create policy app_see on dispatch.crew_order for select to yyl_app
    using (platform.may_see(incident_id) or (not is_inspection_only and platform.may_see(crew_id)));
create policy app_add on dispatch.crew_order for insert to yyl_app with check (true);
create policy app_change on dispatch.crew_order for update to yyl_app
    using (platform.may_see(incident_id)) with check (true);
grant select, insert, update on dispatch.crew_order to yyl_app;
grant select, insert, update, delete on dispatch.crew_order to yyl_worker;
