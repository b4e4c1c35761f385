-- +goose Up

-- What a leaf has the digest of. Erasing empties salt and body, and names the
-- entry of the journal that ordered it.
create table journal_body (
	entry     text collate "C" primary key,
	salt      bytea not null,
	body      text not null,
	erased_by text collate "C" not null default ''
);
create index journal_body_erased on journal_body (erased_by, entry) where erased_by <> '';

-- Complete tiles of 256 hashes. root is the hash of the whole tile, which is
-- also one hash of the level above.
create table journal_tile (
	level  integer not null,
	n      bigint not null,
	hashes bytea not null,
	root   bytea not null,
	primary key (level, n)
);

create table journal_checkpoint (
	size bigint primary key,
	at   bigint not null,
	note text not null
);

-- One row: who numbers entries holds its lock until commit.
create table journal_head (
	id   integer primary key check (id = 1),
	size bigint not null
);
insert into journal_head (id, size) values (1, 0);

create table journal_cursor (
	name     text primary key,
	next     bigint not null,
	failures integer not null default 0,
	error    text not null default '',
	moved_at bigint not null default 0
);
