-- +goose Up

-- Logs that ended when a backup was restored. Their entries are in
-- journal_leaf with numbers below zero, in their order.
create table journal_past (
	first      bigint primary key,
	size       bigint not null,
	verifier   text not null,
	checkpoint text not null,
	ended_at   bigint not null
);
