-- +goose Up
-- Who wants to be written to when something new is published. The mailbox is
-- sealed; its keyed digest counts what one asks for. Nothing else is kept of
-- anybody.
create table portal_alert (
    id           text primary key,
    mailbox      text not null,
    mailbox_key  text collate "C" not null,
    search       text not null,
    language     text not null,
    pace         text not null,
    since        bigint not null,
    due_at       bigint not null,
    confirmed_at bigint not null,
    created_at   bigint not null
);
create index portal_alert_key on portal_alert (mailbox_key);
create index portal_alert_due on portal_alert (confirmed_at, due_at, id);
