-- Where citizens came from, as a poster or a page said it, so that an officer sees what was worth hanging up.
--
-- Counts alone. A small village has one poster, and a column beside the ballot would say who hung under it; so nothing
-- here leads to a submission, and one that is withdrawn or changed later leaves its count as it was.
create table arrival (
    consultation integer not null references consultation (id),
    -- As it stood in the address or on the element: `library-qr`.
    label text not null check (length(label) between 1 and 32),
    -- How many submissions came with it.
    submissions integer not null check (submissions >= 1),
    primary key (consultation, label)
) strict, without rowid;
