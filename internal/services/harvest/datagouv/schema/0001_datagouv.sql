-- +goose Up
-- An account is how a member is known at data.gouv.fr. The token is sealed, in
-- base64. private is 1 where new datasets are made private there. state is on,
-- off or refused (the token is).
create table datagouv_account (
    member_id         text primary key references member (id),
    organisation      text not null,
    organisation_name text not null,
    token             text not null,
    private           integer not null,
    state             text not null,
    problem           text not null,
    created_at        bigint not null,
    created_by        text not null
);

-- A link is one dataset there. pending is 1 while there is something to do, 2
-- while it is being done.
-- verdict is that of the latest look; removed_at is when we deleted it there.
create table datagouv_link (
    dataset_id  text primary key,
    member_id   text not null references member (id),
    remote_id   text not null,
    page        text not null,
    private     integer not null,
    excluded    integer not null,
    pending     integer not null,
    verdict     text not null,
    problem     text not null,
    fields      bigint not null,
    looked_at   bigint not null,
    pushed_at   bigint not null,
    removed_at  bigint not null
);
create index datagouv_link_member on datagouv_link (member_id, pending);

-- A run goes through all datasets of a member, to compare or to put right.
create table datagouv_run (
    id        text primary key,
    member_id text not null references member (id),
    kind      text not null,
    state     text not null,
    asked_by  text not null,
    asked_at  bigint not null,
    ended_at  bigint not null,
    problem   text not null
);
create index datagouv_run_member on datagouv_run (member_id, asked_at);

-- A line of a run's report; differences in JSON. It goes when its dataset is
-- erased.
create table datagouv_line (
    id          text primary key,
    run_id      text not null references datagouv_run (id),
    member_id   text not null,
    dataset_id  text not null,
    verdict     text not null,
    done        integer not null,
    problem     text not null,
    differences text not null
);
create index datagouv_line_run on datagouv_line (run_id);
create index datagouv_line_dataset on datagouv_line (dataset_id);
