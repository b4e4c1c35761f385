-- +goose Up

-- What was done for the backups: by the server on its schedule, or by a person
-- at the command line. The backups themselves are elsewhere, and say the same.
create table backup_run (
	id       text collate "C" primary key,
	kind     text not null,
	backup   text not null,
	began_at bigint not null,
	ended_at bigint not null,
	sound    integer not null,
	detail   text not null
);
create index backup_run_kind on backup_run (kind, began_at);
