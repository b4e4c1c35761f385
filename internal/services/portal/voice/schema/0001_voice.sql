-- +goose Up
-- What somebody has written about a dataset. state: unproven, waiting, answered,
-- declined. public is 1 while everybody may read it; name is shown with it, ""
-- for none.
create table voice_thread (
    id          text primary key,
    member_id   text not null references member (id),
    dataset_id  text not null,
    kind        text not null,
    state       text not null,
    title       text not null,
    body        text not null,
    link        text not null,
    reuse       text not null,
    name        text not null,
    answer      text not null,
    answered_by text not null,
    created_at  bigint not null,
    proven_at   bigint not null,
    closed_at   bigint not null,
    reminded_at bigint not null,
    public      integer not null
);
create index voice_thread_member on voice_thread (member_id, state);
create index voice_thread_dataset on voice_thread (dataset_id, public);
create index voice_thread_state on voice_thread (state, proven_at);

-- Who has written it, until it is erased. email is sealed, in base64; address
-- is its keyed digest; proof is the digest of the secret in the letter.
create table voice_asker (
    thread_id  text primary key references voice_thread (id),
    member_id  text not null,
    name       text not null,
    shown      integer not null,
    email      text not null,
    address    text not null,
    lang       text not null,
    proof      text not null,
    created_at bigint not null
);
create index voice_asker_address on voice_asker (address, created_at);
