-- Photos that belong to neither a contact nor an incident: proof of a patrol, seen by whoever sees that.
alter table evidence.media add column about_id uuid;
alter table evidence.media drop constraint media_purpose_check;
alter table evidence.media add constraint media_purpose_check check (purpose in ('report', 'feedback', 'patrol'));
alter table evidence.media drop constraint media_check;
alter table evidence.media add constraint media_belongs
    check (contact_id is not null or incident_id is not null or about_id is not null);
create index media_about on evidence.media (about_id) where about_id is not null;
drop policy app_see on evidence.media;
create policy app_see on evidence.media for select to yyl_app
    using (platform.may_see(contact_id) or platform.may_see(incident_id) or platform.may_see(about_id));
drop policy app_change on evidence.media;
create policy app_change on evidence.media for update to yyl_app
    using (platform.may_see(contact_id) or platform.may_see(incident_id) or platform.may_see(about_id))
    with check (true);
