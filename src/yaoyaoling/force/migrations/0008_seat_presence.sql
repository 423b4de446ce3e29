-- Since when somebody's seat at the hall is open, or until when it was: whoever is planned and opens none is missed.
create table force.seat_presence (
    seat_id uuid primary key,
    account_id uuid not null,
    opened_at timestamptz not null,
    closed_at timestamptz
);
create index seat_presence_account on force.seat_presence (account_id);
call platform.protect('force.seat_presence', 'seat_id');

alter table force.duty_alarm drop constraint duty_alarm_kind_check;
alter table force.duty_alarm add constraint duty_alarm_kind_check
    check (kind in ('absent', 'seat_absent', 'roster_end'));
