-- +goose Up
-- Who asked, by the identifier of the actor too: names are shared, and change.
alter table handover add column asked_by_id text not null default '';
