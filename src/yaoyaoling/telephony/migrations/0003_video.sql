-- The caller's live video (docs/adr/0043-video-and-text-with-the-caller.md): one for each call or other contact.
create table telephony.video (
    call_id uuid primary key,
    state text not null,
    asked_by text not null,
    asked_at timestamptz not null,
    since timestamptz not null,
    version bigint not null
);
create index video_asked on telephony.video (asked_at);
call platform.protect('telephony.video', 'call_id');
