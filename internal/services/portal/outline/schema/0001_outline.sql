-- +goose Up
-- The outlines under maps: the highest number is what they show, the ones below
-- are how it was before. body is what Territory is as JSON, "" for none; the words
-- are the operator's, for every map to say.
create table portal_outline (
    id         text primary key,
    number     bigint not null,
    body       text not null,
    source     text not null,
    licence    text not null,
    file_name  text not null,
    areas      bigint not null,
    written_at bigint not null
);
create unique index portal_outline_number on portal_outline (number);
