-- +goose Up
-- A taking-over of another register. member_id is who asked: a member for its
-- own table, the operator for a whole installation. trouble and counts are JSON;
-- instants are 0 for never.
create table register_import (
    id         text collate "C" primary key,
    member_id  text not null references member (id),
    source     text not null,
    name       text not null,
    state      text not null,
    digest     text not null,
    size       bigint not null,
    documents_digest text not null,
    choices    text not null,
    counts     text not null,
    trouble    text not null,
    done       bigint not null,
    total      bigint not null,
    made_at    bigint not null,
    changed_at bigint not null,
    by_id      text not null,
    by_name    text not null
);
create index register_import_member on register_import (member_id, source, made_at, id);

-- What concerns one body of the other register: to whom it goes, and how far it
-- is. Each is a transaction of its own.
create table register_import_part (
    import_id text not null references register_import (id) on delete cascade,
    part      text collate "C" not null,
    member_id text not null references member (id),
    target_id text not null,
    siren     text not null,
    name      text not null,
    kind      text not null,
    decision  text not null,
    state     text not null,
    counts    text not null,
    trouble   text not null,
    done_at   bigint not null,
    primary key (import_id, part)
);

-- What was read and is not yet taken over.
create table register_import_row (
    import_id  text not null references register_import (id) on delete cascade,
    seq        bigint not null,
    member_id  text not null references member (id),
    part       text collate "C" not null,
    table_name text not null,
    row_key    text not null,
    body       text not null,
    primary key (import_id, seq)
);
create index register_import_row_part on register_import_row (import_id, part, seq);

-- What an import made or changed, as it was then: by mark it is known whether
-- somebody has worked on it since; before is what stood there.
create table register_import_item (
    id         text collate "C" primary key,
    import_id  text not null,
    part       text collate "C" not null,
    member_id  text not null references member (id),
    kind       text not null,
    record_id  text not null,
    mark       text not null,
    source_key text collate "C" not null,
    title      text not null,
    before     text not null,
    state      text not null
);
create index register_import_item_import on register_import_item (import_id, part, id);
create index register_import_item_source on register_import_item (member_id, kind, source_key);

-- What could not be carried, with its original.
create table register_import_left (
    id         text collate "C" primary key,
    import_id  text not null,
    part       text collate "C" not null,
    member_id  text not null references member (id),
    table_name text not null,
    source_key text not null,
    title      text not null,
    reason     text not null,
    body       text not null
);
create index register_import_left_import on register_import_left (import_id, part, id);
create index register_import_left_member on register_import_left (member_id, import_id, id);

-- A file that came along: a proof.
create table register_import_file (
    id         text collate "C" primary key,
    import_id  text not null,
    part       text collate "C" not null,
    member_id  text not null references member (id),
    source_key text not null,
    kind       text not null,
    title      text not null,
    words      text not null,
    file_name  text not null,
    digest     text not null,
    size       bigint not null,
    links      text not null,
    at         bigint not null
);
create index register_import_file_member on register_import_file (member_id, digest);
create index register_import_file_import on register_import_file (import_id, part, id);

-- How the columns of a table were read, to be used again.
create table register_import_mapping (
    id         text collate "C" primary key,
    member_id  text not null references member (id),
    name       text not null,
    body       text not null,
    made_at    bigint not null
);
create index register_import_mapping_member on register_import_mapping (member_id, name, id);
