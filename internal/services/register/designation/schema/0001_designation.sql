-- +goose Up
-- Who holds which office at a member: its officer, its controller, its
-- referent. until_on is the last day, '' while it runs on. A batch that put
-- somebody in is batch_id; one that ended her, ended_batch, with the last day
-- that she had before in ended_was.
create table register_office (
    id            text primary key,
    member_id     text not null references member (id),
    post          text not null,
    holder        text collate "C" not null,
    title         text not null,
    body          text not null,
    form          text not null,
    email         text not null,
    phone         text not null,
    address       text not null,
    reference     text not null,
    referenced_on text not null,
    act           text not null,
    act_on        text not null,
    from_on       text collate "C" not null,
    until_on      text collate "C" not null,
    batch_id      text not null,
    ended_batch   text not null,
    ended_was     text not null,
    rev           bigint not null,
    made_at       bigint not null,
    changed_at    bigint not null,
    by_id         text not null,
    by_name       text not null
);
create index register_office_member on register_office (member_id, post, from_on);
create index register_office_batch_of on register_office (batch_id) where batch_id <> '';
create index register_office_ended on register_office (ended_batch) where ended_batch <> '';

-- What was done to many members at once.
create table register_office_batch (
    id        text primary key,
    deed      text not null,
    holder    text not null,
    from_on   text not null,
    note      text not null,
    count     bigint not null,
    made_at   bigint not null,
    by_id     text not null,
    by_name   text not null,
    undone_at bigint not null,
    left_alone bigint not null
);
create index register_office_batch_made on register_office_batch (made_at);
