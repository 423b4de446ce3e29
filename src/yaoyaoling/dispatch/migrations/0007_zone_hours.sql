-- Why counties work together, and until when: an agreed zone may end by itself.
alter table dispatch.zone add column reason text, add column until timestamptz;
