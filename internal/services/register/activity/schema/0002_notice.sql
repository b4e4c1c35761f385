-- +goose Up
-- Which version of the record and of the template a notice was made of, and how
-- it was taken.
alter table register_notice add column rev bigint not null default 0;
alter table register_notice add column template bigint not null default 0;
alter table register_notice add column way text not null default '';
