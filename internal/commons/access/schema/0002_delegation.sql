-- +goose Up

-- A role lent by one person to another, between two days.
create table delegation (
    id          text primary key,
    member_id   text not null references member (id),
    role        text not null,
    giver_id    text not null,
    taker_id    text not null,
    from_date   text collate "C" not null,
    until_date  text collate "C" not null,
    reason      text not null,
    reference   text not null,
    recorded_at bigint not null,
    recorder    text not null,
    revoked_at  bigint not null
);
create index delegation_member on delegation (member_id, from_date);
create index delegation_taker on delegation (taker_id);
create index delegation_giver on delegation (giver_id);

-- A time in which somebody of the operator works as a person sees it. session
-- names the log-in in which it does.
create table acting (
    id         text primary key,
    session    text not null,
    agent_id   text not null,
    agent_name text not null,
    user_id    text not null,
    user_name  text not null,
    reason     text not null,
    begun_at   bigint not null,
    ends_at    bigint not null,
    ended_at   bigint not null,
    shown_at   bigint not null
);
create index acting_session on acting (session, ends_at);
create index acting_user on acting (user_id, begun_at);
