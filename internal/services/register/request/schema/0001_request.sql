-- +goose Up
-- A request of somebody who uses her rights. Days are of law (2026-01-31); ''
-- is never. What names the requester is emptied when erase_on has come.
create table register_request (
    id                text collate "C" primary key,
    member_id         text not null references member (id),
    year              integer not null,
    number            integer not null,
    reference         text collate "C" not null,
    channel           text not null,
    state             text not null,
    outcome           text not null,
    ground            text not null,
    kinds             text not null,
    bases             text not null,
    activities        text not null,
    received_on       text collate "C" not null,
    due_on            text collate "C" not null,
    extended_on       text collate "C" not null,
    identity_on       text collate "C" not null,
    identified_on     text collate "C" not null,
    closed_on         text collate "C" not null,
    erase_on          text collate "C" not null,
    answered_by       text not null,
    requester_name    text not null,
    requester_email   text not null,
    requester_phone   text not null,
    requester_address text not null,
    requester_for     text not null,
    words             text not null,
    identity_why      text not null,
    extended_why      text not null,
    notes             text not null,
    reason            text not null,
    answer            text not null,
    reminded          text not null,
    revision          bigint not null,
    created_at        bigint not null,
    changed_at        bigint not null,
    changed_id        text not null,
    changed_name      text not null
);
create unique index register_request_reference on register_request (reference);
create index register_request_member on register_request (member_id, due_on, id);
create index register_request_open on register_request (state, due_on, id);

create table register_request_step (
    id         text collate "C" primary key,
    request_id text not null,
    member_id  text not null references member (id),
    kind       text not null,
    from_state text not null,
    to_state   text not null,
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    at         bigint not null
);
create index register_request_step_request on register_request_step (request_id, id);

-- A file that goes with a request: what was sent, proof of identity, the answer.
create table register_request_file (
    id           text collate "C" primary key,
    request_id   text not null,
    member_id    text not null references member (id),
    kind         text not null,
    name         text not null,
    digest       text not null,
    size         bigint not null,
    destroy_on   text collate "C" not null,
    destroyed_at bigint not null,
    actor_id     text not null,
    actor_name   text not null,
    at           bigint not null
);
create index register_request_file_request on register_request_file (request_id, id);
create index register_request_file_member on register_request_file (member_id, digest);
create index register_request_file_due on register_request_file (destroy_on);

-- The operator's own wording of an answer, in place of that of the program.
create table register_request_text (
    id         text collate "C" primary key,
    body       text not null,
    at         bigint not null,
    actor_id   text not null,
    actor_name text not null
);
