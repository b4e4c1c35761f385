-- +goose Up
create table help_question (
    id          text collate "C" primary key,
    number      bigint not null unique,
    asker_id    text not null,
    asker_name  text not null,
    member_id   text not null,
    page        text not null,
    piece_id    text not null,
    piece_title text not null,
    request_id  text not null,
    state       text not null,
    taker_id    text not null,
    taker_name  text not null,
    asked_at    bigint not null,
    touched_at  bigint not null,
    unread      integer not null
);
create index help_question_state on help_question (state, touched_at);
create index help_question_asker on help_question (asker_id, touched_at);

create table help_message (
    id          text collate "C" primary key,
    question_id text not null,
    author_id   text not null,
    author_name text not null,
    operator    integer not null,
    words       text not null,
    at          bigint not null
);
create index help_message_question on help_message (question_id, id);
