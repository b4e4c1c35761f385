-- +goose Up
-- The days that a dataset covers, as YYYY-MM-DD: what its publisher has said
-- (covers), and what the dates of a version span, in which column (spans). Both
-- are '' while nobody knows.
alter table dataset add column covers_from text not null default '';
alter table dataset add column covers_until text not null default '';
alter table edition add column spans_from text not null default '';
alter table edition add column spans_until text not null default '';
alter table edition add column spans_column text not null default '';
