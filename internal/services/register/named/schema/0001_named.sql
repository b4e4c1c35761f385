-- +goose Up
-- That somebody was erased, at a member: in how many places, and in how many
-- she was kept. Whom, nothing says. member_id is the operator's for its own notes.
create table register_forgotten (
    id        text collate "C" primary key,
    member_id text not null references member (id),
    row_count bigint not null,
    kept      bigint not null,
    places    text not null,
    at        bigint not null,
    by_id     text not null,
    by_name   text not null
);
create index register_forgotten_member on register_forgotten (member_id, at);
