-- How far a running plan is follows from its step: from share to step_until in about step_most_s since step_at.
alter table planning.plan
    add column step_until double precision not null default 0,
    add column step_most_s double precision not null default 0,
    add column step_at timestamptz;
