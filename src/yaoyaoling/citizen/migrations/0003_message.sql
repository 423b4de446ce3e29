-- What the caller and the hall write to each other (docs/adr/0043-video-and-text-with-the-caller.md).
create table citizen.message (
    id uuid primary key,
    contact_id uuid not null,
    is_from_citizen boolean not null,
    by_name text,
    words text,
    said_at timestamptz not null,
    seen_at timestamptz,
    version bigint not null
);
create index message_contact on citizen.message (contact_id, said_at);
create index message_said on citizen.message (said_at);
call platform.protect('citizen.message', 'contact_id');
