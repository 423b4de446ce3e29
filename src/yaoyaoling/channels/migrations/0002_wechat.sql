-- Lines on which a person has a name that no other line knows (docs/adr/0067-wechat.md).
alter table channels.message add column line text;

-- Pictures that lie with the other side still: fetched by the process that keeps the lines.
create table channels.media_due (
    id uuid primary key,
    text_id uuid not null,
    adapter text not null,
    kind text not null,
    remote_id text not null,
    at timestamptz not null,
    next_try_at timestamptz not null,
    tries int not null default 0
);
create index media_due_next on channels.media_due (adapter, next_try_at);
call platform.protect_internal('channels.media_due', 'nothing');

-- Where somebody's phone was a moment ago, for a message that follows; forgotten when none does.
create table channels.whereabouts (
    digest bytea primary key,
    lon double precision not null,
    lat double precision not null,
    uncertainty_m double precision,
    at timestamptz not null
);
call platform.protect_internal('channels.whereabouts', 'nothing');
