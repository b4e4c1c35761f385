-- +goose Up
-- What the operator offers. service names the room that it opens, or ''.
create table prestation (
    id          text primary key,
    name        text not null,
    description text not null,
    unit        text not null,
    service     text not null,
    closed_on   text collate "C" not null,
    sort_key    text collate "C" not null
);

-- What it costs in a year: a scale, in JSON.
create table scale (
    prestation_id text not null references prestation (id),
    year          bigint not null,
    rule          text not null,
    recorder      text not null,
    recorded_at   bigint not null,
    primary key (prestation_id, year)
);

-- The agreement between a member and the operator.
create table convention (
    id           text primary key,
    member_id    text not null references member (id),
    number       text not null,
    signed_on    text collate "C" not null,
    file         text not null,
    deliberation text not null,
    siret        text not null,
    recorder     text not null,
    recorded_at  bigint not null
);
create index convention_member on convention (member_id);

create table subscription (
    id            text primary key,
    member_id     text not null references member (id),
    prestation_id text not null references prestation (id),
    convention_id text not null references convention (id),
    from_date     text collate "C" not null,
    until_date    text collate "C" not null,
    alone         bigint not null,
    recorder      text not null,
    recorded_at   bigint not null
);
create index subscription_member on subscription (member_id, from_date);
