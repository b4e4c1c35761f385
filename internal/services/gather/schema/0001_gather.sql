-- +goose Up
-- The consolidated dataset of a schema, and how its last making went. left_cells
-- counts what did not fit the types of the schema.
create table gather (
    schema_name  text collate "C" primary key,
    member_id    text not null references member (id),
    piece_id     text not null,
    version_id   text not null,
    number       bigint not null,
    csv_digest     text not null,
    parquet_digest text not null,
    columns      text not null,
    sources      bigint not null,
    members      bigint not null,
    row_count    bigint not null,
    left_cells   bigint not null,
    updated_at   bigint not null,
    took         bigint not null,
    parts_made   bigint not null,
    problem      text not null,
    stopped      bigint not null
);

-- One of the sixteen parts: the digest of what it was made of, and its files.
create table gather_part (
    schema_name    text collate "C" not null,
    part           bigint not null,
    member_id      text not null references member (id),
    recipe         text not null,
    row_count      bigint not null,
    csv_digest     text not null,
    csv_size       bigint not null,
    parquet_digest text not null,
    parquet_size   bigint not null,
    preview        text not null,
    primary key (schema_name, part)
);
create index gather_part_csv on gather_part (member_id, csv_digest);
create index gather_part_parquet on gather_part (member_id, parquet_digest);

-- A dataset that is in it: how it was taken in and what had to be left out (JSON).
create table gather_source (
    schema_name   text collate "C" not null,
    dataset_id    text not null,
    part          bigint not null,
    member_id     text not null references member (id),
    source_member text not null,
    version_id    text not null,
    number        bigint not null,
    row_count     bigint not null,
    source        text not null,
    left_out      text not null,
    primary key (schema_name, dataset_id)
);
create index gather_source_dataset on gather_source (dataset_id);

-- A past state that stays: what it was made of (JSON), and how much of it had to
-- go since.
create table gather_kept (
    version_id     text primary key,
    member_id      text not null references member (id),
    schema_name    text collate "C" not null,
    piece_id       text not null,
    number         bigint not null,
    kept_at        bigint not null,
    why            text not null,
    csv_digest     text not null,
    parquet_digest text not null,
    recipe         text not null,
    taken          bigint not null,
    rewritten_at   bigint not null
);
create index gather_kept_schema on gather_kept (schema_name, kept_at);

create table gather_replaced (
    member_id text not null references member (id),
    digest    text not null,
    parquet   bigint not null,
    at        bigint not null,
    primary key (member_id, digest)
);
