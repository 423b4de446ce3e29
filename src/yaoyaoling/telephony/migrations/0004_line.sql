-- Whether somebody can speak at the own line now, and which node says so (docs/adr/0045-seats-without-a-line.md).
create table telephony.line (
    person_id uuid primary key,
    node text not null,
    is_up boolean not null,
    since timestamptz not null,
    version bigint not null
);
create index line_up on telephony.line (node) where is_up;
call platform.protect('telephony.line', 'person_id');
