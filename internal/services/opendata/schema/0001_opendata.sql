-- +goose Up
create table dataset (
    piece_id       text primary key references piece (id),
    member_id      text not null references member (id),
    slug           text not null,
    title          text not null,
    description    text not null,
    licence        text not null,
    frequency      text not null,
    keywords       text not null,
    state          text not null,
    version_id     text not null,
    number         bigint not null,
    schema_name    text collate "C" not null,
    schema_version text not null,
    row_count      bigint not null,
    created_at     bigint not null,
    issued_at      bigint not null,
    modified_at    bigint not null,
    hidden_at      bigint not null,
    hidden_why     text not null,
    hidden_note    text not null,
    sort_key       text collate "C" not null
);
create index dataset_public on dataset (state, modified_at, piece_id);
create index dataset_member on dataset (member_id, state, modified_at);
create index dataset_schema on dataset (schema_name, state, modified_at);

-- A version that is or was published, with what was made of it. The columns
-- and the first rows are JSON.
create table edition (
    version_id     text primary key references version (id),
    piece_id       text not null references piece (id),
    member_id      text not null references member (id),
    number         bigint not null,
    schema_name    text collate "C" not null,
    schema_version text not null,
    columns_json   text not null,
    preview_json   text not null,
    row_count      bigint not null,
    csv_digest     text not null,
    csv_size       bigint not null,
    parquet_digest text not null,
    parquet_size   bigint not null,
    issued_at      bigint not null,
    retracted_at   bigint not null
);
create index edition_piece on edition (piece_id, number);
create index edition_csv on edition (member_id, csv_digest);
create index edition_parquet on edition (member_id, parquet_digest);

-- Every readable address that ever led to a dataset. The key is a keyed digest
-- of the address, so that the address of an erased dataset can still be
-- answered (410) though its words are gone.
create table dataset_address (
    member_id text not null references member (id),
    key       text not null,
    piece_id  text not null references piece (id),
    primary key (member_id, key)
);
create index dataset_address_piece on dataset_address (piece_id);

-- That the depositor of a version has pressed "Publier".
create table pressed (
    version_id text primary key references version (id),
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    at         bigint not null
);

-- Where a second person must approve: for a member (the operator's own member
-- stands for all), for one schema or for all ('').
create table approval_rule (
    member_id   text not null references member (id),
    schema_name text not null,
    primary key (member_id, schema_name)
);
