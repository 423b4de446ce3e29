-- Who met an entry of a watch list while handling a contact: beside the fact in the ledger, so that whoever keeps the
-- entry sees who looked. Seen by whoever sees the entry.
create table triage.watch_look (
    id uuid primary key,
    entry_id uuid not null references triage.watch_entry (id),
    contact_id uuid not null,
    looked_at timestamptz not null,
    by_name text not null,
    by_org text
);
create index watch_look_of on triage.watch_look (entry_id, looked_at desc);
call platform.protect('triage.watch_look', 'entry_id');
