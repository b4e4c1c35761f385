-- +goose Up
alter table account add column password_at bigint not null default 0;
alter table account add column closed_at bigint not null default 0;

-- digest is the SHA-256 of what the link holds.
create table account_link (
    digest     text collate "C" primary key,
    account_id text collate "C" not null,
    purpose    text not null,
    made_at    bigint not null,
    expires_at bigint not null,
    used_at    bigint not null
);
create index account_link_account on account_link (account_id);
create index account_link_expiry on account_link (expires_at);

-- secret is sealed; last_step is the last time step whose code was taken.
create table account_totp (
    account_id text collate "C" primary key,
    secret     text not null,
    made_at    bigint not null,
    last_step  bigint not null
);

-- digest is the SHA-256 of a recovery code with its account.
create table account_code (
    digest     text collate "C" primary key,
    account_id text collate "C" not null,
    used_at    bigint not null
);
create index account_code_account on account_code (account_id);

create table account_passkey (
    id         text collate "C" primary key,
    account_id text collate "C" not null,
    name       text not null,
    credential text not null,
    made_at    bigint not null,
    used_at    bigint not null
);
create index account_passkey_account on account_passkey (account_id);

-- digest is the SHA-256 of what the browser's cookie holds.
create table account_device (
    digest     text collate "C" not null,
    account_id text collate "C" not null,
    agent      text not null,
    first_at   bigint not null,
    last_at    bigint not null,
    primary key (digest, account_id)
);
create index account_device_account on account_device (account_id);

create table account_identity (
    issuer     text collate "C" not null,
    subject    text collate "C" not null,
    account_id text collate "C" not null,
    linked_at  bigint not null,
    used_at    bigint not null,
    primary key (issuer, subject)
);
create index account_identity_account on account_identity (account_id);

-- key is a digest of who tries and from where; account_id is "" for a login
-- that nobody has.
create table login_try (
    key        text collate "C" primary key,
    account_id text collate "C" not null,
    failed     bigint not null,
    until_at   bigint not null,
    last_at    bigint not null
);
create index login_try_account on login_try (account_id);
create index login_try_last on login_try (last_at);

create table login_policy (
    role   text collate "C" primary key,
    means  text not null,
    set_at bigint not null,
    set_by text not null
);

-- What was sent after the lock had fallen, sealed, until its sender is back.
create table held_form (
    digest     text collate "C" primary key,
    account_id text collate "C" not null,
    sealed     text not null,
    expires_at bigint not null
);
create index held_form_expiry on held_form (expires_at);
