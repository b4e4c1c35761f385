-- +goose Up
-- What is public, in as few bytes as it takes to count, narrow and order: the
-- rows of dataset are ten times as wide. It has the numbers of dataset_words,
-- and holds no words of anybody's.
create table dataset_listed (
    id          integer primary key,
    piece_id    text not null unique,
    member_id   text not null,
    schema_name text collate "C" not null,
    row_count   bigint not null,
    modified_at bigint not null
);
create index dataset_listed_recent on dataset_listed (modified_at, id);
create index dataset_listed_member on dataset_listed (member_id, modified_at, id);
create index dataset_listed_schema on dataset_listed (schema_name, modified_at, id);
create index dataset_title on dataset (state, sort_key, piece_id);
insert into dataset_listed (id, piece_id, member_id, schema_name, row_count, modified_at)
    select w.id, d.piece_id, d.member_id, d.schema_name, d.row_count, d.modified_at
    from dataset d join dataset_words w on w.piece_id = d.piece_id where d.state = 'published';
