-- +goose Up
-- An act that changes who members are. The plan is JSON: whom it concerns, who
-- inherits, what was chosen.
create table succession (
    id          text primary key,
    kind        text not null,
    state       text not null,
    day         text collate "C" not null,
    deed        text not null,
    plan        text not null,
    recorder    text not null,
    recorded_at bigint not null,
    done_at     bigint not null,
    problem     text not null
);
create index succession_recorded on succession (recorded_at);

-- The members that an act concerns.
create table succession_member (
    succession_id text not null references succession (id),
    member_id     text not null references member (id),
    primary key (succession_id, member_id)
);
create index succession_member_member on succession_member (member_id);

-- Whose a piece was before the act passed it on: what a member that is set up
-- again may take back.
create table succession_piece (
    succession_id text not null references succession (id),
    piece_id      text not null,
    member_id     text not null references member (id),
    primary key (succession_id, piece_id)
);
create index succession_piece_member on succession_piece (member_id);
