-- What the call-taker wrote of a contact that was joined to an incident, and what it belonged to before.
alter table intake.contact
    add column said text,
    add column before_incident_id uuid,
    add column before_incident_number text;
