-- +goose Up
create table dataset_words (
    piece_id text primary key,
    title    text not null,
    words    text not null,
    vector   tsvector generated always as (to_tsvector('simple', title || ' ' || words)) stored
);
create index dataset_words_vector on dataset_words using gin (vector);
