-- What stood in a state longer than it may: raised to one level after another until somebody moves it.
create table oversight.overdue (
    id uuid primary key,
    subject uuid not null,
    incident_id uuid,
    thing text not null,
    state text not null,
    reference uuid not null,
    raised int not null,
    desk_code text not null,
    since timestamptz not null,
    due_at timestamptz not null,
    ended_at timestamptz,
    version bigint not null
);
create unique index overdue_live on oversight.overdue (reference) where ended_at is null;
create index overdue_incident on oversight.overdue (incident_id) where ended_at is null;
call platform.protect('oversight.overdue', 'subject');
