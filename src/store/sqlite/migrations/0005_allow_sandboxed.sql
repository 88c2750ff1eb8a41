-- May a page in a sandbox send, of which a browser says no more than `Origin: null`? On for what is already there: the
-- frames that content management systems put around what they do not know are such pages. Apart from the settings,
-- like the list of pages beside which it stands.
alter table consultation add column allow_sandboxed integer not null default 1 check (allow_sandboxed in (0, 1));
