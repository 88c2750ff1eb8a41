use axum::http::Method;
use glasno_model::{ProblemType, ReceiptCode};
use serde_json::{Value, json};

use super::*;
use crate::http::{
    state::Settings,
    testing::{CLOSES, OPENS, SUBMISSIONS, Town, ballot},
};

/// A good ballot with one place of it changed.
fn with(pointer: &str, value: Value) -> Value {
    let mut changed = ballot(1);
    *changed.pointer_mut(pointer).unwrap() = value;
    changed
}

#[tokio::test]
async fn a_citizen_gets_a_receipt_and_the_same_one_for_the_same_again() {
    let town = Town::new().await;
    let first = town.send(&ballot(1)).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let receipt: Receipt = serde_json::from_slice(&first.body).unwrap();
    assert_eq!(first.header("location"), format!("/api/v1/submissions/{}", receipt.id));
    assert_eq!(first.header("cache-control"), "no-store");
    let again = town.send(&ballot(1)).await;
    assert_eq!((again.status, &again.body), (200, &first.body));
    assert_eq!(town.kept().await, 1);
}

#[tokio::test]
async fn a_citizen_whose_answer_was_lost_gets_it_also_after_the_close() {
    let town = Town::new().await;
    let first = town.send(&ballot(1)).await;
    town.set_time(CLOSES);
    let again = town.send(&ballot(1)).await;
    assert_eq!((again.status, &again.body), (200, &first.body));
    assert_eq!(town.send(&ballot(2)).await.problem().kind, ProblemType::Closed);
    let changed = with("/ballot/comments/0/text", json!("нещо друго"));
    assert_eq!(town.send(&changed).await.problem().kind, ProblemType::Closed);
}

#[tokio::test]
async fn nobody_can_replace_a_ballot_by_its_id() {
    let town = Town::new().await;
    town.send(&ballot(1)).await;
    let other_content = town.send(&with("/ballot/comments/0/text", json!("нещо друго"))).await;
    assert_eq!((other_content.status, other_content.problem().kind), (422, ProblemType::IdReused));
    let code = ReceiptCode::from_random(&[9; 15]).unwrap().reveal();
    assert_eq!(town.send(&with("/receipt_code", json!(code))).await.status, 422);
    assert_eq!(town.kept().await, 1);
}

#[tokio::test]
async fn a_ballot_that_breaks_a_rule_is_refused_and_says_where() {
    let town = Town::new().await;
    let amount = |minor: Value| with("/ballot/allocation/0/amount", minor);
    let line = |id: &str| with("/ballot/allocation/0/line", json!(id));
    for (what, body, kind, pointer) in [
        ("over the budget", amount(json!(1_101)), ProblemType::RuleBroken, "/ballot/allocation"),
        ("negative", amount(json!(-1)), ProblemType::RuleBroken, "/ballot/allocation/0/amount"),
        ("beyond 2^53", amount(json!(9_007_199_254_740_993_i64)), ProblemType::NotASubmission, ""),
        ("beyond 2^63", amount(json!(9_223_372_036_854_775_808_u64)), ProblemType::NotASubmission, ""),
        ("a number as text", amount(json!("1100")), ProblemType::NotASubmission, ""),
        ("half a cent", amount(json!(1_100.5)), ProblemType::NotASubmission, ""),
        ("unknown line", line("moon"), ProblemType::RuleBroken, "/ballot/allocation/0/line"),
        ("duplicate line", line("parks"), ProblemType::RuleBroken, "/ballot/allocation/1/line"),
        ("locked line", line("schools"), ProblemType::RuleBroken, "/ballot/allocation/0/amount"),
        (
            "other draft",
            with("/ballot/draft_version", json!(2)),
            ProblemType::RuleBroken,
            "/ballot/draft_version",
        ),
        (
            "a NUL",
            with("/ballot/comments/0/text", json!("a\0b")),
            ProblemType::RuleBroken,
            "/ballot/comments/0/text",
        ),
        ("no UUID", with("/id", json!("1")), ProblemType::NotASubmission, ""),
        ("no code", with("/receipt_code", json!("AAAA")), ProblemType::NotASubmission, ""),
        ("an array", json!([1]), ProblemType::NotASubmission, ""),
        ("nothing", json!(null), ProblemType::NotASubmission, ""),
        ("a stranger's field", with("/ballot", json!({"name": "Иван"})), ProblemType::NotASubmission, ""),
    ] {
        let answer = town.send(&body).await;
        let problem = answer.problem();
        assert_eq!((answer.status, problem.kind), (422, kind), "{what}: {}", answer.text());
        let pointers: Vec<&str> = problem.violations.iter().map(|found| found.pointer.as_str()).collect();
        assert!(pointer.is_empty() || pointers.contains(&pointer), "{what}: {pointers:?}");
    }
    assert_eq!(town.kept().await, 0);
}

