-- Mails (docs/adr/0069-mail.md): what an answer must name to stand under them, and what is known of their sender.
alter table channels.text
    add column mail_id text,
    add column refers_to text[] not null default '{}',
    add column subject text,
    add column is_proven boolean not null default true,
    add column is_answerable boolean not null default true;
create index text_mail on channels.text (mail_id) where mail_id is not null;
