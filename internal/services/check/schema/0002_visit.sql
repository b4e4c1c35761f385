-- +goose Up
-- The report of a check that somebody without an account has made, sealed under
-- a key that only its address gives. digest names the address, not the other way
-- round. A report that is not shared opens to its maker alone.
create table check_visit (
    digest     text collate "C" primary key,
    shared     bigint not null default 0,
    sealed     text not null,
    expires_at bigint not null
);
create index check_visit_expiry on check_visit (expires_at);
