-- Roads that are closed or slower than the map says, as the duty desk was told. The road process reads the live ones.
create table places.restriction (
    id uuid primary key,
    kind text not null check (kind in ('closed', 'slow')),
    line jsonb not null,
    both_ways boolean not null,
    speed_kmh double precision check ((kind = 'slow') = (speed_kmh is not null)),
    place_text text not null,
    reason text not null,
    until timestamptz,
    set_by_name text not null,
    set_at timestamptz not null,
    lifted_at timestamptz,
    version bigint not null
);
create index restriction_live on places.restriction (id) where lifted_at is null;
call platform.protect('places.restriction', 'id');
