-- +goose Up
create table register_question (
    id         text collate "C" primary key,
    member_id  text not null references member (id),
    number     bigint not null unique,
    asker_id   text not null,
    asker_name text not null,
    page       text not null,
    words      text not null,
    state      text not null,
    asked_at   bigint not null,
    closed_at  bigint not null
);
create index register_question_state on register_question (state, asked_at, id);
create index register_question_member on register_question (member_id, asked_at);

-- An opinion of the officer. What it says names nobody; search holds its words
-- as they are compared.
create table register_opinion (
    id          text collate "C" primary key,
    question_id text not null,
    year        integer not null,
    number      integer not null,
    title       text not null,
    question    text not null,
    answer      text not null,
    shared      integer not null,
    search      text not null,
    author_id   text not null,
    author_name text not null,
    given_at    bigint not null
);
create index register_opinion_question on register_opinion (question_id);
create index register_opinion_given on register_opinion (shared, given_at, id);

-- A document that the officer shares; its file is the operator's.
create table register_document (
    id         text collate "C" primary key,
    member_id  text not null references member (id),
    category   text not null,
    title      text not null,
    words      text not null,
    link       text not null,
    file_name  text not null,
    digest     text not null,
    size       bigint not null,
    pinned     integer not null,
    actor_id   text not null,
    actor_name text not null,
    at         bigint not null
);
create index register_document_digest on register_document (member_id, digest);

create table register_document_star (
    user_id     text not null,
    document_id text not null,
    primary key (user_id, document_id)
);

create table register_document_seen (
    user_id text collate "C" primary key,
    seen_at bigint not null
);
