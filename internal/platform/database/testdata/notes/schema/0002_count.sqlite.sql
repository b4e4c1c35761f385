-- +goose Up
create table counter (n integer primary key autoincrement, word text not null);
