-- Work orders and matters exchanged with partners' own platforms (docs/adr/0072-exchange-with-12345.md).
alter table liaison.desk add column has_line boolean not null default false;
alter table liaison.work_order add column has_line boolean not null default false;

-- Where a partner's platform takes messages, and the secret both sides sign with, sealed by the installation's master
-- key. Only administrators and the program itself read it; who sends orders knows from the desk that there is one.
create table liaison.line (
    desk_code text primary key,
    org_path text not null,
    url text not null,
    secret bytea not null,
    is_active boolean not null,
    version bigint not null
);
call platform.protect_internal('liaison.line', 'nothing');
create policy app_read on liaison.line for select to yyl_app using (platform.administers(org_path));
create policy app_add on liaison.line for insert to yyl_app with check (platform.administers(org_path));
create policy app_change on liaison.line for update to yyl_app
    using (platform.administers(org_path)) with check (platform.administers(org_path));
grant select, insert, update on liaison.line to yyl_app;

-- The outbox: what is here is sent, whoever dies meanwhile, and in the order of seq for each thing and desk.
-- subject_id: who sees it sees the message; person: whose personal data the body holds.
create table liaison.outgoing (
    id uuid primary key,
    desk_code text not null,
    subject_id uuid not null,
    person uuid not null,
    work_order_id uuid,
    contact_id uuid,
    incident_id uuid,
    number text not null,
    first_code text not null,
    thing_id uuid not null,
    seq bigint not null,
    kind text not null,
    body text,
    state text not null,
    queued_at timestamptz not null,
    next_try_at timestamptz not null,
    tries int not null default 0,
    ended_at timestamptz,
    reason text,
    died boolean not null default false,
    version bigint not null default 0,
    unique (thing_id, desk_code, seq)
);
create index outgoing_due on liaison.outgoing (next_try_at) where state = 'queued';
create index outgoing_shown on liaison.outgoing (subject_id);
create index outgoing_person on liaison.outgoing (person);
-- Everybody who takes a step adds the message that tells of it; only the police side reads them.
call platform.protect_internal('liaison.outgoing', 'insert');
create policy app_see on liaison.outgoing for select to yyl_app using (platform.may_see(subject_id) and exists (
    select 1 from unnest(coalesce(nullif(current_setting('yyl.scopes', true), ''), '{}')::text[]) as held(scope)
    where left(held.scope, 2) in ('t/', 'h/', 'i/')
));
create policy app_change on liaison.outgoing for update to yyl_app
    using (platform.may_see(subject_id)) with check (platform.may_see(subject_id));
grant select, update on liaison.outgoing to yyl_app;

-- What a partner's platform told us: told again it is answered again, and done once. about: number of the order or matter.
create table liaison.incoming (
    desk_code text not null,
    message_id text not null,
    about text not null,
    seq bigint not null,
    digest bytea not null,
    reply text not null,
    at timestamptz not null,
    primary key (desk_code, message_id),
    unique (desk_code, about, seq)
);
call platform.protect_internal('liaison.incoming', 'nothing');

-- What was refused of it, counted by day and reason: no words, no person.
create table liaison.refused (
    desk_code text not null,
    code text not null,
    day date not null,
    times bigint not null,
    about text,
    last_at timestamptz not null,
    primary key (desk_code, code, day)
);
call platform.protect_reference('liaison.refused');
drop policy app_read on liaison.refused;
create policy app_read on liaison.refused for select to yyl_app using (exists (
    select 1 from unnest(coalesce(nullif(current_setting('yyl.scopes', true), ''), '{}')::text[]) as held(scope)
    where left(held.scope, 2) in ('t/', 'h/', 'a/', 'i/')
));

-- Matters a partner handed to us: a contact, and later perhaps an incident of it. told: the state they know.
create table liaison.handed (
    id uuid primary key,
    desk_code text not null,
    number text not null,
    contact_id uuid not null unique,
    contact_number text not null,
    incident_id uuid,
    told text not null,
    version bigint not null,
    unique (desk_code, number)
);
create index handed_incident on liaison.handed (incident_id) where incident_id is not null;
call platform.protect('liaison.handed', 'contact_id');
