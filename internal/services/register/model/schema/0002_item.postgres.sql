-- +goose Up
-- A part's items stand together: two indexes to write instead of four. Whose
-- they are is asked seldom enough to be looked through. Whatever is pushed
-- writes each record's row anew: with room in its page, no index is touched.
alter table register_item drop constraint register_item_pkey;
alter table register_item add primary key (batch_id, model_id, instance_id);
drop index register_item_part;
drop index register_item_member;
alter table register_instance set (fillfactor = 60);
