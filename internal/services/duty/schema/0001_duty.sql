-- +goose Up
-- What a member says that it publishes elsewhere than here: the address, for one
-- rule and one year ("" for what stands once, or for every year).
create table duty_elsewhere (
    id         text primary key,
    member_id  text not null references member (id),
    rule       text collate "C" not null,
    period     text collate "C" not null,
    address    text not null,
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    said_at    bigint not null,
    undone_at  bigint not null,
    undone_by  text not null
);
-- Not unique: a merger may bring two of the same together.
create index duty_elsewhere_one on duty_elsewhere (member_id, rule, period);

-- Whether a member shows the public what it publishes beside what it owes.
create table duty_shown (
    member_id  text primary key references member (id),
    shown      bigint not null,
    changed_at bigint not null,
    changed_by text not null
);
