-- Vehicle terminals (JT/T 808) as administrators registered them. number: digits without leading zeros.
create table force.terminal (
    number text primary key check (number ~ '^[1-9][0-9]{0,19}$'),
    crew_id uuid not null,
    org_path text not null,
    datum text not null,
    is_on boolean not null,
    pairing int not null,
    paired_at timestamptz,
    maker text not null default '',
    version bigint not null
);
alter table force.terminal enable row level security;
alter table force.terminal force row level security;
create policy worker_all on force.terminal to yyl_worker using (true) with check (true);
create policy app_see on force.terminal for select to yyl_app using (platform.administers(org_path));
create policy app_add on force.terminal for insert to yyl_app with check (platform.administers(org_path));
create policy app_change on force.terminal for update to yyl_app
    using (platform.administers(org_path)) with check (platform.administers(org_path));
grant select, insert, update on force.terminal to yyl_app;
grant select, insert, update, delete on force.terminal to yyl_worker;

-- The hash of the code a terminal was given when it paired; one of an earlier pairing opens nothing.
create table force.terminal_code (
    number text not null references force.terminal (number),
    pairing int not null,
    code_hash bytea not null,
    primary key (number, pairing)
);
call platform.protect_internal('force.terminal_code', 'nothing');
