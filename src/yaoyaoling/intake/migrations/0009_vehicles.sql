-- A contact is found again by the vehicles its words name, too.
alter table intake.trace drop constraint trace_kind_check;
alter table intake.trace add constraint trace_kind_check check (kind in ('number', 'name', 'place', 'vehicle'));
