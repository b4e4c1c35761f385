-- +goose Up
-- What is a member's alone of what it uses: its contract, the annex, the signed
-- file. A line goes with the instance of the register.
create table register_contract (
    instance_id text primary key,
    member_id   text not null references member (id),
    reference   text not null,
    starts_on   text collate "C" not null,
    ends_on     text collate "C" not null,
    notice_days bigint not null,
    renewed     integer not null,
    annex       text not null,
    annex_on    text not null,
    file_name   text not null,
    digest      text not null,
    size        bigint not null,
    remarks     text not null,
    reminded    text not null,
    rev         bigint not null,
    changed_at  bigint not null,
    by_id       text not null,
    by_name     text not null
);
create index register_contract_member on register_contract (member_id);
create index register_contract_ends on register_contract (ends_on) where ends_on <> '';

-- Members' own suppliers that were merged into the catalogue.
create table register_merge (
    id        text primary key,
    model_id  text not null,
    made      integer not null,
    name      text not null,
    count     bigint not null,
    merged_at bigint not null,
    by_id     text not null,
    by_name   text not null,
    undone_at bigint not null
);

-- What became of each: before is its record, rev its revision afterwards. kept
-- is the one that the member had already, to which its activities were led
-- (uses); '' where the supplier itself became the instance.
create table register_merge_item (
    merge_id    text not null references register_merge (id),
    instance_id text not null,
    member_id   text not null references member (id),
    kept        text not null,
    uses        text not null,
    before      text not null,
    rev         bigint not null,
    primary key (merge_id, instance_id)
);
create index register_merge_item_member on register_merge_item (member_id);
