-- Every version of the class table, whole: an incident names the one it was opened with. Version 0: as first loaded.
create table incidents.class_version (
    version int primary key,
    made_at timestamptz not null,
    made_by_name text not null,
    note text not null,
    classes jsonb not null
);
call platform.protect_reference('incidents.class_version');
create policy app_add on incidents.class_version for insert to yyl_app with check (platform.administers_all());
grant insert on incidents.class_version to yyl_app;

create policy app_add on incidents.class for insert to yyl_app with check (platform.administers_all());
create policy app_change on incidents.class for update to yyl_app
    using (platform.administers_all()) with check (platform.administers_all());
grant insert, update on incidents.class to yyl_app;

alter table incidents.incident add column class_version int not null default 0;

-- Hall databases that hold classes already get their version 0 when the program next looks for the seed.
