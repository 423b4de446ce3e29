-- Today's figures look at today's rows.
create index incident_opened on incidents.incident (opened_at);
