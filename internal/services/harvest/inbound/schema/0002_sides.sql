-- +goose Up
-- By what else a search is narrowed: themes, formats, licence, year of the last
-- change, as the program packs them. '' while they are not: the job that sees
-- which sources are due packs them.
alter table harvest_record add column sides text not null default '';
create index harvest_record_bare on harvest_record (id) where sides = '';
