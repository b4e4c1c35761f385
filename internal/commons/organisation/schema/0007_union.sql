-- +goose Up
-- To which joint authorities (syndicats) a commune or an EPCI belongs: to as many
-- as it likes, each for a time. origin is the member whose place it has taken in
-- that one, after a merger. A body that came from another installation may name a
-- joint authority that is not served here.
create table member_union (
    id          text primary key,
    member_id   text not null references member (id),
    union_id    text not null,
    since       text not null,
    until       text not null,
    origin      text not null,
    recorder_id text not null,
    recorder    text not null,
    recorded_at bigint not null
);
create index member_union_member on member_union (member_id);
create index member_union_union on member_union (union_id);
