-- Partner organisations (联动单位): they sit below a province, city or county, and their people see only what is granted.
alter table agencies.organisation drop constraint organisation_kind_check;
alter table agencies.organisation add constraint organisation_kind_check
    check (kind in ('province', 'hall', 'city', 'county', 'station', 'inspection', 'partner'));
