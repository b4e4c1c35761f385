-- +goose Up
-- What people say about the need of an assessment for an activity, beside what
-- its record says. answers is JSON: "yes" or "no" by criterion.
create table register_need (
    activity_id  text primary key,
    member_id    text not null references member (id),
    answers      text not null,
    kind         text not null,
    decided      text not null,
    why          text not null,
    rev          bigint not null,
    changed_at   bigint not null,
    by_id        text not null,
    by_name      text not null
);
create index register_need_member on register_need (member_id);

-- An assessment; what it says is the instance with its id. kept is the file of
-- the CNIL's tool that it came from, as JSON.
create table register_assessment (
    id            text primary key,
    member_id     text not null references member (id),
    activity_id   text not null,
    state         text not null,
    state_at      bigint not null,
    words         text not null,
    review_months bigint not null,
    review_on     text not null,
    kept          text not null,
    by_id         text not null,
    by_name       text not null
);
create index register_assessment_member on register_assessment (member_id, activity_id);

-- What happened to it as a whole. record is what was decided upon, '' otherwise.
create table register_assessment_deed (
    id            text primary key,
    assessment_id text not null,
    member_id     text not null references member (id),
    kind          text not null,
    words         text not null,
    record        text not null,
    at            bigint not null,
    by_id         text not null,
    by_name       text not null
);
create index register_assessment_deed_of on register_assessment_deed (assessment_id, at);
create index register_assessment_deed_member on register_assessment_deed (member_id);
