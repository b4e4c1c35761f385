-- +goose Up
-- A part's items stand together: one tree to write instead of five. Whose they
-- are is asked seldom enough to be looked through.
create table register_item_anew (
    batch_id      text not null references register_batch (id),
    instance_id   text not null,
    member_id     text not null references member (id),
    model_id      text not null,
    from_version  bigint not null,
    from_proposed bigint not null,
    from_open     bigint not null,
    from_changed  bigint not null,
    to_version    bigint not null,
    rev           bigint not null,
    outcome       text not null,
    conflicts     text not null,
    primary key (batch_id, model_id, instance_id)
) without rowid;
insert into register_item_anew (batch_id, instance_id, member_id, model_id, from_version, from_proposed, from_open, from_changed, to_version, rev,
        outcome, conflicts)
    select batch_id, instance_id, member_id, model_id, from_version, from_proposed, from_open, from_changed, to_version, rev, outcome, conflicts
    from register_item;
drop table register_item;
alter table register_item_anew rename to register_item;
create index register_item_instance on register_item (instance_id);
