-- +goose Up
-- How often in a row the process that ran it died or no longer answered.
alter table job add column lost bigint not null default 0;
alter table job_run add column lost bigint not null default 0;
