-- +goose Up
-- A personal-data breach of a member. Instants are 0 for never; answers is a
-- JSON object of lists, by the names of the assistant's questions.
create table register_breach (
    id              text collate "C" primary key,
    member_id       text not null references member (id),
    year            integer not null,
    number          integer not null,
    title           text not null,
    state           text not null,
    exercise        integer not null,
    origin_id       text not null,
    aware_at        bigint not null,
    answers         text not null,
    notify          text not null,
    notify_why      text not null,
    tell            text not null,
    tell_why        text not null,
    notified_at     bigint not null,
    notified_ref    text not null,
    completed_at    bigint not null,
    told_at         bigint not null,
    complaint       text not null,
    complaint_at    bigint not null,
    closed_at       bigint not null,
    reminded        text not null,
    revision        bigint not null,
    created_at      bigint not null,
    changed_at      bigint not null,
    changed_id      text not null,
    changed_name    text not null
);
create index register_breach_member on register_breach (member_id, aware_at, id);
create index register_breach_open on register_breach (state, aware_at, id);
create index register_breach_origin on register_breach (origin_id);

create table register_breach_step (
    id         text collate "C" primary key,
    breach_id  text not null,
    member_id  text not null references member (id),
    kind       text not null,
    words      text not null,
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    at         bigint not null
);
create index register_breach_step_breach on register_breach_step (breach_id, id);

-- Whom to call on the day on which the screens are dark.
create table register_breach_contact (
    id        text collate "C" primary key,
    member_id text not null references member (id),
    place     integer not null,
    who       text not null,
    phone     text not null,
    mail      text not null,
    words     text not null
);
create index register_breach_contact_member on register_breach_contact (member_id, place, id);
