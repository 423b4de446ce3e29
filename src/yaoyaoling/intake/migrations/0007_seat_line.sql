-- Whether the person at the seat has a line to speak on: without one no caller rings there.
alter table intake.seat add column has_line boolean not null default false;
