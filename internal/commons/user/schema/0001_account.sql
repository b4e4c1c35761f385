-- +goose Up
create table account (
    id            text primary key,
    login         text collate "C" not null unique,
    name          text not null,
    email         text not null,
    locale        text not null,
    password      text not null,
    created_at    bigint not null,
    last_login_at bigint not null,
    disabled_at   bigint not null
);

-- token is the SHA-256 of what the cookie holds.
create table session (
    token      text primary key,
    account_id text not null,
    data       text not null,
    begun_at   bigint not null,
    seen_at    bigint not null,
    expires_at bigint not null
);
create index session_account on session (account_id);
create index session_expiry on session (expires_at);
