-- +goose Up
create table scan (
    version_id text primary key references version (id),
    member_id  text not null references member (id),
    result     text not null
);
