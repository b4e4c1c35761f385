-- +goose Up

-- What waits. ready tells a job that may run now from one whose time (run_at)
-- has not come. Jobs move from here to job_run and are deleted when done: all
-- three tables stay small, and who inserts a job never touches a row that
-- somebody else reads.
create table job (
	id           text collate "C" primary key,
	kind         text not null,
	args         text not null,
	unique_key   text not null,
	fair         text collate "C" not null,
	priority     integer not null,
	ready        integer not null,
	run_at       bigint not null,
	attempt      integer not null,
	max_attempts integer not null,
	every        text not null,
	error        text not null,
	inserted_at  bigint not null
);
create unique index job_unique on job (kind, unique_key) where unique_key <> '';
create index job_turn on job (priority, fair, id) where ready = 1;
create index job_later on job (run_at) where ready = 0;

-- What runs, and until when it is held.
create table job_run (
	id           text collate "C" primary key,
	kind         text not null,
	args         text not null,
	unique_key   text not null,
	fair         text collate "C" not null,
	priority     integer not null,
	run_at       bigint not null,
	attempt      integer not null,
	max_attempts integer not null,
	every        text not null,
	error        text not null,
	inserted_at  bigint not null,
	lease        text not null,
	lease_until  bigint not null,
	started_at   bigint not null
);
create unique index job_run_unique on job_run (kind, unique_key) where unique_key <> '';

-- What was given up, kept for the operator.
create table job_ended (
	id           text collate "C" primary key,
	kind         text not null,
	args         text not null,
	unique_key   text not null,
	fair         text collate "C" not null,
	priority     integer not null,
	run_at       bigint not null,
	attempt      integer not null,
	max_attempts integer not null,
	error        text not null,
	inserted_at  bigint not null,
	state        text not null,
	ended_at     bigint not null
);
create index job_ended_at on job_ended (ended_at);
