-- Further waves a commander asked for (增援波次): what was asked, and how many went.
create table dispatch.wave (
    id uuid primary key,
    incident_id uuid not null,
    number int not null,
    wanted int not null,
    sent int not null,
    reach text not null,
    forces text[] not null,
    standby text not null,
    reason text not null,
    by_name text not null,
    sent_at timestamptz not null,
    version bigint not null,
    unique (incident_id, number)
);
call platform.protect('dispatch.wave', 'incident_id');

-- Flat command (扁平指挥): a crew was taken by somebody else, and its owners must have seen it. asks: station, county.
create table dispatch.notice (
    id uuid primary key,
    order_id uuid not null unique,
    incident_id uuid not null,
    incident_number text not null,
    class_code text not null,
    level int not null,
    crew_id uuid not null,
    call_sign text not null,
    org_path text not null,
    reason text,
    taken_by_name text not null,
    expected_until timestamptz,
    asks text[] not null,
    asked int not null,
    station_seen_by text,
    station_seen_at timestamptz,
    county_seen_by text,
    county_seen_at timestamptz,
    raised_at timestamptz not null,
    ended_at timestamptz,
    end_reason text,
    version bigint not null
);
create index notice_open on dispatch.notice (raised_at) where ended_at is null;
call platform.protect('dispatch.notice', 'id');
