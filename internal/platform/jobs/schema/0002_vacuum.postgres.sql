-- +goose Up

-- Rows live for milliseconds: clean up by number, not by share of the table.
alter table job set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
alter table job_run set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
