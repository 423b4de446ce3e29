create schema evidence;
grant usage on schema evidence to yyl_app, yyl_worker;

-- One row a file that belongs to a contact or an incident. The file lies sealed under its id; its key is in the vault.
create table evidence.media (
    id uuid primary key,
    contact_id uuid,
    incident_id uuid,
    purpose text not null check (purpose in ('report', 'feedback')),
    mime text not null,
    size_bytes bigint not null,
    width int not null,
    height int not null,
    sha256 bytea not null,
    stored_by text not null,
    stored_at timestamptz not null,
    erased_at timestamptz,
    version bigint not null,
    check (contact_id is not null or incident_id is not null)
);
create index media_contact on evidence.media (contact_id);
create index media_incident on evidence.media (incident_id);
alter table evidence.media enable row level security;
alter table evidence.media force row level security;
create policy worker_all on evidence.media to yyl_worker using (true) with check (true);
create policy app_see on evidence.media for select to yyl_app
    using (platform.may_see(contact_id) or platform.may_see(incident_id));
create policy app_add on evidence.media for insert to yyl_app with check (true);
create policy app_change on evidence.media for update to yyl_app
    using (platform.may_see(contact_id) or platform.may_see(incident_id)) with check (true);
grant select, insert, update on evidence.media to yyl_app;
grant select, insert, update, delete on evidence.media to yyl_worker;
