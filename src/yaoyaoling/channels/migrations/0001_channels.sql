-- Messages with citizens (docs/adr/0061-channels.md).
create schema channels;
grant usage on schema channels to yyl_app, yyl_worker;

-- The outbox: what is here is sent, whoever dies meanwhile. One id for all tries.
create table channels.message (
    id uuid primary key,
    contact_id uuid not null,
    channel text not null,
    receiver text,
    digest bytea not null,
    words text,
    template text,
    is_urgent boolean not null,
    by_name text not null,
    state text not null,
    queued_at timestamptz not null,
    next_try_at timestamptz not null,
    tries int not null default 0,
    adapter text,
    parts int,
    sent_at timestamptz,
    ended_at timestamptz,
    reason text,
    version bigint not null
);
create index message_due on channels.message (channel, is_urgent desc, queued_at) where state = 'queued';
create index message_contact on channels.message (contact_id, queued_at);
create index message_person on channels.message (digest, queued_at);
call platform.protect('channels.message', 'contact_id');

-- Pieces the other side took, under its own names of them.
create table channels.message_part (
    message_id uuid not null,
    number int not null,
    adapter text not null,
    remote_id text not null,
    state text not null,
    primary key (message_id, number)
);
create index part_remote on channels.message_part (adapter, remote_id);
call platform.protect_internal('channels.message_part', 'nothing');

-- What citizens sent. contact_id: none while it waits to be put together with others of its sender.
create table channels.text (
    id uuid primary key,
    contact_id uuid,
    channel text not null,
    adapter text not null,
    sender text,
    digest bytea not null,
    words text,
    key text,
    parts int not null,
    at timestamptz not null,
    version bigint not null
);
create unique index text_key on channels.text (adapter, key) where key is not null;
create index text_person on channels.text (digest, at);
create index text_contact on channels.text (contact_id, at);
call platform.protect('channels.text', 'contact_id');

-- Pieces of a message that is not whole yet.
create table channels.text_part (
    adapter text not null,
    digest bytea not null,
    reference int not null,
    total int not null,
    number int not null,
    sender text not null,
    raw bytea not null,
    coding int not null,
    at timestamptz not null,
    primary key (adapter, digest, reference, total, number)
);
call platform.protect_internal('channels.text_part', 'nothing');

-- Who wants no messages that are not about an open report; a digest under the installation's key.
create table channels.opt_out (
    id uuid primary key,
    digest bytea not null,
    channel text not null,
    at timestamptz not null,
    ended_at timestamptz,
    version bigint not null
);
create unique index opt_out_live on channels.opt_out (digest, channel) where ended_at is null;
call platform.protect_reference('channels.opt_out');

-- The lines to citizens as their process last said.
create table channels.adapter (
    name text primary key,
    channel text not null,
    is_up boolean not null,
    since timestamptz not null,
    seen_at timestamptz not null,
    version bigint not null
);
call platform.protect_reference('channels.adapter');

-- Signed requests that were taken: sent again, they are refused.
create table channels.nonce (
    adapter text not null, nonce text not null, at timestamptz not null, primary key (adapter, nonce)
);
call platform.protect_internal('channels.nonce', 'nothing');
