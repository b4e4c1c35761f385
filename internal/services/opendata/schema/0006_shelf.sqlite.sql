-- +goose Up
-- The rows of the list never change: whatever changes of a dataset gives it a
-- new row, with a number that was never used. The highest number and the count
-- thus tell whether a list read before still stands.
drop table dataset_listed;
create table dataset_listed (
    id          integer primary key autoincrement,
    words_id    bigint not null unique,
    piece_id    text not null unique,
    member_id   text not null,
    schema_name text collate "C" not null,
    row_count   bigint not null,
    modified_at bigint not null
);
create index dataset_listed_recent on dataset_listed (modified_at, id);
create index dataset_listed_member on dataset_listed (member_id, modified_at, id);
create index dataset_listed_schema on dataset_listed (schema_name, modified_at, id);
insert into dataset_listed (words_id, piece_id, member_id, schema_name, row_count, modified_at)
    select w.id, d.piece_id, d.member_id, d.schema_name, d.row_count, d.modified_at
    from dataset d join dataset_words w on w.piece_id = d.piece_id where d.state = 'published'
    order by d.modified_at, d.piece_id;
