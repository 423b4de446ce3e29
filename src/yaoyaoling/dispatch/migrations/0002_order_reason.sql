-- Why a further crew or another one was sent (增援, 改派).
alter table dispatch.crew_order add column reason text;
