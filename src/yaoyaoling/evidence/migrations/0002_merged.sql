-- The merged incident a file came from; un-merging gives it back.
alter table evidence.media add column merged_incident_id uuid;
