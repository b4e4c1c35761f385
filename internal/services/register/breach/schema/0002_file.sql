-- +goose Up
-- When the texts and files of a breach were erased, after its period of
-- retention; 0 for not yet.
alter table register_breach add column erased_at bigint not null default 0;

-- A file that goes with a breach. Once it is destroyed its digest and its name
-- are ''.
create table register_breach_file (
    id           text collate "C" primary key,
    breach_id    text not null,
    member_id    text not null references member (id),
    kind         text not null,
    name         text not null,
    digest       text not null,
    size         bigint not null,
    to_cnil      integer not null, -- it goes with the notification
    to_people    integer not null, -- it goes with the message to the people
    destroyed_at bigint not null,
    actor_id     text not null,
    actor_name   text not null,
    at           bigint not null
);
create index register_breach_file_breach on register_breach_file (breach_id, id);
create index register_breach_file_member on register_breach_file (member_id, digest);
