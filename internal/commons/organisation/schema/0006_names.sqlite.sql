-- +goose Up
-- Names are looked for in a narrow index, also among the members of a kind; a
-- code leads to its communes at once.
drop index member_open;
create index member_open on member (sort_key, id, kind, search_text) where closed_at = 0;
create index member_insee on member (insee) where closed_at = 0;
create index member_postcode on member (postcode) where closed_at = 0;
