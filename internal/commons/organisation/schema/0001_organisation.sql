-- +goose Up
create table member (
    id          text primary key,
    siren       text not null unique,
    name        text not null,
    kind        text not null,
    population  bigint not null,
    slug        text not null unique,
    insee       text not null,
    postcode    text not null,
    group_id    text not null,
    is_operator bigint not null,
    sort_key    text collate "C" not null,
    search_text text not null,
    created_at  bigint not null,
    closed_at   bigint not null
);
create index member_sort on member (sort_key, id);
create index member_group on member (group_id);

-- What a member was, from which day.
create table member_history (
    member_id  text not null references member (id),
    from_date  text collate "C" not null,
    siren      text not null,
    name       text not null,
    kind       text not null,
    population bigint not null,
    primary key (member_id, from_date)
);

-- Every address that ever led to a member: SIREN and readable names.
create table member_address (
    address   text primary key,
    member_id text not null references member (id)
);
