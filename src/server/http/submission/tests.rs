use axum::{body::Body, http::Method};
use glasno_model::{EventKind, ProblemType, Receipt, Stage, SubmissionView};
use serde_json::{Value, json};

use super::*;
use crate::http::testing::{Answer, CLOSES, OPENS, Town, ballot};

const FIND: &str = "/api/v1/submissions/find";

fn code(sign: u8) -> String {
    ReceiptCode::from_random(&[sign; 15]).unwrap().reveal()
}

/// The citizen who sent the first ballot, with the code of it.
fn address() -> String {
    format!("/api/v1/submissions/{}", ballot(1)["id"].as_str().unwrap())
}

async fn ask(town: &Town, method: Method, code: &str, body: impl Into<Body>) -> Answer {
    let authorization = format!("Glasno-Receipt {code}");
    let here = town.visitor([127, 0, 0, 1].into());
    here.ask(method, &address(), &[("authorization", &authorization)], body).await
}

async fn look(town: &Town) -> Answer {
    ask(town, Method::GET, &code(7), Body::empty()).await
}

async fn view(town: &Town) -> SubmissionView {
    let answer = look(town).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

/// Puts the first ballot with this comment in the place of a version.
async fn change(town: &Town, version: u32, comment: &str) -> Answer {
    let mut ballot = ballot(1)["ballot"].clone();
    ballot["comments"][0]["text"] = comment.into();
    let body = json!({ "version": version, "ballot": ballot });
    ask(town, Method::PUT, &code(7), body.to_string()).await
}

async fn withdraw(town: &Town) -> Answer {
    ask(town, Method::DELETE, &code(7), Body::empty()).await
}

async fn search(town: &Town, code: &str) -> Answer {
    let body = json!({ "consultation": "sample", "receipt_code": code }).to_string();
    town.visitor([127, 0, 0, 1].into()).ask(Method::POST, FIND, &[], body).await
}

fn receipt(answer: &Answer) -> Receipt {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

async fn town_with_a_ballot() -> Town {
    let town = Town::new().await;
    assert_eq!(town.send(&ballot(1)).await.status, 201);
    town
}

#[tokio::test]
async fn a_citizen_opens_what_was_sent_and_sees_until_when_it_can_be_changed() {
    let town = town_with_a_ballot().await;
    let answer = look(&town).await;
    let seen: Value = serde_json::from_slice(&answer.body).unwrap();
    let sent = ballot(1);
    let expected = json!({
        "id": sent["id"],
        "consultation": "sample",
        "version": 1,
        "kind": "submitted",
        "received_at": "1970-01-01T00:25:00Z",
        "changed_at": "1970-01-01T00:25:00Z",
        "stage": "open",
        "closes_at": "1970-01-01T00:33:20Z",
        "ballot": sent["ballot"],
    });
    assert_eq!((answer.status, seen), (200, expected));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(view(&town).await.is_changeable());
    town.set_time(CLOSES);
    let after = view(&town).await;
    assert_eq!((after.stage, after.is_changeable()), (Stage::Closed, false));
}

#[tokio::test]
async fn a_citizen_changes_a_ballot_and_gets_the_same_answer_for_the_same_again() {
    let town = town_with_a_ballot().await;
    town.set_time(OPENS + 700);
    let first = change(&town, 1, "Повече лампи").await;
    assert_eq!(receipt(&first).version, 2);
    town.set_time(CLOSES);
    let again = change(&town, 1, "Повече лампи").await;
    assert_eq!(
        (again.status, &again.body),
        (200, &first.body),
        "also when the answer was lost until the close"
    );
    let seen = view(&town).await;
    assert_eq!((seen.version, seen.kind), (2, EventKind::Changed));
    assert_eq!(seen.ballot.unwrap().comments[0].text, "Повече лампи");
    assert!(seen.changed_at > seen.received_at);
    assert_eq!(town.kept().await, 1);
}

#[tokio::test]
async fn a_citizen_with_two_tabs_loses_no_word_in_silence() {
    let town = town_with_a_ballot().await;
    assert_eq!(change(&town, 1, "Първи").await.status, 200);
    let late = change(&town, 1, "Втори").await;
    assert_eq!((late.status, late.problem().kind), (409, ProblemType::ChangedMeanwhile));
    assert_eq!(view(&town).await.ballot.unwrap().comments[0].text, "Първи");
    assert_eq!(receipt(&change(&town, 2, "Втори").await).version, 3, "who has seen it may go on");
}

#[tokio::test]
async fn a_citizen_withdraws_and_sees_that_nothing_counts() {
    let town = town_with_a_ballot().await;
    let first = withdraw(&town).await;
    assert_eq!(receipt(&first).version, 2);
    assert_eq!(withdraw(&town).await.body, first.body);
    town.set_time(CLOSES);
    assert_eq!(withdraw(&town).await.body, first.body, "also after the close");
    town.set_time(CLOSES - 1);
    let refused = change(&town, 2, "Все пак").await;
    assert_eq!((refused.status, refused.problem().kind), (409, ProblemType::Withdrawn));
    let seen = view(&town).await;
    assert_eq!((seen.kind, seen.ballot, seen.version), (EventKind::Withdrawn, None, 2));
    assert_eq!(town.kept().await, 0);
}

#[tokio::test]
async fn after_the_close_nothing_is_changed_or_withdrawn() {
    let town = town_with_a_ballot().await;
    for (now, kind) in [(CLOSES, ProblemType::Closed), (OPENS - 1, ProblemType::NotOpenYet)] {
        town.set_time(now);
        for answer in [change(&town, 1, "Късно").await, withdraw(&town).await] {
            assert_eq!((answer.status, answer.problem().kind), (409, kind));
        }
    }
    assert_eq!(view(&town).await.version, 1);
}

#[tokio::test]
async fn a_change_keeps_the_rules_that_a_ballot_keeps() {
    let town = town_with_a_ballot().await;
    let put = async |body: Value| ask(&town, Method::PUT, &code(7), body.to_string()).await;
    let mut unbalanced = ballot(1)["ballot"].clone();
    unbalanced["allocation"][0]["amount"] = 1_101.into();
    let answer = put(json!({ "version": 1, "ballot": unbalanced })).await;
    assert_eq!((answer.status, answer.problem().kind), (422, ProblemType::RuleBroken));
    assert_eq!(answer.problem().violations[0].pointer, "/ballot/allocation");
    for body in [ballot(1), json!({ "ballot": ballot(1)["ballot"] }), json!([])] {
        assert_eq!(put(body).await.problem().kind, ProblemType::NotASubmission);
    }
    let cut = ask(&town, Method::PUT, &code(7), "{").await;
    assert_eq!((cut.status, cut.problem().kind), (400, ProblemType::NotJson));
    let long = ask(&town, Method::PUT, &code(7), " ".repeat(300_000)).await;
    assert_eq!((long.status, long.problem().kind), (413, ProblemType::TooLarge));
    assert_eq!(view(&town).await.version, 1);
}

#[tokio::test]
async fn an_unknown_id_and_anothers_code_are_answered_alike() {
    let town = town_with_a_ballot().await;
    let wrong = ask(&town, Method::GET, &code(9), Body::empty()).await;
    assert_eq!((wrong.status, wrong.problem().kind), (404, ProblemType::SubmissionNotFound));
    let right = format!("Glasno-Receipt {}", code(7));
    for path in ["/api/v1/submissions/3f0c5a3e-6f0e-4b8e-9d1c-00000000000f", "/api/v1/submissions/x"] {
        let unknown = town.get_with(path, &[("authorization", &right)]).await;
        assert_eq!((unknown.status, &unknown.body), (404, &wrong.body));
        assert_eq!(unknown.headers, wrong.headers);
    }
    for method in [Method::PUT, Method::DELETE] {
        let body = json!({ "version": 1, "ballot": ballot(2)["ballot"] }).to_string();
        assert_eq!(ask(&town, method, &code(9), body).await.body, wrong.body);
    }
    town.set_stage(Stage::Draft).await;
    assert_eq!(look(&town).await.body, wrong.body, "nor is there one in what its officer took back");
}

#[tokio::test]
async fn a_mistyped_code_is_noticed_without_looking_for_a_submission() {
    let town = town_with_a_ballot().await;
    town.store.unplug();
    let mut mistyped = code(7);
    mistyped.replace_range(..1, "3");
    let shown = [
        ask(&town, Method::GET, &mistyped, Body::empty()).await,
        ask(&town, Method::GET, "", Body::empty()).await,
        search(&town, &mistyped).await,
        search(&town, "").await,
    ];
    for answer in shown {
        assert_eq!((answer.status, answer.problem().kind), (422, ProblemType::ReceiptCodeMistyped));
        assert!(!answer.text().contains(&mistyped));
    }
    for without in [&[][..], &[("authorization", "Bearer x")]] {
        let answer = town.get_with(&address(), without).await;
        assert_eq!((answer.status, answer.problem().kind), (401, ProblemType::ReceiptCodeMissing));
        assert_eq!(answer.header("www-authenticate"), "Glasno-Receipt");
    }
    let unknown = ask(&town, Method::GET, &code(9), Body::empty()).await;
    assert_eq!(unknown.problem().kind, ProblemType::Unavailable, "a good one is looked for");
}

#[tokio::test]
async fn a_citizen_on_the_phone_finds_the_submission_by_its_code() {
    let town = town_with_a_ballot().await;
    change(&town, 1, "Повече лампи").await;
    let spoken = code(7).to_lowercase().replace('-', " ").replace('a', "а");
    let found = search(&town, &spoken).await;
    assert_eq!((found.status, &found.body), (200, &look(&town).await.body));
    assert_eq!(found.header("cache-control"), "no-store");
    assert_eq!(search(&town, &code(9)).await.problem().kind, ProblemType::SubmissionNotFound);
    let here = town.visitor([127, 0, 0, 1].into());
    let spilled = format!(r#"{{"consultation":"sample","{}":1}}"#, code(7));
    for (body, kind) in [
        (spilled.as_str(), ProblemType::NotASubmission),
        (r#"{"consultation":"ПРИМЕР","receipt_code":""}"#, ProblemType::NotASubmission),
        ("{", ProblemType::NotJson),
    ] {
        let answer = here.ask(Method::POST, FIND, &[], body.to_owned()).await;
        assert_eq!(answer.problem().kind, kind);
        assert!(!answer.text().contains(&code(7)), "a code that stands in the wrong place is not repeated");
    }
}

#[tokio::test]
async fn who_guesses_is_slowed_down_and_who_knows_is_not() {
    let town = town_with_a_ballot().await;
    for _ in 0..30 {
        assert_eq!(look(&town).await.status, 200);
    }
    for guess in 0..10 {
        let answer = if guess % 2 == 0 {
            ask(&town, Method::GET, &code(9), Body::empty()).await
        } else {
            search(&town, &code(9)).await
        };
        assert_eq!(answer.status, 404);
    }
    for answer in [ask(&town, Method::GET, &code(9), Body::empty()).await, search(&town, &code(9)).await] {
        assert_eq!((answer.status, answer.problem().kind), (429, ProblemType::RateLimited));
        let told = answer.problem().retry_after.unwrap();
        assert!((1..=6).contains(&told) && answer.header("retry-after") == told.to_string());
    }
    let authorization = format!("Glasno-Receipt {}", code(7));
    let elsewhere = town.visitor([203, 0, 113, 9].into());
    let seen =
        elsewhere.ask(Method::GET, &address(), &[("authorization", &authorization)], Body::empty()).await;
    assert_eq!(seen.status, 200);
}

#[tokio::test]
async fn a_disk_that_is_away_asks_to_come_back_and_counts_as_no_guess() {
    let town = town_with_a_ballot().await;
    town.store.unplug();
    for _ in 0..12 {
        let answer = search(&town, &code(7)).await;
        assert_eq!((answer.status, answer.header("retry-after").as_str()), (503, "5"));
    }
}

#[tokio::test]
async fn only_the_named_pages_may_show_change_or_withdraw() {
    let town = town_with_a_ballot().await;
    town.change(|record| record.allowed_origins = vec!["https://www.example.bg".into()]).await;
    let authorization = format!("Glasno-Receipt {}", code(7));
    let here = town.visitor([127, 0, 0, 1].into());
    let search = json!({ "consultation": "sample", "receipt_code": code(7) }).to_string();
    for (origin, status, readable_by) in
        [("https://evil.example", 403, "*"), ("https://www.example.bg", 200, "https://www.example.bg")]
    {
        let headers = [("origin", origin), ("authorization", authorization.as_str())];
        let body = json!({ "version": 1, "ballot": ballot(1)["ballot"] }).to_string();
        for (method, path, body) in [
            (Method::GET, address(), String::new()),
            (Method::PUT, address(), body),
            (Method::POST, FIND.to_owned(), search.clone()),
            (Method::DELETE, address(), String::new()),
        ] {
            let answer = here.ask(method.clone(), &path, &headers, body).await;
            assert_eq!(answer.status, status, "{method} {origin}: {}", answer.text());
            assert_eq!(answer.header("access-control-allow-origin"), readable_by);
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
    assert_eq!(town.kept().await, 0, "the good page withdrew it");
}

#[tokio::test]
async fn a_browser_learns_from_a_preflight_what_a_page_may_send() {
    let town = Town::new().await;
    for (path, methods) in [(address().as_str(), "GET, PUT, DELETE"), (FIND, "POST")] {
        let asked = town.ask(Method::OPTIONS, path, &[("origin", "https://www.example.bg")]).await;
        assert_eq!((asked.status, asked.header("access-control-allow-origin").as_str()), (204, "*"));
        assert_eq!(asked.header("access-control-allow-methods"), methods);
        assert_eq!(asked.header("access-control-allow-headers"), "Authorization, Content-Type");
        assert_eq!(asked.header("access-control-max-age"), "7200");
        assert!(!asked.headers.contains_key("access-control-allow-credentials"));
    }
}
