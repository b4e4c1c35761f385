-- +goose Up
create table anonymise_plan (
    piece_id   text collate "C" not null,
    number     integer not null,
    member_id  text not null references member (id),
    plan       text not null,
    active     integer not null,
    at         bigint not null,
    primary key (piece_id, number)
);

create table anonymise_key (
    piece_id  text collate "C" primary key,
    member_id text not null references member (id),
    sealed    bytea not null,
    at        bigint not null
);

-- version_id is the result, made_from what it was made from.
create table anonymise_run (
    version_id text collate "C" primary key,
    made_from  text not null,
    piece_id   text not null,
    member_id  text not null references member (id),
    number     integer not null,
    evidence   text not null,
    at         bigint not null
);
create index anonymise_run_source on anonymise_run (made_from);
