-- +goose Up
-- How many records of a kind a member has and how they stand, kept with them, so
-- that a list of all members counts none of them. first_at is when the first was
-- made, review_at when the one that was checked longest ago was checked, 0 for
-- never.
create table register_tally (
    member_id   text not null references member (id),
    kind        text not null,
    total       bigint not null,
    complete    bigint not null,
    checked     bigint not null,
    waiting     bigint not null,
    since_check bigint not null,
    first_at    bigint not null,
    review_at   bigint not null,
    primary key (member_id, kind)
);
insert into register_tally (member_id, kind, total, complete, checked, waiting, since_check, first_at, review_at)
select i.member_id, i.kind, count(*), sum(case when i.state = 'complete' then 1 else 0 end), sum(case when i.state = 'checked' then 1 else 0 end),
    sum(case when i.open_count > 0 or i.proposed > i.version then 1 else 0 end), sum(case when i.checked_at > 0 and i.changed_at > i.checked_at then 1 else 0 end),
    min(i.made_at), coalesce(min(case when i.checked_at > 0 then i.checked_at end), 0)
from register_instance i where i.retired_at = 0 group by i.member_id, i.kind;
