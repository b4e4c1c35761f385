-- +goose Up
-- How far people were reminded that a certificate of a product ends: of a
-- member's own (owner_id is the instance) or of the catalogue (the model; it is
-- the operator's). until_on is the day that they were told of.
create table register_certificate_reminder (
    owner_id  text collate "C" not null,
    row_key   text collate "C" not null,
    member_id text not null references member (id),
    until_on  text not null,
    stage     text not null,
    told_at   bigint not null,
    primary key (owner_id, row_key)
);
create index register_certificate_reminder_member on register_certificate_reminder (member_id);
