-- +goose Up
create table piece (
    id         text primary key,
    member_id  text not null references member (id),
    kind       text not null,
    title      text not null,
    state      text not null,
    latest     bigint not null,
    created_at bigint not null,
    search_text text not null
);
create index piece_member on piece (member_id, id);
create index piece_title on piece (member_id, kind, title);

create table version (
    id         text primary key,
    piece_id   text not null references piece (id),
    member_id  text not null references member (id),
    number     bigint not null,
    digest     text not null,
    size       bigint not null,
    file_name  text not null,
    profile    text not null,
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    created_at bigint not null,
    unique (piece_id, number)
);
create index version_digest on version (member_id, digest);

-- A request that said who it is: repeated, it is the same deposit.
create table deposit_key (
    member_id  text not null references member (id),
    request    text not null,
    version_id text not null references version (id),
    summary    text not null,
    primary key (member_id, request)
);
