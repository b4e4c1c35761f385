-- +goose Up
-- By which keys the installation lives: no key, only what tells one from another.
create table installation_key (
    name        text primary key,
    fingerprint text not null,
    noted_at    bigint not null
);
