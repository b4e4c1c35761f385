-- +goose Up
-- The face of a portal: number 0 is the draft, the others were published, the
-- highest is what everybody sees. purpose says of which portal: the member's own
-- (site), or what all members have that say nothing else (members). origin_id is
-- the member that wrote it: what an heir takes over is kept, and is not shown in
-- place of its own.
create table portal_label (
    id         text primary key,
    member_id  text not null references member (id),
    origin_id  text not null,
    purpose    text not null,
    number     bigint not null,
    document   text not null,
    actor_kind text not null,
    actor_id   text not null,
    actor_name text not null,
    written_at bigint not null
);
create index portal_label_one on portal_label (origin_id, purpose, number);
create index portal_label_member on portal_label (member_id);

create table portal_logo (
    id        text primary key,
    member_id text not null references member (id),
    digest    text not null,
    type      text not null,
    content   text not null,
    added_at  bigint not null
);
create index portal_logo_digest on portal_logo (digest);
create index portal_logo_member on portal_logo (member_id);

create table portal_host (
    id          text primary key,
    member_id   text not null references member (id),
    origin_id   text not null,
    host        text not null,
    token       text not null,
    actor_kind  text not null,
    actor_id    text not null,
    actor_name  text not null,
    asked_at    bigint not null,
    verified_at bigint not null,
    checked_at  bigint not null,
    problem     text not null
);
create index portal_host_host on portal_host (host);
create index portal_host_member on portal_host (member_id);

-- Audits of accessibility: how many of the criteria applied, how many were met.
create table portal_audit (
    id          text primary key,
    member_id   text not null references member (id),
    origin_id   text not null,
    audited_on  text not null,
    auditor     text not null,
    applicable  bigint not null,
    met         bigint not null,
    report      text not null,
    exceptions  text not null,
    actor_kind  text not null,
    actor_id    text not null,
    actor_name  text not null,
    recorded_at bigint not null,
    undone_at   bigint not null,
    undone_by   text not null
);
create index portal_audit_member on portal_audit (member_id);
