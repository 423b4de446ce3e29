create schema citizen;
grant usage on schema citizen to yyl_app, yyl_worker;

create table citizen.rating (
    contact_id uuid primary key,
    incident_id uuid not null,
    answering int not null check (answering between 1 and 5),
    handling int not null check (handling between 1 and 5),
    words text,
    at timestamptz not null
);
alter table citizen.rating enable row level security;
alter table citizen.rating force row level security;
create policy worker_all on citizen.rating to yyl_worker using (true) with check (true);
create policy app_see on citizen.rating for select to yyl_app
    using (platform.may_see(contact_id) or platform.may_see(incident_id));
create policy app_add on citizen.rating for insert to yyl_app with check (true);
grant select, insert on citizen.rating to yyl_app;
grant select, insert, update, delete on citizen.rating to yyl_worker;
