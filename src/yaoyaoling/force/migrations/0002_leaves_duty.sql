-- A crew whose watch is over while it is still on an order: it goes off duty when that ends.
alter table force.crew add column leaves_duty boolean not null default false;
