-- +goose Up
-- A catalogue of somebody else's that is read into a member's. next_at is when it
-- is read again, 0 for by hand only.
create table harvest_source (
    id         text primary key,
    member_id  text not null references member (id),
    name       text not null,
    url        text not null,
    kind       text not null,
    pace       text not null,
    paused     integer not null,
    created_at bigint not null,
    created_by text not null,
    next_at    bigint not null
);
create index harvest_source_member on harvest_source (member_id);
create index harvest_source_due on harvest_source (next_at);

-- report is what became of each dataset that is worth a word, as JSON; trouble is
-- why the run did not come to its end, as JSON in both languages.
create table harvest_run (
    id        text primary key,
    source_id text not null references harvest_source (id),
    member_id text not null,
    state     text not null,
    begun_at  bigint not null,
    ended_at  bigint not null,
    pages     bigint not null,
    size      bigint not null,
    added     bigint not null,
    changed   bigint not null,
    same      bigint not null,
    back      bigint not null,
    vanished  bigint not null,
    refused   bigint not null,
    trouble   text not null,
    report    text not null
);
create index harvest_run_source on harvest_run (source_id, begun_at);

-- What a source says of a dataset, as JSON; words is what is searched, folded and
-- stemmed.
create table harvest_record (
    id          text primary key,
    source_id   text not null references harvest_source (id),
    member_id   text not null,
    foreign_key text not null,
    title       text not null,
    sort_key    text not null,
    words       text not null,
    body        text not null,
    mark        text not null,
    modified_at bigint not null,
    first_at    bigint not null,
    seen_at     bigint not null,
    vanished_at bigint not null
);
create unique index harvest_record_once on harvest_record (source_id, foreign_key);
create index harvest_record_list on harvest_record (member_id, vanished_at, modified_at);

-- The names of a record, by which another source's is recognised as the same.
create table harvest_name (
    record_id text not null references harvest_record (id),
    source_id text not null,
    member_id text not null,
    name      text not null,
    primary key (record_id, name)
);
create index harvest_name_of on harvest_name (name);
create index harvest_name_source on harvest_name (source_id);
