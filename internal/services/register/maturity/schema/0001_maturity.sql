-- +goose Up
-- A questionnaire of the operator's own, as it was issued; the built-in one is in
-- the program.
create table register_questionnaire (
    name       text collate "C" not null,
    version    bigint not null,
    body       text not null,
    issued_at  bigint not null,
    actor_id   text not null,
    actor_name text not null,
    primary key (name, version)
);

-- A survey: the answers of a member to one version of a questionnaire. total is
-- ten times a score from 0 to 5, -1 while there is none.
create table register_survey (
    id            text collate "C" primary key,
    member_id     text not null references member (id),
    questionnaire text collate "C" not null,
    version       bigint not null,
    is_short      bigint not null,
    state         text not null,
    total         bigint not null,
    revision      bigint not null,
    created_at    bigint not null,
    submitted_at  bigint not null,
    changed_at    bigint not null,
    changed_id    text not null,
    changed_name  text not null
);
create index register_survey_member on register_survey (member_id, state, submitted_at, id);
create index register_survey_peers on register_survey (questionnaire, version, is_short, state, member_id, submitted_at);

create table register_survey_answer (
    survey_id text collate "C" not null references register_survey (id) on delete cascade,
    member_id text not null references member (id),
    question  text collate "C" not null,
    position  bigint not null,
    primary key (survey_id, question)
);

create table register_survey_score (
    survey_id text collate "C" not null references register_survey (id) on delete cascade,
    member_id text not null references member (id),
    domain    text collate "C" not null,
    score     bigint not null,
    primary key (survey_id, domain)
);
