-- +goose Up
create table counter (n bigint generated always as identity primary key, word text not null);
