-- +goose Up
-- A file in the store that no record names yet, or any more: it goes when it
-- stays so for a day. A doomed one is being destroyed, and nobody may name it.
create table stray (
    member_id text not null references member (id),
    digest    text not null,
    seen_at   bigint not null,
    doomed    bigint not null,
    primary key (member_id, digest)
);
create index stray_seen on stray (seen_at);
