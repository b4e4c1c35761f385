-- +goose Up
-- What is searched, already folded and stemmed; the title's words apart, for
-- they weigh more. The table is the index's content, by rowid.
create table dataset_words (
    id       integer primary key,
    piece_id text not null unique,
    title    text not null,
    words    text not null
);
create virtual table dataset_search using fts5 (title, words, content = 'dataset_words', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 0', prefix = '3');
-- +goose StatementBegin
create trigger dataset_words_added after insert on dataset_words begin
    insert into dataset_search (rowid, title, words) values (new.id, new.title, new.words);
end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger dataset_words_removed after delete on dataset_words begin
    insert into dataset_search (dataset_search, rowid, title, words) values ('delete', old.id, old.title, old.words);
end;
-- +goose StatementEnd
-- Deleted words must not linger in the index's pages.
insert into dataset_search (dataset_search, rank) values ('secure-delete', 1);
