-- +goose Up
-- By what else the list is narrowed: licence, format of the file, themes, as the
-- program packs them. What is empty, or was packed under another edition of the
-- table of themes, is read from the datasets.
alter table dataset_listed add column facets text not null default '';
