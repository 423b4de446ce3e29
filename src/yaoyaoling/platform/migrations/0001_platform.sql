-- Roles yyl_app and yyl_worker exist before (platform/db/roles.py); the owner runs this.
create table platform.migration (
    room text not null,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default clock_timestamp(),
    primary key (room, name)
);

-- Who may see what, and why (ARCHITECTURE.md, "Who sees what"). A subject is an incident, a contact, a crew,
-- an account ...; a scope is a path: t/<territory>, h/<hall>, i/<inspection>, u/<account>, c/<crew>, k/<citizen link>.
create table platform.audience (
    subject uuid not null,
    scope text not null check (scope ~ '^[a-z]/[A-Za-z0-9_/.-]+$'),
    reason text not null,
    until timestamptz,
    granted_at timestamptz not null,
    primary key (subject, scope)
);

-- The one question row-level security asks. Scopes and the hall's time come with each transaction.
create function platform.may_see(subject uuid) returns boolean
language sql stable security definer parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select 1
        from platform.audience a
        cross join unnest(coalesce(nullif(current_setting('yyl.scopes', true), ''), '{}')::text[]) as held(scope)
        where a.subject = may_see.subject
          and (a.until is null or a.until > current_setting('yyl.now')::timestamptz)
          and (a.scope = held.scope or starts_with(a.scope, held.scope || '/'))
    )
$$;
revoke all on function platform.may_see(uuid) from public;
grant execute on function platform.may_see(uuid) to yyl_app, yyl_worker;

-- Every table of every room is put under one of the next procedures; a test fails for one that is not.
-- Rows that belong to a subject: the application role meets only what its scopes may see.
create procedure platform.protect(tbl regclass, subject_column name)
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', tbl);
    execute format('alter table %s force row level security', tbl);
    execute format('create policy worker_all on %s to yyl_worker using (true) with check (true)', tbl);
    execute format('create policy app_see on %s for select to yyl_app using (platform.may_see(%I))',
                   tbl, subject_column);
    execute format('create policy app_add on %s for insert to yyl_app with check (true)', tbl);
    execute format('create policy app_change on %s for update to yyl_app using (platform.may_see(%I)) with check (true)',
                   tbl, subject_column);
    execute format('create policy app_remove on %s for delete to yyl_app using (platform.may_see(%I))',
                   tbl, subject_column);
    execute format('grant select, insert, update, delete on %s to yyl_app, yyl_worker', tbl);
end $$;

-- Reference data (code tables, road names): every role reads it, the worker writes it.
create procedure platform.protect_reference(tbl regclass)
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', tbl);
    execute format('alter table %s force row level security', tbl);
    execute format('create policy worker_all on %s to yyl_worker using (true) with check (true)', tbl);
    execute format('create policy app_read on %s for select to yyl_app using (true)', tbl);
    execute format('grant select on %s to yyl_app', tbl);
    execute format('grant select, insert, update, delete on %s to yyl_worker', tbl);
end $$;

-- The program's own bookkeeping: the application role has no business here but adding rows, if told so.
create procedure platform.protect_internal(tbl regclass, app_may text)
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', tbl);
    execute format('alter table %s force row level security', tbl);
    execute format('create policy worker_all on %s to yyl_worker using (true) with check (true)', tbl);
    execute format('grant select, insert, update, delete on %s to yyl_worker', tbl);
    if app_may = 'insert' then
        execute format('create policy app_add on %s for insert to yyl_app with check (true)', tbl);
        execute format('grant insert on %s to yyl_app', tbl);
    end if;
end $$;

grant usage on schema platform to yyl_app, yyl_worker;
call platform.protect('platform.audience', 'subject');
-- may_see reads the audience as the owner, who is under forced row security like everybody.
create policy owner_reads on platform.audience for select to current_user using (true);
call platform.protect_internal('platform.migration', 'nothing');
create policy owner_keeps on platform.migration to current_user using (true) with check (true);

-- Replies of commands, so that a repeated request is answered and not done again.
create table platform.idempotency (
    principal text not null,
    key text not null check (length(key) between 8 and 200),
    body_hash bytea not null,
    reply text not null,
    at timestamptz not null,
    primary key (principal, key)
);
alter table platform.idempotency enable row level security;
alter table platform.idempotency force row level security;
create policy worker_all on platform.idempotency to yyl_worker using (true) with check (true);
create policy app_own on platform.idempotency to yyl_app
    using (principal = current_setting('yyl.principal')) with check (principal = current_setting('yyl.principal'));
grant select, insert on platform.idempotency to yyl_app;
grant select, insert, update, delete on platform.idempotency to yyl_worker;

-- Durable timers: set and cancelled in the transaction they belong to; fired in one of their own.
create table platform.timer (
    name text not null,
    key text not null,
    about uuid,
    due timestamptz not null,
    payload json not null,
    attempts int not null default 0,
    primary key (name, key)
);
create index timer_due on platform.timer (due);
-- Timers are moved by whoever owns the thing they guard.
alter table platform.timer enable row level security;
alter table platform.timer force row level security;
create policy worker_all on platform.timer to yyl_worker using (true) with check (true);
create policy app_see on platform.timer for select to yyl_app using (platform.may_see(about));
create policy app_add on platform.timer for insert to yyl_app with check (true);
create policy app_change on platform.timer for update to yyl_app using (platform.may_see(about)) with check (true);
create policy app_remove on platform.timer for delete to yyl_app using (platform.may_see(about));
grant select, insert, update, delete on platform.timer to yyl_app, yyl_worker;

-- How far each follower of the ledger has come, what it has handled, and what it could not.
create table platform.follower (name text primary key, position bigint not null);
create table platform.handled (
    handler text not null, event_id uuid not null, position bigint not null, primary key (handler, event_id)
);
create table platform.parked (
    id uuid primary key, kind text not null, name text not null, reference text not null,
    error text not null, payload text not null, at timestamptz not null, settled_at timestamptz
);
call platform.protect_internal('platform.follower', 'nothing');
call platform.protect_internal('platform.handled', 'nothing');
call platform.protect_internal('platform.parked', 'nothing');

-- Where the hall's clock was anchored on this boot of this machine (kernel/clock.py).
create table platform.clock_anchor (
    boot_id text primary key, anchor timestamptz not null, boottime_s double precision not null
);
call platform.protect_internal('platform.clock_anchor', 'nothing');

-- Sign-ins. The token itself is never stored.
create table platform.session (
    token_hash bytea primary key,
    account_id uuid,
    principal json not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index session_account on platform.session (account_id);
call platform.protect_internal('platform.session', 'insert');
