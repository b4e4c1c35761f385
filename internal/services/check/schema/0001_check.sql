-- +goose Up
-- What a check found, in a form that can be shown in either language, with the
-- schema under which the table was read and the types of its columns.
create table check_report (
    version_id     text primary key references version (id),
    member_id      text not null references member (id),
    schema_name    text not null,
    schema_version text not null,
    report         text not null,
    types          text not null
);
