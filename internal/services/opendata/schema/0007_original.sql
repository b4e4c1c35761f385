-- +goose Up
-- What the public may know of the original stands with the edition: the version
-- itself is its member's alone. shown says that the dataset is published, so that
-- the lock on the row need not look the dataset up.
alter table edition add column file_name text not null default '';
alter table edition add column digest text not null default '';
alter table edition add column size bigint not null default 0;
alter table edition add column shown bigint not null default 0;
update edition set
    file_name = (select file_name from version v where v.id = edition.version_id),
    digest = (select digest from version v where v.id = edition.version_id),
    size = (select size from version v where v.id = edition.version_id),
    shown = (select case when d.state = 'published' then 1 else 0 end from dataset d where d.piece_id = edition.piece_id);
