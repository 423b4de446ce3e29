-- QR door-plates. version: raised when the printed code is to hold no more; withdrawn_at: and none takes its place.
create table places.doorplate (
    number bigint generated always as identity (start with 1001) primary key,
    version int not null check (version between 1 and 65535),
    place_text text not null,
    lon double precision not null,
    lat double precision not null,
    made_at timestamptz not null,
    made_by_name text not null,
    withdrawn_at timestamptz
);
create unique index doorplate_of on places.doorplate (place_text) where withdrawn_at is null;
call platform.protect_reference('places.doorplate');
create policy app_add on places.doorplate for insert to yyl_app with check (platform.administers_all());
create policy app_change on places.doorplate for update to yyl_app
    using (platform.administers_all()) with check (platform.administers_all());
grant insert, update on places.doorplate to yyl_app;

-- Where plates were scanned in the last day, by nobody's name: a plate that is in two places was copied.
create table places.doorplate_scan (
    number bigint not null,
    lon double precision not null,
    lat double precision not null,
    at timestamptz not null
);
create index doorplate_scan_of on places.doorplate_scan (number, at);
call platform.protect_internal('places.doorplate_scan', 'nothing');
create policy owner_keeps on places.doorplate_scan to current_user using (true) with check (true);
-- Nobody reads the scans: whoever reports is told the other places of this one plate, and leaves his own.
create function places.note_scan(plate bigint, scan_lon double precision, scan_lat double precision,
                                 scanned_at timestamptz, kept_since timestamptz)
returns table (lon double precision, lat double precision)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from places.doorplate_scan s where s.number = plate and s.at < kept_since;
    return query select s.lon, s.lat from places.doorplate_scan s where s.number = plate order by s.at desc limit 200;
    insert into places.doorplate_scan (number, lon, lat, at) values (plate, scan_lon, scan_lat, scanned_at);
end $$;
revoke all on function places.note_scan(bigint, double precision, double precision, timestamptz, timestamptz) from public;
grant execute on function places.note_scan(bigint, double precision, double precision, timestamptz, timestamptz)
    to yyl_app, yyl_worker;
