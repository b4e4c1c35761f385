-- +goose Up
-- everyone is 1 for a hook of the operator that hears of all members; member_id
-- is then the operator's own. Secrets are sealed, in base64.
create table webhook (
    id              text primary key,
    member_id       text not null references member (id),
    everyone        integer not null,
    name            text not null,
    url             text not null,
    events          text not null,
    secret          text not null,
    old_secret      text not null,
    old_until       bigint not null,
    created_at      bigint not null,
    created_by      text not null,
    failing_since   bigint not null,
    disabled_at     bigint not null,
    disabled_reason text not null
);
create index webhook_member on webhook (member_id);

-- A delivery is one event for one hook. event_id is what the receiver knows it
-- by; replay_of is the delivery that it sends again, or "".
create table webhook_delivery (
    id         text primary key,
    webhook_id text not null references webhook (id),
    member_id  text not null,
    event_id   text not null,
    event      text not null,
    body       text not null,
    replay_of  text not null,
    state      text not null,
    attempts   bigint not null,
    created_at bigint not null,
    tried_at   bigint not null,
    next_at    bigint not null,
    status     bigint not null,
    millis     bigint not null,
    answer     text not null
);
create unique index webhook_delivery_once on webhook_delivery (webhook_id, event_id) where replay_of = '';
create index webhook_delivery_list on webhook_delivery (webhook_id, created_at);
create index webhook_delivery_age on webhook_delivery (created_at);
