-- Today's figures look at today's rows.
create index contact_received on intake.contact (received_at);
