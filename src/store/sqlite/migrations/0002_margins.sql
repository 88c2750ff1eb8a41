-- What is known about everybody who could take part: a JSON array of margins, `[{"dimension": "group", "shares":
-- {"citizen": "0.8", "business": "0.2"}}]`. Apart from the settings, because those are public as a whole and weights
-- would tell who is in a small group.
alter table consultation add column margins text not null default '[]';
