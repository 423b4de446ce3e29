-- Today's figures look at today's rows.
create index order_ordered on dispatch.crew_order (ordered_at);
