-- +goose Up
create table redaction (
    id         text collate "C" primary key,
    user_id    text not null,
    format     text not null,
    size       bigint not null,
    sealed     bytea not null,
    parts      integer not null,
    expires_at bigint not null
);
create index redaction_expiry on redaction (expires_at);
create index redaction_user on redaction (user_id);

create table redaction_part (
    redaction text collate "C" not null,
    n            integer not null,
    body         bytea not null,
    primary key (redaction, n)
);
