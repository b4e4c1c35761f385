-- +goose Up
-- Who recorded it, by the identifier of the actor too: names are shared, and change.
alter table mandate add column recorder_id text not null default '';
alter table delegation add column recorder_id text not null default '';
