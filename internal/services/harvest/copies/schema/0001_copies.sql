-- +goose Up
-- A place is a platform that copies. kept is what it is known as in the program,
-- "" for one that the operator has added; checked_on is a day.
create table copies_place (
    id         text primary key,
    kept       text not null,
    name       text not null,
    address    text not null,
    contact    text not null,
    how        text not null,
    checked_on text not null,
    retired    integer not null
);

-- How a dataset stands at a place, as somebody has said: there, asked, gone,
-- none (it was never there). No row: nobody knows.
create table copies_state (
    dataset_id text not null,
    place_id   text not null,
    member_id  text not null references member (id),
    state      text not null,
    changed_at bigint not null,
    changed_by text not null,
    primary key (dataset_id, place_id)
);
create index copies_state_member on copies_state (member_id);
