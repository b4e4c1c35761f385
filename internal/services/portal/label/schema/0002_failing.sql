-- +goose Up
-- Since when the record of a verified host has not been found; 0 when it was at
-- the last look.
alter table portal_host add column failing_at bigint not null default 0;
