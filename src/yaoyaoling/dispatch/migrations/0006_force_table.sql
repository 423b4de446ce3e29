-- Every version of the table of forces and class skills, whole. Version 0: as the files had it.
create table dispatch.force_table (
    version int primary key,
    made_at timestamptz not null,
    made_by_name text not null,
    note text not null,
    held jsonb not null
);
call platform.protect_reference('dispatch.force_table');
create policy app_add on dispatch.force_table for insert to yyl_app with check (platform.administers_all());
grant insert on dispatch.force_table to yyl_app;
