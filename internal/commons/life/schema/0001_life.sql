-- +goose Up
create table life (
    version_id text primary key references version (id),
    piece_id   text not null references piece (id),
    member_id  text not null references member (id),
    kind       text not null,
    path       text not null,
    position   bigint not null,
    stage      text not null,
    outcome    text not null,
    wait_right text not null,
    wait_fr    text not null,
    wait_en    text not null,
    outside    bigint not null,
    due_at     bigint not null,
    answer     text not null,
    epoch      bigint not null,
    begun_at   bigint not null,
    updated_at bigint not null
);
create index life_piece on life (piece_id);
create index life_waiting on life (wait_right, member_id, updated_at) where wait_right <> '';
create index life_member on life (member_id, updated_at);
create index life_updated on life (updated_at);

create table step (
    id         text primary key,
    version_id text not null references life (version_id),
    number     bigint not null,
    stage      text not null,
    outcome    text not null,
    skipped    bigint not null,
    at         bigint not null,
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    reason_fr  text not null,
    reason_en  text not null,
    evidence   text not null,
    unique (version_id, number)
);
