create schema ledger;
grant usage on schema ledger to yyl_app, yyl_worker;

create sequence ledger.origin_seq;
grant usage on sequence ledger.origin_seq to yyl_app, yyl_worker;

-- One row a fact. Nobody may change or remove one: neither role has the right.
create table ledger.event (
    event_id uuid primary key,
    origin text not null,
    origin_seq bigint not null default nextval('ledger.origin_seq'),
    txid xid8 not null default pg_current_xact_id(),
    stream text not null,
    stream_seq bigint not null,
    name text not null,
    version smallint not null,
    at timestamptz not null,
    actor text not null,
    actor_name text not null,
    org_path text not null,
    about uuid,
    incident uuid,
    correlation uuid not null,
    causation uuid,
    subject uuid,
    payload json not null,
    sealed bytea,
    check ((sealed is null) or (subject is not null)),
    unique (stream, stream_seq),
    unique (origin, origin_seq)
);
create index event_txid on ledger.event (txid);
create index event_incident on ledger.event (incident, origin_seq) where incident is not null;
create index event_subject on ledger.event (subject) where sealed is not null;

alter table ledger.event enable row level security;
alter table ledger.event force row level security;
create policy worker_read on ledger.event for select to yyl_worker using (true);
create policy worker_add on ledger.event for insert to yyl_worker with check (true);
create policy app_see on ledger.event for select to yyl_app using (platform.may_see(about));
create policy app_add on ledger.event for insert to yyl_app with check (true);
grant select, insert on ledger.event to yyl_app, yyl_worker;

-- Gap-free positions, given after commit by the one sequencer; leaf: RFC 6962 leaf hash of the event's line.
create table ledger.position (
    position bigint primary key,
    event_id uuid not null unique,
    leaf bytea not null,
    sequenced_at timestamptz not null
);
-- Rows of the tree, 256 hashes a tile (C2SP tlog-tiles layout); the last tile of a level may be partial.
create table ledger.tile (
    level smallint not null, index bigint not null, hashes bytea not null, primary key (level, index)
);
create table ledger.checkpoint (
    size bigint primary key, root bytea not null, at timestamptz not null, note text not null
);
-- Below this transaction id everything committed has its position.
create table ledger.horizon (id boolean primary key default true check (id), txid xid8 not null);

do $$
declare t regclass;
begin
    foreach t in array array['ledger.position', 'ledger.tile', 'ledger.checkpoint', 'ledger.horizon']::regclass[] loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('create policy worker_read on %s for select to yyl_worker using (true)', t);
        execute format('create policy worker_add on %s for insert to yyl_worker with check (true)', t);
        execute format('grant select, insert on %s to yyl_worker', t);
    end loop;
end $$;
create policy worker_grow on ledger.tile for update to yyl_worker using (true) with check (true);
create policy worker_move on ledger.horizon for update to yyl_worker using (true) with check (true);
grant update on ledger.tile, ledger.horizon to yyl_worker;
-- Signed checkpoints say nothing about anybody: every signed-in person may hold one against us.
create policy app_read on ledger.checkpoint for select to yyl_app using (true);
grant select on ledger.checkpoint to yyl_app;

-- Keys of the personal data in the ledger, wrapped by the installation's master key (a file). They lie in a schema
-- of their own so that backups of the ledger do not hold them: whoever destroys a key erases the person, the proof stays.
create schema vault;
create table vault.subject_key (
    subject uuid primary key, wrapped bytea, created_at timestamptz not null, destroyed_at timestamptz,
    check ((wrapped is null) = (destroyed_at is not null))
);
grant usage on schema vault to yyl_app, yyl_worker;
alter table vault.subject_key enable row level security;
alter table vault.subject_key force row level security;
create policy worker_all on vault.subject_key to yyl_worker using (true) with check (true);
grant select, insert, update on vault.subject_key to yyl_worker;
create policy owner_all on vault.subject_key to current_user using (true) with check (true);
-- The application role holds no right on the table: it fetches and adds one key at a time.
-- No row: the subject never had a key; null: it was destroyed.
create function vault.key_of(wanted uuid) returns setof bytea
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select wrapped from vault.subject_key where subject = wanted $$;
create function vault.add_key(new_subject uuid, new_wrapped bytea, at timestamptz) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$ insert into vault.subject_key (subject, wrapped, created_at) values (new_subject, new_wrapped, at) $$;
revoke all on function vault.key_of(uuid), vault.add_key(uuid, bytea, timestamptz) from public;
grant execute on function vault.key_of(uuid), vault.add_key(uuid, bytea, timestamptz) to yyl_app, yyl_worker;

-- Whoever sees a fact sees its place in the ledger.
create policy app_see on ledger.position for select to yyl_app
    using (exists (select from ledger.event e where e.event_id = position.event_id));
grant select on ledger.position to yyl_app;
