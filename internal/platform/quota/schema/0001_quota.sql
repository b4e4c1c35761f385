-- +goose Up
-- What callers have used up, in all processes together: until_at is the instant
-- at which a caller has all of its allowance again. key is a keyed digest of
-- what is limited and of the caller, who is not kept.
create table quota (
	key      text collate "C" primary key,
	until_at bigint not null,
	within   bigint not null
);
create index quota_over on quota (until_at);

-- Things that go on now, of callers who may do so many at once. A place is held
-- by a process that says so again and again, until until_at.
create table quota_place (
	id       text collate "C" primary key,
	key      text collate "C" not null,
	until_at bigint not null
);
create index quota_place_key on quota_place (key, until_at);
