-- Work orders to partner desks (docs/adr/0068-work-orders.md).
create schema liaison;
grant usage on schema liaison to yyl_app, yyl_worker;

-- Desks of partner organisations. Partners do not read them: whom else the hall could ask is not theirs to know.
create table liaison.desk (
    org_code text primary key,
    org_path text not null,
    service text not null,
    telephone text not null,
    hours_from time,
    hours_to time,
    is_active boolean not null,
    version bigint not null
);
call platform.protect_reference('liaison.desk');
drop policy app_read on liaison.desk;
create policy app_read on liaison.desk for select to yyl_app using (exists (
    select 1 from unnest(coalesce(nullif(current_setting('yyl.scopes', true), ''), '{}')::text[]) as held(scope)
    where left(held.scope, 2) in ('t/', 'h/', 'a/', 'i/')
));
create policy app_add on liaison.desk for insert to yyl_app with check (platform.administers(org_path));
create policy app_change on liaison.desk for update to yyl_app
    using (platform.administers(org_path)) with check (platform.administers(org_path));
grant insert, update on liaison.desk to yyl_app;

create sequence liaison.order_no;
grant usage on sequence liaison.order_no to yyl_app, yyl_worker;

-- An order has an owner at every moment: no row can be written without one.
create table liaison.work_order (
    id uuid primary key,
    number text not null unique,
    incident_id uuid,
    contact_id uuid,
    subject uuid not null,
    desk_code text not null,
    service text not null,
    urgency text not null check (urgency in ('urgent', 'normal')),
    asked text,
    place_text text,
    lon double precision,
    lat double precision,
    caller_number text,
    state text not null,
    owner_code text not null check (owner_code <> ''),
    owner_name text not null check (owner_name <> ''),
    first_code text not null check (first_code <> ''),
    first_name text not null check (first_name <> ''),
    sent_at timestamptz not null,
    accept_by timestamptz,
    done_by timestamptz,
    ended_at timestamptz,
    returns int not null default 0,
    rounds int not null default 0,
    urged int not null default 0,
    said text,
    version bigint not null,
    check ((incident_id is null) <> (contact_id is null))
);
create index work_order_open on liaison.work_order (sent_at) where ended_at is null;
create index work_order_incident on liaison.work_order (incident_id) where incident_id is not null;
create index work_order_subject on liaison.work_order (subject);
call platform.protect('liaison.work_order', 'id');
