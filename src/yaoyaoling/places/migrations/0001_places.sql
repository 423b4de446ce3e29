-- Addresses, areas and the city itself, as a city pack brings them (places/load.py replaces all in one transaction).
create schema places;
grant usage on schema places to yyl_app, yyl_worker;

-- The pack that is loaded: one row. lon_scale: how much shorter a degree of longitude is than one of latitude.
-- prefixes: names that every full address begins with; a search leaves them out.
create table places.meta (
    is_only boolean primary key default true check (is_only),
    digest text not null,
    name text not null,
    title_zh text not null,
    title_en text not null,
    region text not null,
    west double precision not null,
    south double precision not null,
    east double precision not null,
    north double precision not null,
    center_lon double precision not null,
    center_lat double precision not null,
    lon_scale double precision not null,
    is_generated boolean not null,
    invented text[] not null,
    prefixes text[] not null,
    source text not null,
    licence text not null,
    attribution_zh text not null,
    attribution_en text not null
);
call platform.protect_reference('places.meta');

-- An area of several polygons has a row for each; part 0 always exists. parent_code: the area it lies in.
create table places.area (
    kind text not null check (kind in ('county', 'station', 'grid')),
    code text not null,
    part int not null,
    parent_code text,
    org_code text not null,
    name_zh text not null,
    name_en text not null,
    shape polygon not null,
    ring jsonb not null,
    primary key (kind, code, part)
);
create index area_shape on places.area using gist (shape);
call platform.protect_reference('places.area');

-- words: bigrams and words for characters; sounds: pinyin and initials from every syllable on; name_key: the name
-- without spaces and marks, in small letters. spot: (lon * lon_scale, lat), so that the nearest is the nearest.
create table places.address (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('doorplate', 'poi', 'road', 'intersection', 'village', 'landmark')),
    name_zh text not null,
    name_en text not null,
    full_zh text not null,
    name_key text not null,
    words tsvector not null,
    sounds tsvector not null,
    pinyin text not null,
    initials text not null,
    lon double precision not null,
    lat double precision not null,
    spot point not null,
    county_code text,
    station_code text,
    grid_code text
);
-- Rows come all at once and are only read then: a pending list would be searched by every question.
create index address_words on places.address using gin (words) with (fastupdate = off);
create index address_sounds on places.address using gin (sounds) with (fastupdate = off);
create index address_spot on places.address using gist (spot);
call platform.protect_reference('places.address');
