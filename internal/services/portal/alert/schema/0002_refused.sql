-- +goose Up
-- How often the mail server has refused a letter for good.
alter table portal_alert add column refused integer not null default 0;
