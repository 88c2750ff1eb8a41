//! What the widget asks of the endpoint, from the municipality's page, from a stranger's and from a sandbox.

use glasno_model::ProblemType;

use super::{BR, GONE, GZIP, Headers, JSON, PAGE, Row, STRANGER};
use crate::town::{CONSULTATION, SLUG, SUBMISSIONS, Town, ballot, id};

const PROBLEM: Headers<'_> = &[("content-type", "application/problem+json")];
const ANYBODY: Headers<'_> = &[("access-control-allow-origin", "*"), ("x-content-type-options", "nosniff")];
const NAMED: Headers<'_> = &[("access-control-allow-origin", PAGE), ("x-content-type-options", "nosniff")];
const SENT: Headers<'_> = &[
    ("access-control-expose-headers", "Location, Retry-After"),
    ("cache-control", "no-store"),
    ("vary", "Origin"),
];
const ASKED: Headers<'_> = &[
    ("access-control-allow-headers", "Content-Type"),
    ("access-control-allow-methods", "POST"),
    ("access-control-max-age", "7200"),
    ("allow", "POST, OPTIONS"),
    ("vary", "Origin"),
];

#[test]
fn any_page_reads_the_consultation() {
    let town = Town::open();
    town.installation().done(["consultation", "update", SLUG, "--allowed-origin", PAGE]);
    let cache: Headers<'_> = &[
        ("cache-control", "public, max-age=30, stale-while-revalidate=300"),
        ("etag", "strong"),
        ("vary", "Accept-Encoding"),
    ];
    for origin in [PAGE, STRANGER, "null"] {
        for (accepted, packed) in [("br", BR), ("br;q=0.1, gzip;q=0.2", GZIP), ("identity", &[])] {
            let with = [("origin", origin), ("accept-encoding", accepted), ("cookie", "a=b")];
            let answer = town.see(CONSULTATION, &with, 200, &[ANYBODY, JSON, cache, packed]);
            let tag = answer.header("etag").to_owned();
            let again = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
            town.see(CONSULTATION, &again, 304, &[ANYBODY, cache]);
        }
    }
    town.see("/api/v1/consultations/other", &[("origin", STRANGER)], 404, &[ANYBODY, PROBLEM, GONE]);
}

/// Each page sends a ballot of its own and asks beforehand.
fn check_sending(town: &Town, first: u64, rows: &[(&str, u16, Headers<'_>)]) {
    for (number, (origin, status, readable)) in (first..).zip(rows) {
        let origin: Headers<'_> = if origin.is_empty() { &[] } else { &[("origin", origin)] };
        let asks = [origin, &[("access-control-request-method", "POST")]].concat();
        let preflight = Row {
            asked: ("OPTIONS", SUBMISSIONS),
            with: &asks,
            body: String::new(),
            status: 204,
            headers: &[readable, ASKED],
        };
        town.check(&preflight);
        let location = format!("/api/v1/submissions/{}", id(number));
        let taken: Headers<'_> = &[("content-type", "application/json"), ("location", &location)];
        let with = [origin, &[("cookie", "a=b")]].concat();
        let answer = town.check(&Row {
            asked: ("POST", SUBMISSIONS),
            with: &with,
            body: ballot(number).to_string(),
            status: *status,
            headers: &[readable, SENT, if *status == 201 { taken } else { PROBLEM }],
        });
        if *status == 403 {
            assert_eq!(answer.problem().kind, ProblemType::OriginNotAllowed);
        }
    }
}

#[test]
fn a_ballot_comes_from_the_pages_that_may_send_it() {
    let town = Town::open();
    let own = town.server.address.clone();
    check_sending(
        &town,
        0,
        &[("", 201, ANYBODY), (PAGE, 201, ANYBODY), (STRANGER, 201, ANYBODY), ("null", 201, ANYBODY)],
    );
    town.installation().done(["consultation", "update", SLUG, "--allow-sandboxed", "false"]);
    check_sending(&town, 10, &[(STRANGER, 201, ANYBODY), ("null", 403, ANYBODY)]);
    town.installation().done(["consultation", "update", SLUG, "--allowed-origin", PAGE]);
    let our: Headers<'_> = &[("access-control-allow-origin", &own), ("x-content-type-options", "nosniff")];
    check_sending(
        &town,
        20,
        &[
            ("", 201, ANYBODY),
            (PAGE, 201, NAMED),
            (&own, 201, our),
            (STRANGER, 403, ANYBODY),
            ("http://www.example.bg", 403, ANYBODY),
            ("null", 403, ANYBODY),
        ],
    );
    town.installation().done(["consultation", "update", SLUG, "--allow-sandboxed", "true"]);
    check_sending(&town, 30, &[(STRANGER, 403, ANYBODY), ("null", 201, ANYBODY)]);
    assert_eq!(town.kept(), 9);
}
