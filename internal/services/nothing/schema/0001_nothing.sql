-- +goose Up
-- A member has nothing to publish under a schema for a period: 2026, 2026-T1,
-- 2026-03.
create table nil_return (
    id          text primary key,
    member_id   text not null references member (id),
    schema_name text collate "C" not null,
    period      text collate "C" not null,
    actor_kind  text not null,
    actor_id    text not null,
    actor_name  text not null,
    declared_at bigint not null,
    undone_at   bigint not null,
    undone_by   text not null
);
-- Not unique: a merger may bring two declarations of the same together.
create index nil_return_one on nil_return (member_id, schema_name, period);
create index nil_return_schema on nil_return (schema_name, period);
