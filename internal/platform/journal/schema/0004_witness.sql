-- +goose Up

-- The newest checkpoint that each witness has countersigned. claimed_until
-- keeps the processes of an installation from asking at once.
create table journal_witness (
	name          text primary key,
	size          bigint not null default 0,
	note          text not null default '',
	signed_at     bigint not null default 0,
	tried_at      bigint not null default 0,
	claimed_until bigint not null default 0,
	failures      integer not null default 0,
	error         text not null default ''
);
