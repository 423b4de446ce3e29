-- Whether the actor administers an organisation: holds the administration of it or of one above it.
create function platform.administers(path text) returns boolean
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select 1
        from unnest(coalesce(nullif(current_setting('yyl.scopes', true), ''), '{}')::text[]) as held(scope)
        where starts_with(held.scope, 'a/')
          and ('a/' || path = held.scope or starts_with('a/' || path, held.scope || '/'))
    )
$$;
-- Whether the actor administers the whole hall: holds the administration of an organisation without one above it.
create function platform.administers_all() returns boolean
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select 1
        from unnest(coalesce(nullif(current_setting('yyl.scopes', true), ''), '{}')::text[]) as held(scope)
        where held.scope ~ '^a/[^/]+$'
    )
$$;

-- Signing an account out everywhere, in the transaction that takes its rights: the application role holds no other
-- right on sign-ins, and may do so only to accounts it sees.
create policy owner_ends on platform.session to current_user using (true) with check (true);
create function platform.end_sessions(account uuid, at timestamptz) returns bigint
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    with ended as (
        update platform.session set ended_at = end_sessions.at
        where account_id = account and ended_at is null and platform.may_see(account)
        returning 1
    )
    select count(*) from ended
$$;
revoke all on function platform.end_sessions(uuid, timestamptz) from public;
grant execute on function platform.end_sessions(uuid, timestamptz) to yyl_app, yyl_worker;

-- Facts that belong to no incident, by name: what administrators changed is listed from here.
create index event_name on ledger.event (name, origin_seq) where incident is null;
