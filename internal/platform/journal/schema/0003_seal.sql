-- +goose Up

-- What hides the parties of an entry in its public record. Empty in entries of
-- the first form, whose record names them.
alter table journal_inbox add column seal bytea not null default '';
alter table journal_leaf add column seal bytea not null default '';
