-- Rosters (勤务排班): one draft an organisation and kind, what was published of it, and the turns that follow.
create table force.roster (
    id uuid primary key,
    kind text not null check (kind in ('crews', 'seats')),
    org_code text not null,
    org_path text not null,
    rules jsonb not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    members jsonb not null,
    spans jsonb not null,
    edition int not null default 0,
    published_at timestamptz,
    published_by_name text,
    is_changed boolean not null default true,
    version bigint not null,
    unique (kind, org_code)
);
call platform.protect('force.roster', 'id');

-- What was published, whole. holds_from, holds_until: when it decides who is on duty; a later edition takes over.
create table force.edition (
    roster_id uuid not null,
    edition int not null,
    holds_from timestamptz not null,
    holds_until timestamptz not null,
    member_ids uuid[] not null,
    plan jsonb not null,
    published_at timestamptz not null,
    published_by_name text not null,
    primary key (roster_id, edition)
);
call platform.protect('force.edition', 'roster_id');

-- Published turns, each seen by whoever sees `about`: the crew itself, or the hall's roster.
create table force.turn (
    id uuid not null,
    roster_id uuid not null,
    about uuid not null,
    member_id uuid not null,
    member_name text not null,
    team int,
    place_code text not null,
    readiness text not null check (readiness in ('street', 'standby')),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    people text[] not null,
    primary key (roster_id, id)
);
create index turn_roster on force.turn (roster_id, ends_at);
create index turn_member on force.turn (member_id, ends_at);
call platform.protect('force.turn', 'about');

-- Special duties (专项勤务): posts and denser patrol around named sites in named hours.
create table force.special_duty (
    id uuid primary key,
    name text not null,
    kind text not null check (kind in ('exam', 'festival', 'event', 'other')),
    org_code text not null,
    org_path text not null,
    sites jsonb not null,
    posts jsonb not null,
    place_codes text[] not null,
    patrol_factor double precision not null,
    state text not null check (state in ('planned', 'on', 'off', 'over', 'cancelled')),
    planned_by_name text not null,
    version bigint not null
);
call platform.protect('force.special_duty', 'id');

create table force.special_hours (
    special_duty_id uuid not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    primary key (special_duty_id, starts_at)
);
create index special_hours_end on force.special_hours (ends_at);
call platform.protect('force.special_hours', 'special_duty_id');

-- Who is aboard now, with what (勤务登记). One row a crew.
create table force.registration (
    crew_id uuid primary key,
    person_id uuid not null,
    aboard text[] not null,
    vehicle text not null,
    kit text[] not null,
    skills text[] not null,
    phone text,
    signed_on_at timestamptz not null,
    signed_on_by_name text not null,
    signed_off_at timestamptz,
    version bigint not null
);
create index registration_person on force.registration (person_id);
call platform.protect('force.registration', 'crew_id');

-- What one watch leaves to the next in its grid (交接班).
create table force.handover (
    id uuid primary key,
    from_crew uuid not null,
    to_crew uuid not null,
    grid_code text not null,
    notes text not null,
    open_matters text[] not null,
    vehicle text not null,
    kit text[] not null,
    given_at timestamptz not null,
    given_by_name text not null,
    taken_at timestamptz,
    taken_by_name text,
    remarks text,
    version bigint not null
);
create index handover_open on force.handover (to_crew) where taken_at is null;
call platform.protect('force.handover', 'id');

-- An officer sees no crew but the own one, and yet hands over to another of the same grid.
create policy owner_reads on force.crew for select to current_user using (true);
create function force.is_of_grid(crew uuid, grid text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select exists (select 1 from force.crew c where c.id = crew and c.grid_code = grid) $$;
create function force.crews_of_grid(grid text) returns table (id uuid, call_sign text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    -- Only for whoever sees a crew of that grid.
    select c.id, c.call_sign from force.crew c
    where c.grid_code = grid
      and exists (select 1 from force.crew o where o.grid_code = grid and platform.may_see(o.id))
    order by c.code
$$;
revoke all on function force.is_of_grid(uuid, text), force.crews_of_grid(text) from public;
grant execute on function force.is_of_grid(uuid, text), force.crews_of_grid(text) to yyl_app, yyl_worker;
