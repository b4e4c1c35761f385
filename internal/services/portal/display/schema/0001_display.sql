-- +goose Up
-- Which charts and maps stand on the page of a dataset: the highest number is
-- what everybody sees, the ones below are how it was before. document says
-- which, in their order, or that the program chooses. dataset_id is that of a
-- dataset, which says whose the row is.
create table portal_display (
    id         text primary key,
    dataset_id text not null,
    number     bigint not null,
    document   text not null,
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    written_at bigint not null
);
create unique index portal_display_one on portal_display (dataset_id, number);
