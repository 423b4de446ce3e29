-- Watch lists: who put it there, under which authority, until when. The value is kept as a digest under the
-- installation's key and masked: nobody can read it back, and only who has the same value finds it.
create table triage.watch_entry (
    id uuid primary key,
    kind text not null check (kind in ('number', 'person', 'vehicle', 'address')),
    digest bytea not null,
    masked text not null,
    reason text not null,
    authority text not null,
    put_by_name text not null,
    put_by_org text,
    put_at timestamptz not null,
    until timestamptz not null,
    -- A repeat caller has an owner: who looks after the matter behind the calls.
    owner_name text,
    ended_at timestamptz,
    version bigint not null,
    check (until > put_at)
);
create index watch_entry_digest on triage.watch_entry (digest) where ended_at is null;
create index watch_entry_until on triage.watch_entry (until) where ended_at is null;
call platform.protect('triage.watch_entry', 'id');
