-- +goose Up
-- How many changes one stands for: itself and those that were deleted when it
-- came. Their sum is how many there have ever been.
alter table dataset_turn add column stands_for bigint not null default 1;
