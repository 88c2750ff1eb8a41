//! Which pages may send, and what a browser is told about it.

use glasno_model::ProblemType;

use crate::town::{CONSULTATION, SLUG, SUBMISSIONS, Town, ballot};

const PAGE: &str = "https://www.example.bg";

#[test]
fn a_citizen_sends_from_the_municipalitys_page_and_from_no_other() {
    let town = Town::open();
    town.installation().done(["consultation", "update", SLUG, "--allowed-origin", PAGE]);
    for (number, (origin, status, readable_by)) in [
        (PAGE, 201, PAGE),
        ("https://evil.example", 403, "*"),
        ("http://www.example.bg", 403, "*"),
        ("https://www.example.bg.evil.example", 403, "*"),
        ("null", 201, "*"),
    ]
    .into_iter()
    .enumerate()
    {
        let asked = [("origin", origin), ("access-control-request-method", "POST")];
        let preflight = town.connect().ask("OPTIONS", SUBMISSIONS, &asked, b"").unwrap();
        let body = ballot(number as u64).to_string();
        let answer = town.post(SUBMISSIONS, &[("origin", origin)], body.as_bytes());
        assert_eq!((preflight.status, answer.status), (204, status), "{origin}");
        for seen in [&preflight, &answer] {
            assert_eq!(seen.header("access-control-allow-origin"), readable_by, "{origin}");
            assert_eq!(seen.header("access-control-allow-credentials"), "", "never with cookies");
            assert_eq!(seen.header("vary"), "Origin");
        }
        if status == 403 {
            assert_eq!(answer.problem().kind, ProblemType::OriginNotAllowed);
        }
    }
    assert_eq!(town.kept(), 2);
}

#[test]
fn an_officer_may_refuse_pages_in_a_sandbox() {
    let town = Town::open();
    let send = |number| town.post(SUBMISSIONS, &[("origin", "null")], ballot(number).to_string().as_bytes());
    assert_eq!(send(1).status, 201);
    town.installation().done(["consultation", "update", SLUG, "--allow-sandboxed", "false"]);
    let refused = send(2);
    assert_eq!(refused.outcome(), (403, Some(ProblemType::OriginNotAllowed)));
    assert_eq!(refused.header("access-control-allow-origin"), "*", "it may read why");
    assert_eq!(town.kept(), 1);
}

#[test]
fn a_page_may_send_json_and_read_the_receipt() {
    let town = Town::open();
    let asked = [
        ("origin", PAGE),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let preflight = town.connect().ask("OPTIONS", SUBMISSIONS, &asked, b"").unwrap();
    assert_eq!(preflight.header("access-control-allow-methods"), "POST");
    assert_eq!(preflight.header("access-control-allow-headers"), "Content-Type");
    assert_eq!(preflight.header("access-control-max-age"), "7200");
    let sent = [("origin", PAGE), ("content-type", "application/json")];
    let answer = town.post(SUBMISSIONS, &sent, ballot(1).to_string().as_bytes());
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (201, "*"));
    assert_eq!(answer.header("access-control-expose-headers"), "Location, Retry-After");
}

#[test]
fn any_page_reads_the_draft() {
    let town = Town::open();
    town.installation().done(["consultation", "update", SLUG, "--allowed-origin", PAGE]);
    let answer = town.get_with(CONSULTATION, &[("origin", "https://newspaper.example")]);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, "*"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}
