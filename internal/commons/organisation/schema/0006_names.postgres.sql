-- +goose Up
-- Names are looked for by the beginnings of their words; a code leads to its
-- communes at once.
create index member_names on member using gin (to_tsvector('simple', search_text));
create index member_insee on member (insee) where closed_at = 0;
create index member_postcode on member (postcode) where closed_at = 0;
