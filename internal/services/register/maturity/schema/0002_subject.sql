-- +goose Up
-- A survey may be about a thing of the member: an activity of its register.
alter table register_survey add column subject text not null default '';
create index register_survey_subject on register_survey (member_id, questionnaire, subject);

-- What is written beside answers: who leads a domain, why a question does not
-- concern the member, which action answers it.
create table register_survey_note (
    survey_id text collate "C" not null references register_survey (id) on delete cascade,
    member_id text not null references member (id),
    name      text collate "C" not null,
    words     text not null,
    primary key (survey_id, name)
);
