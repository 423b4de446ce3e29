-- A repeat caller's contacts are counted from when somebody looks after them: since when, and by what they are found.
alter table triage.watch_entry
    add column owner_org text,
    add column owner_since timestamptz,
    -- What contacts of this number are found by (intake.trace); of entries from before this was kept there is none.
    add column contact_digest bytea;
update triage.watch_entry set owner_since = put_at where owner_name is not null;
