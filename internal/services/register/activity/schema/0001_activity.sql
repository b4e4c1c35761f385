-- +goose Up
-- Notices (GDPR, art. 13 and 14) that were put up: the text as it was, so that
-- those which no longer say what the register says are found.
create table register_notice (
    instance_id text not null references register_instance (id),
    form        text not null,
    member_id   text not null references member (id),
    content     text not null,
    placed_at   bigint not null,
    by_id       text not null,
    by_name     text not null,
    primary key (instance_id, form)
);
create index register_notice_member on register_notice (member_id);
