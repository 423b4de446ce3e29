-- version: number of facts about it; organisations of the city pack begin without one.
alter table agencies.organisation
    add column version bigint not null default 0,
    add column renamed_at timestamptz,
    add column retired_at timestamptz;
create policy app_add on agencies.organisation for insert to yyl_app with check (platform.administers(path));
create policy app_change on agencies.organisation for update to yyl_app
    using (platform.administers(path)) with check (platform.administers(path));
grant insert, update on agencies.organisation to yyl_app;

-- Passwords stay out of the application role's reach: it may put a new one in for accounts it sees, and reads none.
create policy owner_renews on agencies.credential to current_user using (true) with check (true);
create function agencies.renew_password(account uuid, hash text) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    update agencies.credential set password_hash = hash, failures = 0, locked_until = null
    where account_id = account and platform.may_see(account)
$$;
revoke all on function agencies.renew_password(uuid, text) from public;
grant execute on function agencies.renew_password(uuid, text) to yyl_app, yyl_worker;

-- What is changed while the hall runs: a value for an organisation and all below it. null: the wider one holds again.
create table agencies.setting (
    room text not null,
    name text not null,
    org_code text not null references agencies.organisation (code),
    org_path text not null,
    value jsonb,
    changed_at timestamptz not null,
    changed_by_name text not null,
    version bigint not null,
    primary key (room, name, org_code)
);
call platform.protect_reference('agencies.setting');
create policy app_add on agencies.setting for insert to yyl_app with check (platform.administers(org_path));
create policy app_change on agencies.setting for update to yyl_app
    using (platform.administers(org_path)) with check (platform.administers(org_path));
grant insert, update on agencies.setting to yyl_app;
