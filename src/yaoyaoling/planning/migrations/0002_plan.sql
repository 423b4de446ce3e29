-- Plans of posts and grids that people asked for, computed by the planner beside the commands, and kept.
-- share: how far it is, 0..1. rows: figures post by post, grid by grid. drawing: GeoJSON.
create table planning.plan (
    id uuid primary key,
    request jsonb not null,
    state text not null,
    step text not null,
    share double precision not null,
    asked_by_name text not null,
    asked_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    ended_by_name text,
    refusal jsonb,
    figures jsonb,
    rows jsonb,
    drawing text,
    version bigint not null
);
create index plan_open on planning.plan (asked_at) where ended_at is null;
create index plan_kept on planning.plan (asked_at);
call platform.protect('planning.plan', 'id');
