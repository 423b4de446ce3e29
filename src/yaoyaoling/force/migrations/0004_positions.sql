-- History of positions: stretches of a crew's drive, thinned and compressed (force/positions/track.py), a partition a day.
create table force.track (
    day date not null,
    crew_id uuid not null,
    from_at timestamptz not null,
    to_at timestamptz not null,
    count int not null,
    points bytea not null
) partition by range (day);
create index track_crew on force.track (crew_id, day);
alter table force.track enable row level security;
alter table force.track force row level security;
create policy worker_all on force.track to yyl_worker using (true) with check (true);
create policy app_see on force.track for select to yyl_app using (platform.may_see(crew_id));
grant select on force.track to yyl_app;
grant select, insert on force.track to yyl_worker;

-- Days to come get their partitions, days past the setting lose theirs. Nobody but through the table reads a partition.
create function force.keep_tracks(today date, past_days int, keep_days int) returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    one date;
    name text;
    dropped int := 0;
begin
    perform pg_advisory_xact_lock(hashtext('force.keep_tracks'));
    for one in select generate_series(today - past_days, today + 2, interval '1 day')::date loop
        name := 'track_' || to_char(one, 'YYYYMMDD');
        if to_regclass('force.' || name) is null then
            execute format('create table force.%I partition of force.track for values from (%L) to (%L)',
                           name, one, one + 1);
            execute format('alter table force.%I enable row level security', name);
            execute format('alter table force.%I force row level security', name);
        end if;
    end loop;
    for name in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'force.track'::regclass
                  and to_date(right(c.relname, 8), 'YYYYMMDD') < today - keep_days loop
        execute format('drop table force.%I', name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;
revoke all on function force.keep_tracks(date, int, int) from public;
grant execute on function force.keep_tracks(date, int, int) to yyl_worker;

-- What a crew's device sends that is not taken, for whoever administers the crew; the newest of each fault.
create table force.device_fault (
    device text not null,
    fault text not null,
    org_path text not null,
    times bigint not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    primary key (device, fault)
);
alter table force.device_fault enable row level security;
alter table force.device_fault force row level security;
create policy worker_all on force.device_fault to yyl_worker using (true) with check (true);
create policy app_see on force.device_fault for select to yyl_app
    using (case when org_path = '' then platform.administers_all() else platform.administers(org_path) end);
grant select on force.device_fault to yyl_app;
grant select, insert, update, delete on force.device_fault to yyl_worker;
