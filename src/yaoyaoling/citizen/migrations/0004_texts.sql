-- Messages also come and go by text message (docs/adr/0061-channels.md). via: how what the citizen wrote came.
alter table citizen.message add column via text not null default 'page';

-- Pages of the follow link that are open now; whoever has none is written to by text message.
create table citizen.open_page (
    id uuid primary key,
    contact_id uuid not null,
    until timestamptz not null
);
create index open_page_contact on citizen.open_page (contact_id, until);
call platform.protect('citizen.open_page', 'contact_id');
