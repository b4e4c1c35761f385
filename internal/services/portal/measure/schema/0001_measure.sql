-- +goose Up
-- How often on a day (YYYY-MM-DD, Paris). member_id and dataset_id are "" for
-- what belongs to no member or no dataset.
create table measure_day (
    day        text not null,
    kind       text not null,
    member_id  text not null,
    dataset_id text not null,
    n          bigint not null,
    primary key (day, kind, member_id, dataset_id)
);
create index measure_day_member on measure_day (member_id, day);
