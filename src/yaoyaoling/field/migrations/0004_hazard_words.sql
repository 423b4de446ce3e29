-- The words of a hazard may name people: they go when it is erased.
alter table field.hazard alter column text drop not null;
