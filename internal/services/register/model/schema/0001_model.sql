-- +goose Up
-- The terms of the operator's vocabularies: categories of data, of people. A
-- removed one stays, so that records which name it can say what it was.
create table register_term (
    vocabulary  text not null,
    code        text not null,
    label_fr    text not null,
    label_en    text not null,
    sensitive   integer not null,
    place       bigint not null,
    removed_at  bigint not null,
    replaced_by text not null,
    primary key (vocabulary, code)
);

-- The library. issued is the number of the latest version, 0 before the first.
create table register_model (
    id         text primary key,
    kind       text not null,
    code       text collate "C" not null,
    domain     text not null,
    bodies     text not null,
    name       text not null,
    name_en    text not null,
    sort_key   text collate "C" not null,
    words      text not null,
    issued     bigint not null,
    made_at    bigint not null,
    retired_at bigint not null
);
create unique index register_model_code on register_model (kind, code);

-- What is written for the next version.
create table register_draft (
    model_id   text primary key references register_model (id),
    record     text not null,
    rev        bigint not null,
    changed_at bigint not null,
    by_id      text not null,
    by_name    text not null
);

-- Versions never change.
create table register_version (
    model_id  text not null references register_model (id),
    number    bigint not null,
    record    text not null,
    name      text not null,
    name_en   text not null,
    sort_key  text collate "C" not null,
    words     text not null,
    note      text not null,
    issued_at bigint not null,
    by_id     text not null,
    by_name   text not null,
    primary key (model_id, number)
);

-- What members have. model_id '' is one of their own; name '' is the version's;
-- words are searched where something is written locally, and the version's
-- otherwise.
create table register_instance (
    id         text primary key,
    member_id  text not null references member (id),
    kind       text not null,
    model_id   text not null,
    version    bigint not null,
    proposed   bigint not null,
    open_count bigint not null,
    name       text not null,
    sort_key   text collate "C" not null,
    words      text not null,
    state      text not null,
    shown      integer not null,
    rev        bigint not null,
    made_at    bigint not null,
    changed_at bigint not null,
    checked_at bigint not null,
    retired_at bigint not null
);
create index register_instance_member on register_instance (member_id, kind);
create index register_instance_model on register_instance (model_id, member_id);
create index register_instance_own on register_instance (kind) where words <> '';

create table register_override (
    instance_id text not null references register_instance (id),
    path        text collate "C" not null,
    member_id   text not null references member (id),
    content     text not null,
    against     bigint not null,
    written_at  bigint not null,
    primary key (instance_id, path)
);
create index register_override_member on register_override (member_id);

-- What an officer checked: the record as it was.
create table register_check (
    id          text primary key,
    instance_id text not null references register_instance (id),
    member_id   text not null references member (id),
    checked_at  bigint not null,
    by_id       text not null,
    by_name     text not null,
    message     text not null,
    record      text not null
);
create index register_check_instance on register_check (instance_id, checked_at);
create index register_check_member on register_check (member_id);

-- What was written in an instance, by whom: a list of changes in JSON. What
-- batches did stands in their items.
create table register_change (
    id          text primary key,
    instance_id text not null references register_instance (id),
    member_id   text not null references member (id),
    rev         bigint not null,
    deed        text not null,
    changed_at  bigint not null,
    by_id       text not null,
    by_name     text not null,
    changes     text not null
);
create index register_change_instance on register_change (instance_id, changed_at);
create index register_change_member on register_change (member_id);

create table register_batch (
    id        text primary key,
    kind      text not null,
    deed      text not null,
    how       text not null,
    note      text not null,
    state     text not null,
    asked_at  bigint not null,
    ended_at  bigint not null,
    by_id     text not null,
    by_name   text not null,
    total     bigint not null,
    done      bigint not null,
    counts    text not null,
    undoes    text not null,
    undone_by text not null
);
create index register_batch_asked on register_batch (kind, asked_at);

create table register_part (
    batch_id text not null references register_batch (id),
    model_id text not null,
    version  bigint not null,
    name     text not null,
    done     integer not null,
    primary key (batch_id, model_id)
);

create table register_batch_member (
    batch_id  text not null references register_batch (id),
    member_id text not null references member (id),
    primary key (batch_id, member_id)
);
create index register_batch_member_member on register_batch_member (member_id);

-- What changed at which path from one version to another, as far as the batch
-- needed to know. after is the content that an override would have to say it.
create table register_batch_field (
    batch_id text not null references register_batch (id),
    model_id text not null,
    against  bigint not null,
    target   bigint not null,
    path     text collate "C" not null,
    after    text not null,
    primary key (batch_id, model_id, against, target, path)
);

-- What a batch did to an instance, and how it stood before.
create table register_item (
    batch_id      text not null references register_batch (id),
    instance_id   text not null,
    member_id     text not null references member (id),
    model_id      text not null,
    from_version  bigint not null,
    from_proposed bigint not null,
    from_open     bigint not null,
    from_changed  bigint not null,
    to_version    bigint not null,
    rev           bigint not null,
    outcome       text not null,
    conflicts     text not null,
    primary key (batch_id, instance_id)
);
create index register_item_instance on register_item (instance_id);
create index register_item_member on register_item (member_id);
create index register_item_part on register_item (batch_id, model_id);

-- The overrides that a batch changed, as they were.
create table register_item_override (
    batch_id    text not null references register_batch (id),
    instance_id text not null,
    path        text collate "C" not null,
    member_id   text not null references member (id),
    content     text not null,
    against     bigint not null,
    deed        text not null,
    primary key (batch_id, instance_id, path)
);
create index register_item_override_member on register_item_override (member_id);
