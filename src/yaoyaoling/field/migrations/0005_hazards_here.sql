-- Hazards that stand are asked for by place, when a contact is about it.
create index hazard_here on field.hazard (lat, lon) where state <> 'handled';
