-- When it last came back to work (re-opened, un-merged), and the incident a duplicate was merged into.
alter table incidents.incident
    add column reopened_at timestamptz,
    add column merged_into uuid,
    add column merged_into_number text;
create index incident_duplicates on incidents.incident (merged_into) where merged_into is not null;
