-- What a voice call makes of its contact: to be called back, dialled again, tied to an incident, where it rings first.
alter table intake.contact
    add column call_back boolean not null default false,
    add column redial_of uuid,
    add column tied_incident_id uuid,
    add column prefers_seat uuid;
create index contact_redial on intake.contact (redial_of) where redial_of is not null;
