-- +goose Up
-- Whose rules hold for all is asked with each deposit: not by going through
-- all members.
create index member_operator on member (id) where is_operator = 1;
