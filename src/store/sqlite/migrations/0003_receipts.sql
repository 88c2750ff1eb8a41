-- A citizen who has only the receipt code, read from paper or over the phone, finds the submission by it.
--
-- An index of `event` by receipt hash would rewrite one more page for nearly every submission, because hashes are as
-- random as ids. So this table runs behind: submitting never touches it, and the first search after some submissions
-- enters all of them at once, in the order of their hashes. Each submission is entered once, whoever searches.
create table receipt (
    consultation integer not null references consultation (id),
    -- The first eight bytes of the keyed hash. Two receipts of one consultation rarely share them; the whole hash
    -- stands with the event and decides, and entries a quarter as long make a table a quarter as large.
    hash_start blob not null check (length(hash_start) = 8),
    -- The first event of the submission. One code may belong to several submissions of one browser.
    event integer not null references event (sequence),
    primary key (consultation, hash_start, event)
) strict, without rowid;

-- How far the table above has come. A table of its own, because a consultation's own row is long, and rewritten whole.
create table receipt_reach (
    consultation integer primary key references consultation (id),
    -- The place of the last event of this consultation that was looked at.
    sequence integer not null
) strict;

-- What was submitted before there was this table.
insert into receipt (consultation, hash_start, event)
select consultation, substr(receipt_hash, 1, 8) as hash_start, sequence
from event
where version = 1
order by consultation, hash_start;

insert into receipt_reach (consultation, sequence)
select consultation, max(sequence) from event group by consultation;
