-- +goose Up
-- What a journal elsewhere says of a member that came from there: one line of
-- its export each, and its checkpoint under number -1.
create table attested (
    member_id text not null references member (id),
    origin    text collate "C" not null,
    seq       bigint not null,
    line      text not null,
    primary key (member_id, origin, seq)
);

-- An export that was asked for in the console, and its file for a week.
create table handover (
    id         text primary key,
    member_id  text not null references member (id),
    state      text not null,
    asked_by   text not null,
    asked_at   bigint not null,
    ready_at   bigint not null,
    expires_at bigint not null,
    digest     text not null,
    size       bigint not null,
    problem    text not null
);
create index handover_member on handover (member_id, asked_at);
create index handover_expires on handover (expires_at);
