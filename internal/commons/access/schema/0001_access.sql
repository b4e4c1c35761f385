-- +goose Up
create table mandate (
    id          text primary key,
    member_id   text not null references member (id),
    from_date   text collate "C" not null,
    until_date  text collate "C" not null,
    signatory   text not null,
    reference   text not null,
    recorded_at bigint not null,
    recorder    text not null
);
create index mandate_member on mandate (member_id, from_date);

create table token (
    id           text primary key,
    member_id    text not null references member (id),
    name         text not null,
    role         text not null,
    hash         text not null unique,
    created_at   bigint not null,
    last_used_at bigint not null,
    revoked_at   bigint not null
);
create index token_member on token (member_id);

-- A role that a person has at a member, or at the operator (whose own member
-- id then stands there).
create table role_grant (
    user_id   text not null,
    member_id text not null references member (id),
    role      text not null,
    primary key (user_id, member_id, role)
);
create index role_grant_member on role_grant (member_id);
