-- +goose Up
-- Two activities of a member that were settled: merged, kept apart, or either and
-- undone since. rev is the revision of the one that stayed after the merge, led
-- what was led from the other to it (JSON: ids by room).
create table register_twin (
    id           text collate "C" primary key,
    member_id    text not null references member (id),
    kept_id      text not null,
    gone_id      text not null,
    state        text not null,
    rev          bigint not null,
    shown_before integer not null,
    led          text not null,
    note         text not null,
    at           bigint not null,
    by_id        text not null,
    by_name      text not null,
    undone_at    bigint not null,
    undone_id    text not null,
    undone_name  text not null
);
create index register_twin_member on register_twin (member_id, at);
create index register_twin_gone on register_twin (gone_id);
