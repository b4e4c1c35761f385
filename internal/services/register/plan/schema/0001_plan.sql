-- +goose Up
-- How a member goes about an action; what the action is stands in the instance
-- of the same id. Days are of law (2026-01-31), '' for none. cost is in cents,
-- -1 where nobody has said. kind and priority are the record's, to be filtered.
create table register_action (
    id         text collate "C" primary key,
    member_id  text not null references member (id),
    kind       text not null,
    priority   bigint not null,
    state      text not null,
    is_open    bigint not null,
    due_on     text collate "C" not null,
    owner_id   text not null,
    owner_name text not null,
    cost       bigint not null,
    remark     text not null,
    done_on    text collate "C" not null,
    made_at    bigint not null,
    changed_at bigint not null
);
create index register_action_member on register_action (member_id, is_open, due_on, id);
create index register_action_due on register_action (is_open, due_on, member_id);
create index register_action_owner on register_action (owner_id, is_open, due_on);

create table register_action_link (
    action_id text collate "C" not null,
    member_id text not null references member (id),
    kind      text collate "C" not null,
    target    text collate "C" not null,
    primary key (action_id, kind, target)
);
create index register_action_link_target on register_action_link (member_id, kind, target);

-- What shows that an action is done: a file, or the address of a paper.
create table register_action_proof (
    id         text collate "C" primary key,
    action_id  text collate "C" not null,
    member_id  text not null references member (id),
    name       text not null,
    href       text not null,
    digest     text not null,
    size       bigint not null,
    actor_id   text not null,
    actor_name text not null,
    at         bigint not null
);
create index register_action_proof_action on register_action_proof (action_id, id);
create index register_action_proof_member on register_action_proof (member_id, digest);

create table register_action_step (
    id         text collate "C" primary key,
    action_id  text collate "C" not null,
    member_id  text not null references member (id),
    what       text not null,
    before     text not null,
    after      text not null,
    actor_id   text not null,
    actor_name text not null,
    at         bigint not null
);
create index register_action_step_action on register_action_step (action_id, id);
create index register_action_step_member on register_action_step (member_id);

-- A calendar that somebody subscribed to: of one member, or ('') of all that she
-- sees. Its address holds a secret made of the id; without the row it leads
-- nowhere.
create table register_calendar (
    id        text collate "C" primary key,
    user_id   text collate "C" not null,
    member_id text not null,
    made_at   bigint not null,
    read_at   bigint not null
);
create index register_calendar_user on register_calendar (user_id, id);

-- How often somebody wants a letter, and for which period she had the last one.
create table register_digest (
    user_id    text collate "C" primary key,
    often      text not null,
    told       text not null,
    changed_at bigint not null
);
