create schema field;
grant usage on schema field to yyl_app, yyl_worker;

create table field.feedback (
    id uuid primary key,
    order_id uuid not null,
    incident_id uuid not null,
    crew_id uuid not null,
    call_sign text not null,
    round int not null,
    state text not null,
    outcome text not null,
    text text,
    media uuid[] not null,
    subject uuid not null,
    submitted_by uuid,
    submitted_by_name text not null,
    submitted_at timestamptz not null,
    remarks text,
    version bigint not null,
    unique (order_id, round)
);
create index feedback_incident on field.feedback (incident_id);
call platform.protect('field.feedback', 'incident_id');
