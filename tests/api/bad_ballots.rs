//! Ballots that are JSON but not right: each is refused with the words for it, and nothing of it is stored.

use glasno_model::ProblemType::{self, Closed, NotASubmission, NotFound, NotOpenYet, RuleBroken};
use serde_json::{Value, json};

use crate::town::{SUBMISSIONS, Town, ballot, ballot_with, found};

/// What is wrong, the ballot, the answer, and which rule is broken where.
type Case = (&'static str, Value, ProblemType, &'static str);

#[test]
fn a_ballot_that_is_not_right_is_refused_with_the_words_for_it() {
    let town = Town::open();
    let mut cases = shapes();
    cases.extend(amounts());
    cases.extend(lines());
    cases.extend(comments());
    assert!(cases.len() >= 40, "the table has only {} rows", cases.len());
    let mut connection = town.connect();
    for (what, body, kind, found) in cases {
        let body = body.to_string();
        let answer = connection.ask("POST", SUBMISSIONS, &[], body.as_bytes()).expect(what);
        assert_eq!(answer.outcome(), (422, Some(kind)), "{what}: {}", answer.text());
        let broken: Vec<String> = answer.json()["violations"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|violation| format!("{} {}", text(violation, "rule"), text(violation, "pointer")))
            .collect();
        assert!(found.is_empty() || broken.iter().any(|rule| rule == found), "{what}: {broken:?}");
    }
    assert_eq!(town.kept(), 0);
    assert_eq!(town.send(&ballot(1)).status, 201, "the server still takes what is right");
}

#[test]
fn a_ballot_for_a_consultation_that_takes_none_is_refused() {
    let town = Town::open();
    let installation = town.installation();
    for (slug, flags) in [
        ("tomorrow", &["--opens-at", "2099-01-01T09:00"][..]),
        ("yesterday", &["--closes-at", "2020-01-01T09:00"]),
        ("closed", &[]),
        ("hidden", &[]),
    ] {
        found(installation, slug, flags);
        if slug != "hidden" {
            installation.done(["consultation", "open", slug]);
        }
    }
    installation.done(["consultation", "close", "closed"]);
    for (slug, status, kind) in [
        ("tomorrow", 409, NotOpenYet),
        ("yesterday", 409, Closed),
        ("closed", 409, Closed),
        ("hidden", 404, NotFound),
        ("moon", 404, NotFound),
        ("No-Slug", 404, NotFound),
        ("%ff", 404, NotFound),
        ("..%2ftown", 404, NotFound),
    ] {
        let path = format!("/api/v1/consultations/{slug}/submissions");
        let answer = town.post(&path, &[], ballot(1).to_string().as_bytes());
        assert_eq!(answer.outcome(), (status, Some(kind)), "{slug}");
    }
    assert_eq!(town.kept(), 0);
}

fn shapes() -> Vec<Case> {
    let id = |id: &str| ballot_with("/id", json!(id));
    let code = |code: &str| ballot_with("/receipt_code", json!(code));
    let mut named = ballot(1);
    named["name"] = json!("Иван Иванов");
    let mut tagged = ballot(1);
    tagged["ballot"]["tag"] = json!("x");
    let mut noted = ballot(1);
    noted["ballot"]["allocation"][0]["note"] = json!("x");
    vec![
        ("an array instead of an object", json!([ballot(1)]), NotASubmission, ""),
        ("a text", json!("ballot"), NotASubmission, ""),
        ("a number", json!(1), NotASubmission, ""),
        ("nothing", json!(null), NotASubmission, ""),
        ("an empty object", json!({}), NotASubmission, ""),
        ("a name beside the ballot", named, NotASubmission, ""),
        ("a field that no ballot has", tagged, NotASubmission, ""),
        ("a field that no amount has", noted, NotASubmission, ""),
        ("no id", id(""), NotASubmission, ""),
        ("an id in capitals", id("3F0C5A3E-6F0E-4B8E-9D1C-000000000001"), NotASubmission, ""),
        ("an id that is not a UUID", id("../../etc/passwd"), NotASubmission, ""),
        ("no receipt code", code(""), NotASubmission, ""),
        ("a receipt code with a wrong sign", code("7KXM-3ADT-7KXM-3ADT"), NotASubmission, ""),
        ("an array as the ballot", ballot_with("/ballot", json!([])), NotASubmission, ""),
        ("no ballot", ballot_with("/ballot", json!(null)), NotASubmission, ""),
        ("no language", ballot_with("/ballot/language", json!("")), NotASubmission, ""),
        ("an object as the amounts", ballot_with("/ballot/allocation", json!({})), NotASubmission, ""),
        ("a ballot that says nothing", said(json!([]), json!([])), RuleBroken, "empty /ballot"),
        (
            "another draft",
            ballot_with("/ballot/draft_version", json!(2)),
            RuleBroken,
            "other-draft-version /ballot/draft_version",
        ),
        ("a draft below nothing", ballot_with("/ballot/draft_version", json!(-1)), NotASubmission, ""),
    ]
}

