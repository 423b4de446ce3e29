-- Reports that somebody of the force entered for a citizen, and who did.
alter table intake.contact add column entered_by uuid, add column entered_by_name text;
create index contact_entered on intake.contact (entered_by, received_at) where entered_by is not null;
