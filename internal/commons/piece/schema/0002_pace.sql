-- +goose Up
-- What a member has deposited lately is counted with each deposit, however much it
-- deposited before.
create index version_recent on version (member_id, created_at);
