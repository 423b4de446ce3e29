-- What is open near a place: asked for every contact while its words are typed.
create index incident_open_place on incidents.incident (lat, lon) where closed_at is null;
