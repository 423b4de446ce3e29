-- The merged incident whose primary a contact follows; un-merging gives the contact back to it.
alter table intake.contact add column merged_incident_id uuid;
create index contact_incident on intake.contact (incident_id) where incident_id is not null;
create index contact_merged on intake.contact (merged_incident_id) where merged_incident_id is not null;
