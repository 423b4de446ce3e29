create table citizen.withdrawal (
    id uuid primary key,
    contact_id uuid not null,
    state text not null,
    reason text not null,
    words text,
    asked_at timestamptz not null,
    reply text,
    answered_by text,
    ended_at timestamptz,
    version bigint not null
);
create unique index withdrawal_live on citizen.withdrawal (contact_id) where ended_at is null;
create index withdrawal_contact on citizen.withdrawal (contact_id);
call platform.protect('citizen.withdrawal', 'contact_id');
