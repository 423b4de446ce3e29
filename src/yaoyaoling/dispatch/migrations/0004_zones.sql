-- Counties that work together along their common line (跨界协作区, 五联); a zone that ended keeps its row.
create table dispatch.zone (
    id uuid primary key,
    name_zh text not null,
    counties text[] not null,
    agreed_by_name text not null,
    agreed_at timestamptz not null,
    ended_at timestamptz,
    version bigint not null
);
call platform.protect('dispatch.zone', 'id');

-- What an order is for: to respond (the crew that has the incident), or to hold the place until one comes (先期处置).
alter table dispatch.crew_order add column role text not null default 'respond' check (role in ('respond', 'contain'));
-- What crews did today is asked for with every ranking.
create index order_crew on dispatch.crew_order (crew_id, ordered_at);
