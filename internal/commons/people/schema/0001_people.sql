-- +goose Up

-- A code that a person reads to support on the telephone. digest is the
-- SHA-256 of the code with the account's id.
create table phone_code (
    digest     text collate "C" primary key,
    account_id text not null,
    made_at    bigint not null,
    expires_at bigint not null,
    used_at    bigint not null
);
create index phone_code_account on phone_code (account_id, made_at);
create index phone_code_expiry on phone_code (expires_at);
