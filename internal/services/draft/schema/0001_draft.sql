-- +goose Up
-- A table that is being written: the correction of a version, or one begun from
-- its schema (version_id = ''). accepted, proposals and found are JSON.
create table draft (
    id             text primary key,
    member_id      text not null references member (id),
    piece_id       text not null,
    version_id     text not null,
    schema_name    text not null,
    schema_version text not null,
    title          text not null,
    proposals      text not null,
    decided        integer not null,
    accepted       text not null,
    row_count      bigint not null,
    revision       bigint not null,
    found          text not null,
    created_by     text not null,
    created_at     bigint not null,
    changed_at     bigint not null,
    expires_at     bigint not null
);
create index draft_member on draft (member_id, changed_at);
create unique index draft_version on draft (version_id) where version_id <> '';

-- The cells that were written in a row, by column, as JSON.
create table draft_row (
    draft_id  text not null references draft (id),
    member_id text not null references member (id),
    line      bigint not null,
    cells     text not null,
    dropped   integer not null,
    primary key (draft_id, line)
);

-- One writing, which can be undone: cells with what they held before.
create table draft_step (
    draft_id  text not null references draft (id),
    member_id text not null references member (id),
    number    bigint not null,
    body      text not null,
    undone    integer not null,
    by_ref    text not null,
    by_name   text not null,
    at        bigint not null,
    primary key (draft_id, number)
);

-- What was changed between a version and the one it was corrected into: rules,
-- rows and columns, and no value.
create table correction (
    version_id   text primary key references version (id),
    member_id    text not null references member (id),
    from_version text not null,
    evidence     text not null,
    at           bigint not null
);
