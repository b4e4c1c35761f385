-- +goose Up
-- Lists show the members that are open, by name; their number is read here too.
create index member_open on member (sort_key, id) where closed_at = 0;
