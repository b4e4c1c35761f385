-- +goose Up
-- The latest changes of the list of what is public: each names the words of the
-- dataset that came, went or changed. Whoever holds the list in memory reads
-- here what became of it. Old ones are deleted; numbers are not used again.
create table dataset_turn (
    id       integer primary key autoincrement,
    words_id bigint not null
);
