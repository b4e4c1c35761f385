-- +goose Up
-- Who recorded it, by the identifier of the actor too: names are shared, and change.
alter table scale add column recorder_id text not null default '';
alter table convention add column recorder_id text not null default '';
alter table subscription add column recorder_id text not null default '';
