-- +goose Up
-- Who recorded it, by the identifier of the actor too: names are shared, and change.
alter table member_history add column recorder_id text not null default '';
