-- +goose Up

-- Committed entries that wait for their number. The database gives the
-- position, so that an entry made in knowledge of another comes after it,
-- whatever the clocks of their processes say.
create table journal_inbox (
	position integer primary key,
	id       text collate "C" not null,
	kind     text not null,
	member   text not null,
	subject  text not null,
	by_whom  text not null,
	at       bigint not null,
	digest   bytea not null,
	erases   bytea not null
);

-- The log. Rows are only ever added.
create table journal_leaf (
	seq     integer primary key,
	id      text collate "C" not null unique,
	kind    text not null,
	member  text not null,
	subject text not null,
	by_whom text not null,
	at      bigint not null,
	digest  bytea not null,
	erases  bytea not null,
	hash    bytea not null
);
create index journal_leaf_member on journal_leaf (member, seq);
create index journal_leaf_subject on journal_leaf (subject, seq);
create index journal_leaf_kind on journal_leaf (kind, seq);
