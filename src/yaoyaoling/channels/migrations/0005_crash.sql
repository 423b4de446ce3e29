-- What cars told when they crashed (docs/adr/0071-machines-that-call.md). contact_id: none of a test that came without a voice.
create table channels.crash (
    id uuid primary key,
    contact_id uuid,
    adapter text not null,
    call text not null,
    message int not null,
    is_test boolean not null,
    vin text,
    vin_digest bytea not null,
    at timestamptz not null,
    version bigint not null
);
create unique index crash_once on channels.crash (adapter, call, message);
create index crash_vin on channels.crash (vin_digest, at);
create index crash_contact on channels.crash (contact_id) where contact_id is not null;
call platform.protect('channels.crash', 'contact_id');
