-- Whether somebody who speaks can be given to the seat: who plays a call-taker has no voice.
alter table intake.seat add column takes_calls boolean not null default true;
