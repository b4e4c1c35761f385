-- +goose Up
-- A file that was received and is not deposited yet: its sender has still to
-- say what it is. The guess is JSON.
create table upload (
    id          text primary key,
    member_id   text not null references member (id),
    user_id     text not null,
    file_name   text not null,
    digest      text not null,
    size        bigint not null,
    guess       text not null,
    received_at bigint not null,
    expires_at  bigint not null
);
create index upload_user on upload (user_id, received_at);
create index upload_expires on upload (expires_at);
create index upload_digest on upload (member_id, digest);
