-- The public register of participating organisations: that they took part, and nothing about what they said.
--
-- No column leads to a ballot, and none ever may: no id, no place, no moment, not even the day. The key is the name
-- itself and there is no rowid, so that the order of the rows is the alphabet's and not that of arrival.
create table organisation (
    consultation integer not null references consultation (id),
    -- The name as it is compared: small letters and figures, single spaces. Who sends twice, or writes the quotation
    -- marks in another way, stands in the register once.
    name_key text not null,
    -- The area likewise: two organisations of one name in two villages are two.
    area_key text not null,
    -- The name as the organisation that came first wrote it.
    name text not null,
    kind text not null check (kind in ('business', 'ngo', 'sport-club', 'culture', 'chitalishte', 'other')),
    -- Where it works, or what for, in its own words; empty where nothing was said.
    area text not null,
    primary key (consultation, name_key, area_key)
) strict, without rowid;
