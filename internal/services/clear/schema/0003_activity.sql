-- +goose Up
-- The processing activity that a dataset comes from. said is what the register
-- said of it then, which holds on when the register no longer has it.
create table dataset_activity (
    piece_id  text primary key references piece (id),
    member_id text not null references member (id),
    activity  text not null,
    said      text not null,
    proposed  integer not null,
    at        bigint not null
);
create index dataset_activity_member on dataset_activity (member_id);
