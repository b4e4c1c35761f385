-- +goose Up
-- A stray may lie under the key of a member of which there is no record: of an
-- import that was cut short. So a stray names a member without there being one.
create table stray_of_any (
    member_id text not null,
    digest    text not null,
    seen_at   bigint not null,
    doomed    bigint not null,
    primary key (member_id, digest)
);
insert into stray_of_any (member_id, digest, seen_at, doomed) select member_id, digest, seen_at, doomed from stray;
drop table stray;
alter table stray_of_any rename to stray;
create index stray_seen on stray (seen_at);

-- How far the walk over the store is, and what the last whole one saw: one row.
create table file_sweep (
    id            bigint primary key,
    at_member     text not null,
    at_digest     text not null,
    since         bigint not null,
    seen          bigint not null,
    noted         bigint not null,
    last_began_at bigint not null,
    last_ended_at bigint not null,
    last_seen     bigint not null,
    last_noted    bigint not null
);
