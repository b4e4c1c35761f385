-- +goose Up
-- A letter to the data-protection officer. name_key is a digest of its name
-- (Message-ID), by which it is taken once; name and thread are the names of the
-- letter and of those before it, separated by blanks. What it says and who wrote
-- it are emptied when it is sorted or thrown away. member_id is the operator.
create table register_letter (
    id           text collate "C" primary key,
    member_id    text not null references member (id),
    name_key     text collate "C" not null,
    name         text collate "C" not null,
    thread       text not null,
    from_name    text not null,
    from_email   text not null,
    to_emails    text not null,
    subject      text not null,
    words        text not null,
    cut          bigint not null,
    left_files   bigint not null,
    state        text not null,
    looks        text not null,
    rights       text not null,
    for_member   text not null,
    for_why      text not null,
    replies_to   text collate "C" not null,
    target_kind  text not null,
    target_id    text collate "C" not null,
    target_member text not null,
    written_at   bigint not null,
    received_at  bigint not null,
    done_at      bigint not null,
    rev          bigint not null,
    by_id        text not null,
    by_name      text not null
);
create unique index register_letter_key on register_letter (name_key);
create index register_letter_state on register_letter (state, received_at, id);
create index register_letter_name on register_letter (name) where name <> '';
create index register_letter_target on register_letter (target_id) where target_id <> '';

create table register_letter_file (
    id        text collate "C" primary key,
    letter_id text collate "C" not null references register_letter (id) on delete cascade,
    member_id text not null references member (id),
    name      text not null,
    kind      text not null,
    digest    text not null,
    size      bigint not null
);
create index register_letter_file_letter on register_letter_file (letter_id, id);
create index register_letter_file_member on register_letter_file (member_id, digest);
