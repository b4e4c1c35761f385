-- +goose Up
-- The area in which the places of a version lie, as west,south,east,north in
-- degrees (WGS 84). '-' for a table without places, '' while nobody has looked:
-- a job does.
alter table edition add column extent text not null default '';
create index edition_unseen on edition (version_id) where extent = '';
