-- Whether the actor's territory holds an organisation: it is his own, or one below it.
create function field.is_of_territory(path text) returns boolean
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select 1
        from unnest(coalesce(nullif(current_setting('yyl.scopes', true), ''), '{}')::text[]) as held(scope)
        where starts_with(held.scope, 't/')
          and ('t/' || path = held.scope or starts_with('t/' || path, held.scope || '/'))
    )
$$;

-- Plans of patrols (巡逻方案). One writes those of one's own territory only, whatever a program asks for.
create table field.patrol_plan (
    id uuid primary key,
    title text not null,
    kind text not null check (kind in ('vehicle', 'foot', 'video')),
    org_code text not null,
    org_path text not null,
    grid_code text,
    shift int,
    crew_ids uuid[] not null,
    waypoints jsonb not null,
    line jsonb not null,
    length_m double precision not null,
    is_estimated boolean not null,
    points jsonb not null,
    windows jsonb not null,
    is_on boolean not null,
    changed_by_name text not null,
    changed_at timestamptz not null,
    version bigint not null
);
create unique index patrol_plan_title on field.patrol_plan (org_code, title);
alter table field.patrol_plan enable row level security;
alter table field.patrol_plan force row level security;
create policy worker_all on field.patrol_plan to yyl_worker using (true) with check (true);
create policy app_see on field.patrol_plan for select to yyl_app
    using (platform.may_see(id) or field.is_of_territory(org_path));
create policy app_add on field.patrol_plan for insert to yyl_app with check (field.is_of_territory(org_path));
create policy app_change on field.patrol_plan for update to yyl_app
    using (field.is_of_territory(org_path)) with check (field.is_of_territory(org_path));
grant select, insert, update on field.patrol_plan to yyl_app;
grant select, insert, update, delete on field.patrol_plan to yyl_worker;

-- A round of a plan, as the plan was then (巡逻任务).
create table field.patrol (
    id uuid primary key,
    plan_id uuid not null,
    title text not null,
    kind text not null,
    org_code text not null,
    org_path text not null,
    grid_code text,
    line jsonb not null,
    length_m double precision not null,
    is_estimated boolean not null,
    is_extra boolean not null,
    crew_id uuid,
    call_sign text,
    state text not null,
    starts_at timestamptz not null,
    due_at timestamptz not null,
    given_at timestamptz,
    started_at timestamptz,
    interrupted_at timestamptz,
    interruptions int not null default 0,
    ended_at timestamptz,
    end_reason text,
    version bigint not null
);
-- One patrol a round, and one at a time for a crew.
create unique index patrol_round on field.patrol (plan_id, starts_at) where not is_extra;
create unique index patrol_running on field.patrol (crew_id) where state in ('under_way', 'interrupted');
create index patrol_crew on field.patrol (crew_id, starts_at);
create index patrol_ended on field.patrol (starts_at);
call platform.protect('field.patrol', 'id');

create table field.patrol_point (
    id uuid primary key,
    patrol_id uuid not null,
    number int not null,
    title text not null,
    lon double precision not null,
    lat double precision not null,
    radius_m double precision not null,
    stay_s int not null,
    checks text[] not null,
    arrived_at timestamptz,
    arrived_by text check (arrived_by in ('geofence', 'tap', 'video', 'said')),
    distance_m double precision,
    accuracy_m double precision,
    left_early int not null default 0,
    done_at timestamptz,
    results jsonb not null default '[]',
    note text not null default '',
    reason text not null default '',
    media uuid[] not null default '{}',
    version bigint not null,
    unique (patrol_id, number)
);
call platform.protect('field.patrol_point', 'patrol_id');

-- What a crew found on its patrol that somebody has to do something about (隐患).
create table field.hazard (
    id uuid primary key,
    patrol_id uuid not null,
    point_id uuid,
    crew_id uuid not null,
    call_sign text not null,
    org_code text not null,
    kind text not null,
    text text not null,
    lon double precision,
    lat double precision,
    media uuid[] not null,
    state text not null check (state in ('open', 'overdue', 'handled')),
    reported_at timestamptz not null,
    reported_by_name text not null,
    handled_at timestamptz,
    handled_by_name text,
    answer text,
    version bigint not null
);
create index hazard_patrol on field.hazard (patrol_id);
call platform.protect('field.hazard', 'patrol_id');
