-- +goose Up
-- Which titles hold a word is asked as often as which datasets do.
alter table dataset_words add column titles tsvector generated always as (to_tsvector('simple', title)) stored;
create index dataset_words_titles on dataset_words using gin (titles);
