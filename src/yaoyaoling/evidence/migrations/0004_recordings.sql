-- One row a kept recording of a call: what is played, and where it belongs. Its sound lies sealed under its id.
create table evidence.recording (
    id uuid primary key,
    contact_id uuid not null,
    incident_id uuid,
    -- The merged incident it came from; un-merging gives it back.
    merged_incident_id uuid,
    started_at timestamptz not null,
    seconds double precision not null,
    -- None when nothing of the originals could be heard.
    mime text,
    size_bytes bigint not null,
    sha256 bytea,
    sm3 bytea,
    -- Loudness over the call, one byte a step; who speaks when.
    peaks bytea not null,
    lanes jsonb not null,
    kept_at timestamptz not null,
    held_at timestamptz,
    held_until timestamptz,
    held_reason text,
    held_by text,
    -- Erasing was asked while it was held: it follows when the hold ends.
    erase_asked_at timestamptz,
    erased_at timestamptz,
    version bigint not null
);
create index recording_contact on evidence.recording (contact_id);
create index recording_incident on evidence.recording (incident_id) where incident_id is not null;
create index recording_kept on evidence.recording (kept_at) where erased_at is null;
alter table evidence.recording enable row level security;
alter table evidence.recording force row level security;
create policy worker_all on evidence.recording to yyl_worker using (true) with check (true);
create policy app_see on evidence.recording for select to yyl_app
    using (platform.may_see(contact_id) or platform.may_see(incident_id));
create policy app_add on evidence.recording for insert to yyl_app with check (true);
create policy app_change on evidence.recording for update to yyl_app
    using (platform.may_see(contact_id) or platform.may_see(incident_id)) with check (true);
grant select, insert, update on evidence.recording to yyl_app;
grant select, insert, update, delete on evidence.recording to yyl_worker;

-- The originals, each sealed under its id with a key of its own.
create table evidence.recording_part (
    id uuid primary key,
    recording_id uuid not null references evidence.recording (id),
    contact_id uuid not null,
    name text not null,
    kind text not null check (kind in ('leg', 'mix', 'played', 'other')),
    leg_id uuid,
    leg_kind text,
    codec text,
    started_at timestamptz,
    seconds double precision,
    size_bytes bigint not null,
    sha256 bytea not null,
    sm3 bytea not null,
    fault text,
    -- Kept twice is once.
    unique (contact_id, name, sha256)
);
create index part_recording on evidence.recording_part (recording_id);
alter table evidence.recording_part enable row level security;
alter table evidence.recording_part force row level security;
create policy worker_all on evidence.recording_part to yyl_worker using (true) with check (true);
create policy app_see on evidence.recording_part for select to yyl_app
    using (exists (select from evidence.recording r where r.id = recording_id));
grant select on evidence.recording_part to yyl_app;
grant select, insert, update, delete on evidence.recording_part to yyl_worker;

-- Who said why they listen: nothing is played before that stands in the ledger.
create table evidence.listening (
    recording_id uuid not null references evidence.recording (id),
    -- The recording itself, or one of its originals.
    file_id uuid not null,
    principal text not null,
    purpose text not null,
    until timestamptz not null,
    primary key (file_id, principal)
);
alter table evidence.listening enable row level security;
alter table evidence.listening force row level security;
create policy worker_all on evidence.listening to yyl_worker using (true) with check (true);
create policy app_see on evidence.listening for select to yyl_app
    using (exists (select from evidence.recording r where r.id = recording_id));
create policy app_add on evidence.listening for insert to yyl_app with check (true);
create policy app_change on evidence.listening for update to yyl_app
    using (exists (select from evidence.recording r where r.id = recording_id)) with check (true);
grant select, insert, update on evidence.listening to yyl_app;
grant select, insert, update, delete on evidence.listening to yyl_worker;
