-- +goose Up
-- rights '' are all those of the role, expires_at 0 is never: tokens from before
-- there was a choice.
alter table token add column rights text not null default '';
alter table token add column expires_at bigint not null default 0;
alter table token add column warned_at bigint not null default 0;
alter table token add column last_used_from text not null default '';
