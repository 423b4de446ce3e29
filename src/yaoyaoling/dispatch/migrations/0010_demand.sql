-- Where calls are expected (demand/), read and mixed once an hour by the worker: whoever measures coverage takes it.
-- hour: of the epoch. points: [[lon, lat, grid, county, weight], ...].
create table dispatch.demand (
    is_only boolean primary key default true check (is_only),
    digest text not null,
    hour bigint not null,
    points jsonb not null,
    mixed_at timestamptz not null
);
call platform.protect_reference('dispatch.demand');
