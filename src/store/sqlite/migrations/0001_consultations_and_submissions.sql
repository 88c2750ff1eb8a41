-- The first tables. Once shipped, this file is never edited: what has to change comes as the next one.
--
-- Every key leads with the consultation, so that the tables can be spread over machines by it one day. Moments are
-- seconds since 1970-01-01T00:00:00Z. Tables are strict: a text in a number's column is an error here and now, and
-- not in an export a year later.

-- Says whose file this is: “Glas” in ASCII. Another program's database is never taken for ours.
pragma application_id = 1198285171;

create table consultation (
    -- A small number instead of the name in every key below: the indexes of a large consultation stay a third smaller.
    id integer primary key,
    -- The name in addresses.
    slug text not null unique,
    -- The officer's stage. It stands by itself, because people ask the database for it by hand.
    stage text not null check (stage in ('draft', 'open', 'closed', 'published')),
    -- Texts and rules: the model's `Consultation` as JSON. Nothing is ever searched by them, and the model, not the
    -- table, knows their shape.
    settings text not null,
    -- The origins that may send, as a JSON array. Apart from the settings, because those are public as a whole.
    allowed_origins text not null,
    -- Grows with every change of this row and with every new draft, so that a running server sees in one look
    -- whether what it holds in memory still stands.
    revision integer not null
) strict;

create table budget_draft (
    consultation integer not null references consultation (id),
    -- From 1. A correction is a new version, because ballots name the version that they were made on.
    version integer not null check (version >= 1),
    -- When it was imported; the hearing record names it.
    imported_at integer not null,
    -- The model's `DraftDocument` as JSON. A draft is always read as a whole, so lines have no table of their own.
    document text not null,
    primary key (consultation, version)
) strict;

-- Everything that ever happened to a submission. Rows are only added: changing and withdrawing are new events, so a
-- count can be resumed from the last event counted, and nobody can quietly lose a ballot.
--
-- There is no column for an address, a browser or a name, and there must never be one: who somebody is does not
-- stand beside what somebody proposed.
create table event (
    -- The place among all events. There is one writer, so an event that becomes visible is always after those that
    -- were visible before. Without `autoincrement`: that only guards against reusing deleted rows' numbers, costs a
    -- second table in every transaction, and nothing is ever deleted here.
    sequence integer primary key,
    consultation integer not null references consultation (id),
    -- The id that the browser made, so that a ballot sent twice is stored once. The sixteen bytes of the UUID:
    -- random keys spread writes over the whole index, and at half the size twice as many of them meet on a page.
    submission_id blob not null check (length(submission_id) = 16),
    -- 1 for the first event of a submission, one more for each later one.
    version integer not null check (version >= 1),
    -- Written with `or`: for an `in` of more than two, SQLite builds a table in memory at every insert, and storing
    -- takes half as long again.
    kind text not null check (kind = 'submitted' or kind = 'changed' or kind = 'withdrawn'),
    -- How it came: paper, a box in the library and the telephone count beside the web, and the report tells them apart.
    channel text not null check (
        channel = 'web' or channel = 'paper' or channel = 'box' or channel = 'phone' or channel = 'hall'
    ),
    -- The draft that the citizen saw; amounts mean nothing without it.
    draft_version integer not null,
    received_at integer not null,
    -- Tells a repetition (the same answer again) from another content under the same id (refused).
    content_hash blob not null check (length(content_hash) = 32),
    -- The keyed hash of the receipt code, which a citizen proves to be the sender by. The code itself stays with the
    -- citizen.
    receipt_hash blob not null check (length(receipt_hash) = 32),
    -- The ballot as JSON, `{"language": "bg", "allocation": {"606-local": 123456}, "comments": [{"text": "…"}]}`, the
    -- citizen's words to the byte; nothing once withdrawn. One text and not a row a line: a submission is one write,
    -- and is read back as it came. The amounts are an object by line and not the array of the wire, which is half as
    -- long: two ballots of forty lines then fit on a page where one did, and storing them takes two thirds of the time.
    ballot text check ((ballot is null) = (kind = 'withdrawn')),
    foreign key (consultation, draft_version) references budget_draft (consultation, version)
) strict;

-- One row for each event of a submission, however often a browser sends it. The only index with random keys.
create unique index event_by_submission on event (consultation, submission_id, version);

-- There is no index by receipt hash: as random as the ids, it would rewrite one more page for every submission and
-- cost a quarter of the throughput. A submission is found by its id, and the hash proves whose it is.

-- Pages through the events of one consultation in order; SQLite adds the sequence to every entry by itself.
create index event_by_consultation on event (consultation);

-- Tells whether an event has a later one. It holds changed and withdrawn submissions only, so the many that are
-- never touched again cost nothing here, and an export asks a small index instead of the large one above.
create index event_later on event (consultation, submission_id, version, kind) where version > 1;

-- What became of each submission: its last event, and that alone is what counts. A withdrawn one is among them. The
-- condition on the later version is what lets the index above answer.
create view last_event as
select *
from event
where not exists (
    select 1
    from event as later
    where later.version > 1
      and later.consultation = event.consultation
      and later.submission_id = event.submission_id
      and later.version > event.version
);

create trigger event_is_never_changed before update on event
begin
    select raise(abort, 'events are only ever added');
end;

create trigger event_is_never_deleted before delete on event
begin
    select raise(abort, 'events are only ever added');
end;

create trigger budget_draft_is_never_changed before update on budget_draft
begin
    select raise(abort, 'a corrected draft is a new version');
end;

create trigger budget_draft_is_never_deleted before delete on budget_draft
begin
    select raise(abort, 'a corrected draft is a new version');
end;

create table officer (
    -- The name that the officer logs in with.
    name text primary key,
    -- An argon2 hash in its own text form, which carries its salt and its costs.
    password_hash text not null,
    -- When the password was set; for the operator who wonders about an old one.
    password_set_at integer not null
) strict, without rowid;

create table session (
    -- A hash of the token: who reads a stolen backup cannot log in with it.
    token_hash blob primary key check (length(token_hash) = 32),
    officer text not null references officer (name) on delete cascade,
    expires_at integer not null
) strict, without rowid;

-- Keys that this installation made for itself, such as the one of the receipt hashes. They stand in the database,
-- so that the one file of a backup is enough to go on.
create table secret (
    -- What the key is for.
    name text primary key,
    value blob not null check (length(value) = 32)
) strict, without rowid;

-- Always empty. A row is written and taken back in it to find out whether the disk still takes anything.
create table write_probe (
    -- As large as a group of ballots: a disk that takes only a few bytes more is full.
    bytes blob not null
) strict;
