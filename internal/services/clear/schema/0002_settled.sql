-- +goose Up
-- What a person has settled for good about a dataset: this kind of datum in this
-- column may be published. Who did, when and why is in the steps of the version.
create table settled (
    piece_id   text not null references piece (id),
    member_id  text not null references member (id),
    field      text not null,
    kind       text not null,
    version_id text not null references version (id),
    primary key (piece_id, field, kind)
);
create index settled_member on settled (member_id);
create index settled_version on settled (version_id);
