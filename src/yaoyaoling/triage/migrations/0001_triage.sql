create schema triage;
grant usage on schema triage to yyl_app, yyl_worker;

-- Editable data of this room (question cards, acceptance lists, class mappings), each version whole, kept for ever.
create table triage.sheet_version (
    kind text not null,
    version int not null,
    made_at timestamptz not null,
    made_by_name text not null,
    note text not null,
    body jsonb not null,
    primary key (kind, version)
);
call platform.protect_reference('triage.sheet_version');
create policy app_add on triage.sheet_version for insert to yyl_app with check (platform.administers_all());
grant insert on triage.sheet_version to yyl_app;

-- A sensitive word was said or typed: once a contact and rule. Who sees it: its own audience, the levels that must know.
create table triage.alert (
    id uuid primary key,
    contact_id uuid not null,
    rule_id text not null,
    kind text not null,
    word text,
    levels text[] not null,
    source text not null,
    raised_at timestamptz not null,
    seen_by_name text,
    seen_at timestamptz,
    version bigint not null,
    unique (contact_id, rule_id)
);
create index alert_raised on triage.alert (raised_at);
call platform.protect('triage.alert', 'id');

-- What a person made of a suggestion: what was offered, what was chosen. The words stay with the contact and incident.
create table triage.judgement (
    id uuid primary key,
    contact_id uuid not null,
    kind text not null,
    offered jsonb not null,
    chosen text not null,
    verdict text not null,
    by_name text not null,
    at timestamptz not null,
    version bigint not null,
    unique (contact_id, kind)
);
create index judgement_at on triage.judgement (at);
call platform.protect('triage.judgement', 'contact_id');

-- A stop-payment order to the anti-fraud centre, one a contact, with its clock.
create table triage.stop_payment (
    id uuid primary key,
    contact_id uuid not null unique,
    state text not null,
    account text,
    holder text,
    bank text,
    amount_yuan double precision,
    paid_at text,
    channel text,
    prepared_at timestamptz not null,
    prepared_by_name text not null,
    sent_at timestamptz,
    ended_at timestamptz,
    note text,
    raised int not null default 0,
    due_at timestamptz,
    version bigint not null
);
create index stop_payment_open on triage.stop_payment (prepared_at) where ended_at is null;
call platform.protect('triage.stop_payment', 'contact_id');

-- What a recogniser heard in a call, a line a pause, beside the recording.
create table triage.heard (
    id uuid primary key,
    contact_id uuid not null,
    party text not null,
    text text,
    began_s double precision not null,
    ended_s double precision not null,
    recogniser text not null,
    heard_at timestamptz not null
);
create index heard_of on triage.heard (contact_id, heard_at);
call platform.protect('triage.heard', 'contact_id');