fn amounts() -> Vec<Case> {
    let first = |amount: Value| ballot_with("/ballot/allocation/0/amount", amount);
    let alone = |line: &str, amount: i64| said(json!([{ "line": line, "amount": amount }]), json!([]));
    let whole = "short /ballot/allocation";
    let at = "/ballot/allocation/0/amount";
    let rule = |rule: &str| -> &'static str { format!("{rule} {at}").leak() };
    vec![
        ("a number as text", first(json!("110000")), NotASubmission, ""),
        ("a number with a point", first(json!(110_000.5)), NotASubmission, ""),
        ("a number with an exponent", first(json!(1.1e5)), NotASubmission, ""),
        ("truth as a number", first(json!(true)), NotASubmission, ""),
        ("no amount", first(json!(null)), NotASubmission, ""),
        ("one beyond 2^53", first(json!(9_007_199_254_740_993_i64)), NotASubmission, ""),
        ("one beyond -2^53", first(json!(-9_007_199_254_740_993_i64)), NotASubmission, ""),
        ("2^63", first(json!(9_223_372_036_854_775_808_u64)), NotASubmission, ""),
        ("a cent over the budget", first(json!(110_001)), RuleBroken, whole),
        ("all the money there is", first(json!(9_007_199_254_740_991_i64)), RuleBroken, whole),
        ("a line alone over the budget", alone("roads", 100_001), RuleBroken, whole),
        ("less than nothing", first(json!(-1)), RuleBroken, rule("below-minimum")),
        ("less than the least", alone("lights", 9_999), RuleBroken, rule("below-minimum")),
        ("more than the most", alone("lights", 30_001), RuleBroken, rule("above-maximum")),
        ("more for a line of the state", alone("schools", 200_001), RuleBroken, rule("locked-line")),
        ("less for a line of the state", alone("schools", 0), RuleBroken, rule("locked-line")),
    ]
}

fn lines() -> Vec<Case> {
    let line = |line: Value| ballot_with("/ballot/allocation/0/line", line);
    let at = "/ballot/allocation/0/line";
    let unknown: &'static str = format!("unknown-line {at}").leak();
    let many: Vec<Value> = (0..1_000).map(|_| json!({ "line": "roads", "amount": 100_000 })).collect();
    vec![
        ("an unknown line", line(json!("moon")), RuleBroken, unknown),
        ("a group instead of a line", line(json!("6")), RuleBroken, unknown),
        ("a line in other letters", line(json!("Roads")), RuleBroken, unknown),
        ("a line twice", line(json!("parks")), RuleBroken, "duplicate-line /ballot/allocation/1/line"),
        (
            "a line a thousand times",
            said(json!(many), json!([])),
            RuleBroken,
            "duplicate-line /ballot/allocation/999/line",
        ),
        ("no line", line(json!("")), NotASubmission, ""),
        ("a number as a line", line(json!(606)), NotASubmission, ""),
        ("a line too long for one", line(json!("я".repeat(65))), NotASubmission, ""),
        ("a line with a hidden sign", line(json!("roads\u{202e}")), NotASubmission, ""),
    ]
}

fn comments() -> Vec<Case> {
    let text = |text: String| ballot_with("/ballot/comments/0/text", json!(text));
    let comment = |line: &str, text: &str| json!({ "line": line, "text": text });
    let long = "а".repeat(2_000);
    let at = |rule: &str| -> &'static str { format!("{rule} /ballot/comments/0/text").leak() };
    let whole = |length| said(json!([]), json!([{ "text": "а".repeat(length) }]));
    vec![
        ("an empty comment", text(String::new()), RuleBroken, at("empty-comment")),
        ("white space as a comment", text(" \n\t ".into()), RuleBroken, at("empty-comment")),
        ("a NUL in a comment", text("a\0b".into()), RuleBroken, at("control-character")),
        ("an escape sequence", text("\u{1b}[2J".into()), RuleBroken, at("control-character")),
        ("too long for a line", text("🕳️".repeat(1_001)), RuleBroken, at("comment-too-long")),
        (
            "ten thousand marks on one letter",
            text(format!("e{}", "\u{301}".repeat(10_000))),
            RuleBroken,
            at("comment-too-long"),
        ),
        ("too long for the whole", whole(4_001), RuleBroken, at("comment-too-long")),
        (
            "a comment on an unknown line",
            said(json!([]), json!([comment("moon", "x")])),
            RuleBroken,
            "unknown-line /ballot/comments/0/line",
        ),
        (
            "two comments in one place",
            said(json!([]), json!([comment("roads", "x"), comment("roads", "y")])),
            RuleBroken,
            "duplicate-comment /ballot/comments/1/line",
        ),
        ("a number as a comment", ballot_with("/ballot/comments/0/text", json!(1)), NotASubmission, ""),
        (
            "more comments than one person writes",
            said(json!([]), (0..16).map(|_| comment("roads", &long)).collect()),
            RuleBroken,
            "comments-too-long /ballot/comments",
        ),
    ]
}

/// A ballot with these amounts and comments.
fn said(allocation: Value, comments: Value) -> Value {
    let mut changed = ballot(1);
    changed["ballot"]["allocation"] = allocation;
    changed["ballot"]["comments"] = comments;
    changed
}

fn text<'a>(violation: &'a Value, field: &str) -> &'a str {
    violation[field].as_str().unwrap_or_default()
}
