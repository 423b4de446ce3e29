-- A wave's crews that do not answer are replaced out of the wave's own ranking, as far out as whoever asked may.
alter table dispatch.wave
    add column ranking jsonb,
    add column authority text,
    add column by_path text,
    add column missing int not null default 0;
alter table dispatch.crew_order add column wave_id uuid;
create index order_of_wave on dispatch.crew_order (wave_id) where wave_id is not null;
