-- +goose Up
-- All that may change of a member is dated. A row holds the whole of what the
-- member is from a day on; applied says that the day has come and the member's
-- own row holds it.
alter table member add column staff bigint not null default 0;
alter table member_history add column insee text not null default '';
alter table member_history add column postcode text not null default '';
alter table member_history add column group_id text not null default '';
alter table member_history add column staff bigint not null default 0;
alter table member_history add column deed text not null default '';
alter table member_history add column recorder text not null default '';
alter table member_history add column recorded_at bigint not null default 0;
alter table member_history add column corrected_at bigint not null default 0;
alter table member_history add column applied bigint not null default 1;
update member_history set
    insee = (select insee from member m where m.id = member_history.member_id),
    postcode = (select postcode from member m where m.id = member_history.member_id),
    group_id = (select group_id from member m where m.id = member_history.member_id);
create index member_history_planned on member_history (from_date) where applied = 0;

-- An address leads to the member that has it today. origin is the member for
-- which it was made: what was named under it then is still found.
alter table member_address add column origin text not null default '';
update member_address set origin = member_id;
create index member_address_member on member_address (member_id);
