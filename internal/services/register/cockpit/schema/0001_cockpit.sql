-- +goose Up
-- Which of the operator's agents looks after a member. act_id is the act that put
-- her there, '' for one by itself.
create table register_portfolio (
    member_id  text collate "C" primary key references member (id),
    agent_id   text collate "C" not null,
    agent_name text not null,
    since_on   text not null,
    act_id     text not null
);
create index register_portfolio_agent on register_portfolio (agent_id, member_id);

-- Who stands in for an agent that is away, from a day to a day, both included.
create table register_absence (
    id         text collate "C" primary key,
    agent_id   text collate "C" not null,
    agent_name text not null,
    cover_id   text collate "C" not null,
    cover_name text not null,
    from_on    text collate "C" not null,
    until_on   text collate "C" not null
);
create index register_absence_cover on register_absence (cover_id, until_on);

-- A visit to a member: planned, held, or called off. Days are of law, '' for none.
create table register_visit (
    id           text collate "C" primary key,
    member_id    text collate "C" not null references member (id),
    agent_id     text collate "C" not null,
    agent_name   text not null,
    state        text not null,
    day          text collate "C" not null,
    people       text not null,
    summary      text not null,
    next_on      text collate "C" not null,
    act_id       text not null,
    revision     bigint not null,
    made_at      bigint not null,
    changed_at   bigint not null,
    changed_id   text not null,
    changed_name text not null
);
create index register_visit_member on register_visit (member_id, day);
create index register_visit_day on register_visit (state, day, id);

-- What was done to many members at once. detail is what was asked, in JSON.
create table register_act (
    id        text collate "C" primary key,
    deed      text not null,
    detail    text not null,
    note      text not null,
    state     text not null,
    total     bigint not null,
    done      bigint not null,
    asked_at  bigint not null,
    ended_at  bigint not null,
    undone_at bigint not null,
    by_id     text not null,
    by_name   text not null
);
create index register_act_asked on register_act (asked_at);

-- What an act did to a member, and how it stood before, in JSON.
create table register_act_item (
    act_id    text collate "C" not null references register_act (id),
    member_id text collate "C" not null references member (id),
    outcome   text not null,
    before    text not null,
    primary key (act_id, member_id)
);
create index register_act_item_outcome on register_act_item (act_id, outcome);
