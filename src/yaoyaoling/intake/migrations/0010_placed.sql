-- A test call of a car is answered and opens no incident.
alter table intake.contact add column is_test boolean not null default false;

-- Where a contact's place is from when it came after the contact: which source, how and when it was measured.
alter table intake.contact
    add column place_source text,
    add column place_method text,
    add column place_at timestamptz,
    add column place_confidence double precision;
