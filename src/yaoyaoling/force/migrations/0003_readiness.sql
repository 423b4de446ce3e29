-- What a crew can do besides driving there, how long it is on duty, and whether it waits in the street or stands by.
alter table force.crew
    add column skills text[] not null default '{}',
    add column duty_until timestamptz null,
    add column readiness text not null default 'street' check (readiness in ('street', 'standby'));
