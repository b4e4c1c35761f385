-- +goose Up
create table note (
	id     text primary key,
	title  text collate "C" not null,
	body   bytea,
	weight double precision not null default 0,
	seen   integer not null default 0,
	at     bigint not null default 0
);
create table tag (
	note text not null references note (id),
	word text collate "C" not null,
	primary key (note, word)
);