#[tokio::test]
async fn what_is_not_json_is_told_apart_from_what_is_no_submission() {
    let town = Town::new().await;
    let deep = "[".repeat(100_000);
    let good = ballot(1).to_string();
    let bom = format!("\u{feff}{good}");
    let surrogate = good.replace("ул.", r"\ud800");
    let twice = good.replacen("\"id\":", "\"id\":\"x\",\"id\":", 1);
    for (what, body, status) in [
        ("nothing", &b""[..], 400),
        ("cut off", &good.as_bytes()[..good.len() - 2], 400),
        ("no object and cut off", br#"{"x":"#, 400),
        ("deep", deep.as_bytes(), 400),
        ("a byte order mark", bom.as_bytes(), 400),
        ("half a surrogate pair", surrogate.as_bytes(), 400),
        ("not UTF-8", b"\"\xff\xfe\"", 400),
        ("a number beyond all", b"1e400", 400),
        ("two documents", b"{}{}", 400),
        ("minus nothing", b"-0", 422),
        ("a field twice", twice.as_bytes(), 422),
    ] {
        let answer = town.post(body.to_vec()).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        assert!(answer.problem().detail.is_some_and(|detail| detail.chars().count() <= 300));
    }
    assert_eq!(town.kept().await, 0);
}

#[tokio::test]
async fn ballots_are_taken_from_the_opening_until_the_close() {
    let town = Town::new().await;
    for (now, status, kind) in
        [(OPENS - 1, 409, Some(ProblemType::NotOpenYet)), (OPENS, 201, None), (CLOSES - 1, 200, None)]
    {
        town.set_time(now);
        let answer = town.send(&ballot(1)).await;
        assert_eq!((answer.status, kind.map(|_| answer.problem().kind)), (status, kind), "at {now}");
    }
    town.set_time(CLOSES);
    assert_eq!(town.send(&ballot(3)).await.status, 409);
    town.set_stage(Stage::Draft).await;
    assert_eq!(town.send(&ballot(3)).await.status, 404);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_whatever_it_holds() {
    let town = Town::new().await;
    let answer = town.post(" ".repeat(LARGEST_BYTES + 1)).await;
    assert_eq!((answer.status, answer.problem().kind), (413, ProblemType::TooLarge));
    let padded = format!("{}{}", " ".repeat(LARGEST_BYTES - ballot(1).to_string().len()), ballot(1));
    assert_eq!(town.post(padded).await.status, 201);
}

#[tokio::test]
async fn only_the_named_pages_may_send_and_a_refused_one_may_read_why() {
    let town = Town::new().await;
    let open = town.post_with(&[("origin", "null")], ballot(1).to_string()).await;
    assert_eq!((open.status, open.header("access-control-allow-origin").as_str()), (201, "*"));
    town.change(|record| {
        record.allowed_origins = vec!["https://www.example.bg".into()];
        record.allow_sandboxed = false;
    })
    .await;
    for (origin, status, readable_by) in [
        ("https://www.example.bg", 201, "https://www.example.bg"),
        ("https://evil.example", 403, "*"),
        ("null", 403, "*"),
    ] {
        let asked = town.ask(Method::OPTIONS, SUBMISSIONS, &[("origin", origin)]).await;
        assert_eq!((asked.status, asked.header("access-control-allow-origin").as_str()), (204, readable_by));
        assert_eq!(asked.header("access-control-max-age"), "7200");
        let answer = town.post_with(&[("origin", origin)], ballot(2).to_string()).await;
        assert_eq!(answer.status, status, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), readable_by);
        for seen in [asked, answer] {
            assert_eq!(seen.header("vary"), "Origin");
            assert!(!seen.headers.contains_key("access-control-allow-credentials"));
        }
    }
    assert_eq!(town.post(ballot(3).to_string()).await.status, 201, "no page at all");
}

#[tokio::test]
async fn fifty_people_behind_a_librarys_one_address_pass_and_a_liar_does_not() {
    let town =
        Town::with(Settings { submissions: crate::http::RateLimit::of(60, 3_600), ..Settings::default() })
            .await;
    for number in 0..60 {
        assert_eq!(town.send(&ballot(number)).await.status, 201);
    }
    for spoofed in ["198.51.100.1", "198.51.100.2"] {
        let answer = town.post_with(&[("x-forwarded-for", spoofed)], ballot(99).to_string()).await;
        assert_eq!((answer.status, answer.problem().kind), (429, ProblemType::RateLimited));
        assert_eq!(
            answer.problem().retry_after.map(|seconds| seconds.to_string()),
            Some(answer.header("retry-after"))
        );
    }
    let elsewhere = town
        .visitor([203, 0, 113, 9].into())
        .ask(Method::POST, SUBMISSIONS, &[], ballot(99).to_string())
        .await;
    assert_eq!(elsewhere.status, 201);
}

#[tokio::test]
async fn a_disk_that_is_away_asks_to_come_back() {
    let town = Town::new().await;
    town.store.unplug();
    let answer = town.send(&ballot(1)).await;
    assert_eq!((answer.status, answer.problem().kind), (503, ProblemType::Unavailable));
    assert_eq!(answer.header("retry-after"), "5");
    assert!(!answer.text().contains("unplugged"), "the cause is the operator's");
}

#[tokio::test]
async fn a_wrong_address_or_method_is_a_problem_like_any_other() {
    let town = Town::new().await;
    assert_eq!(town.get("/nowhere").await.problem().kind, ProblemType::NotFound);
    assert_eq!(town.get(SUBMISSIONS).await.problem().kind, ProblemType::MethodNotAllowed);
    let deleted = town.ask(Method::DELETE, "/api/v1/consultations/sample", &[]).await;
    assert_eq!((deleted.status, deleted.header("allow").as_str()), (405, "GET,HEAD"));
    assert_eq!(town.get("/api/v1/consultations/%ff").await.problem().kind, ProblemType::NotFound);
}

#[tokio::test]
async fn the_store_never_sees_the_receipt_code() {
    let town = Town::new().await;
    town.send(&ballot(1)).await;
    let stored = town.store.last_submission();
    let code = ballot(1)["receipt_code"].as_str().unwrap().to_owned();
    assert_ne!(stored.receipt_hash, hash::plain(&[code.as_bytes()]));
    assert_eq!(stored.receipt_hash, hash::keyed(&town.app.receipt_key, code.as_bytes()));
}
