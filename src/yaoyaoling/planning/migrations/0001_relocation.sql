create schema planning;
grant usage on schema planning to yyl_app, yyl_worker;

-- A crew is asked to wait elsewhere, so that more is covered (调防). before, meanwhile, after: shares of demand 0..1.
create table planning.relocation (
    id uuid primary key,
    crew_id uuid not null,
    call_sign text not null,
    org_path text not null,
    grid_code text not null,
    place_text text not null,
    lon double precision not null,
    lat double precision not null,
    drive_s double precision not null,
    cover_before double precision not null,
    cover_meanwhile double precision not null,
    cover_after double precision not null,
    state text not null,
    proposed_at timestamptz not null,
    decided_by_name text,
    ended_at timestamptz,
    version bigint not null
);
-- One at a time for a crew, and one crew for a place.
create unique index relocation_crew on planning.relocation (crew_id) where ended_at is null;
create unique index relocation_grid on planning.relocation (grid_code) where ended_at is null;
call platform.protect('planning.relocation', 'id');
