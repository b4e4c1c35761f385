-- +goose Up
-- Templates of the operator's own, each saving as a version. builtin tells that
-- the one which comes with the program is in force again; its body is then empty.
create table register_paper_template (
    kind    text collate "C" not null,
    lang    text not null,
    number  bigint not null,
    builtin bigint not null,
    body    text not null,
    note    text not null,
    made_at bigint not null,
    by_id   text not null,
    by_name text not null,
    primary key (kind, lang, number)
);

-- Papers that were prepared, reworded and issued: body is their text in Markdown,
-- digest the file as it was issued ('' of a draft).
create table register_paper (
    id           text collate "C" primary key,
    member_id    text not null references member (id),
    kind         text collate "C" not null,
    subject      text collate "C" not null,
    year         bigint not null,
    lang         text not null,
    title        text not null,
    state        text not null,
    template     bigint not null,
    body         text not null,
    revision     bigint not null,
    made_at      bigint not null,
    made_id      text not null,
    made_name    text not null,
    changed_at   bigint not null,
    changed_id   text not null,
    changed_name text not null,
    issued_at    bigint not null,
    issued_id    text not null,
    issued_name  text not null,
    digest       text not null,
    size         bigint not null
);
create index register_paper_member on register_paper (member_id, kind, made_at);
