-- +goose Up
-- The file that a version's CSV was made of, where a workbook, JSON, an archive…
-- was deposited. It is kept for its depositor and never published: who looks at
-- a sheet does not see what else a workbook holds.
create table origin (
    version_id text primary key references version (id),
    member_id  text not null references member (id),
    piece_id   text not null references piece (id),
    file_name  text not null,
    format     text not null,
    sheet      text not null,
    digest     text not null,
    size       bigint not null
);
create index origin_piece on origin (piece_id);
create index origin_file on origin (member_id, digest);
