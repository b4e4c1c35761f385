-- +goose Up
-- A commune's address base. consent is the identifier of the habilitation at
-- the national base, consent_state what it said of it last.
create table address_base (
    member_id     text primary key references member (id),
    begun_at      bigint not null,
    begun_by      text not null,
    consent       text not null,
    consent_state text not null,
    consent_mail  text not null,
    dataset       text not null -- the piece it was published as; '' for none
);

-- A version of a row: address is the same for all versions of it. It lives from
-- one change to another; gone_in is '' for those that stand. Coordinates are in
-- units of 1e-8 degree.
create table address_row (
    id             text primary key,
    member_id      text not null references member (id),
    address        text not null,
    born_in        text not null,
    gone_in        text not null,
    name           text not null,
    name_key       text collate "C" not null,
    number         bigint not null,
    suffix         text collate "C" not null,
    position       text not null,
    located        bigint not null,
    lon            bigint not null,
    lat            bigint not null,
    complement     text not null,
    parcels        text not null,
    certified      bigint not null,
    changed        text not null,
    commune_id     text not null,
    street_id      text not null,
    address_id     text not null,
    street_code    text not null,
    former_insee   text not null,
    former_commune text not null,
    names          text not null,
    complements    text not null
);
create index address_row_live on address_row (member_id, gone_in, name_key, number, suffix);
create index address_row_born on address_row (born_in);
create index address_row_gone on address_row (gone_in);

create table address_change (
    id         text primary key,
    member_id  text not null references member (id),
    kind       text not null,
    about      text not null,
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    made_at    bigint not null,
    undone_at  bigint not null,
    undone_by  text not null
);
create index address_change_latest on address_change (member_id, made_at);

-- What was sent to the national base, and its answers.
create table address_sending (
    id         text primary key,
    member_id  text not null references member (id),
    state      text not null,
    revision   text not null,
    detail     text not null,
    digest     text not null,
    rows       bigint not null,
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    sent_at    bigint not null,
    done_at    bigint not null
);
create index address_sending_latest on address_sending (member_id, sent_at);

-- The operator's token at the national base, sealed.
create table address_client (
    id     text primary key,
    token  text not null,
    set_at bigint not null,
    set_by text not null
);
