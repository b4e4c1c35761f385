-- +goose Up
-- Lists show the members that are open, by name; their number, and what a search
-- looks for, is read here too.
create index member_open on member (sort_key, id, search_text) where closed_at = 0;
