-- What stood there before a reviewer put it right, beside what stands there now.
alter table oversight.review add column corrected_from jsonb not null default '{}';
create index review_decided on oversight.review (decided_at) where decided_at is not null;
create index review_reference on oversight.review (reference);
