//! Every message as it goes over the wire, byte for byte: `tests/fixtures/golden/*.json`.
//!
//! Widgets of last year talk to servers of this year, so a change here is a change of the contract and wants a second
//! look. When it is meant, renew the files and read the difference before it is committed:
//! `GLASNO_RENEW_GOLDEN=1 cargo xtask test --only api`.

use glasno_model::{
    ChangeDocument, ConsultationView, Problem, ProblemType, Receipt, ReceiptCode, SubmissionDocument,
    SubmissionView,
};
use glasno_tests::support::{Installation, fixture};
use rusqlite::Connection as Database;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    receipt::Citizen,
    town::{CONSULTATION, SLUG, SUBMISSIONS, Town, UNLIMITED, ballot, ballot_with, found, import},
    ways::full_ballot,
    wire::Answer,
};

#[test]
fn widgets_of_last_year_understand_the_consultation() {
    let town = full_town();
    let body = town.get(CONSULTATION).text();
    compare("consultation", &body);
    reads_and_writes_alike::<ConsultationView>(&body);
}

#[test]
fn servers_of_next_year_understand_the_ballot_and_widgets_the_receipt() {
    let town = full_town();
    let mut sent = ballot(1);
    sent["ballot"]["comments"] = json!([{ "text": "За цялото\n🌳" }, { "line": "roads", "text": "Дупките" }]);
    let document: SubmissionDocument = serde_json::from_value(sent).unwrap();
    let body = serde_json::to_string(&document).unwrap();
    compare("submission", &body);
    reads_and_writes_alike::<SubmissionDocument>(&body);
    let mut named: Value = serde_json::from_str(&body).unwrap();
    named["ballot"]["respondent"] = json!({ "group": "citizen", "district": "center" });
    let named: SubmissionDocument = serde_json::from_value(named).unwrap();
    let named = serde_json::to_string(&named).unwrap();
    compare("submission-respondent", &named);
    reads_and_writes_alike::<SubmissionDocument>(&named);
    let mut speaking: Value = serde_json::from_str(&body).unwrap();
    speaking["organisation"] = json!({ "name": "Читалище „Искра“", "kind": "chitalishte", "area": "Център" });
    let speaking = serde_json::from_value::<SubmissionDocument>(speaking).unwrap();
    let speaking = serde_json::to_string(&speaking).unwrap();
    compare("submission-organisation", &speaking);
    reads_and_writes_alike::<SubmissionDocument>(&speaking);
    let full = serde_json::from_value::<SubmissionDocument>(full_ballot()).unwrap();
    let full = serde_json::to_string(&full).unwrap();
    compare("submission-ways", &full);
    reads_and_writes_alike::<SubmissionDocument>(&full);
    let answer = town.post(SUBMISSIONS, &[], named.as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
    let mut receipt: Receipt = serde_json::from_slice(&answer.body).unwrap();
    receipt.received_at = "2027-01-15T14:59:59Z".to_owned().try_into().unwrap();
    let body = serde_json::to_string(&receipt).unwrap();
    assert_eq!(body.len(), answer.body.len(), "the receipt has more than the model knows");
    compare("receipt", &body);
}

#[test]
fn widgets_of_last_year_understand_a_submission_that_is_opened_again() {
    let town = full_town();
    town.send(&ballot(1));
    let citizen = Citizen::number(1);
    let change = citizen.changed(1, "Лампи");
    reads_and_writes_alike::<ChangeDocument>(&change);
    compare("change", &change);
    assert_eq!(citizen.change(&town, 1, "Лампи").status, 200);
    let opened = citizen.look(&town);
    assert_eq!(citizen.search(&town, SLUG).body, opened.body);
    let mut view: SubmissionView = serde_json::from_slice(&opened.body).unwrap();
    view.received_at = "2027-01-15T14:59:59Z".to_owned().try_into().unwrap();
    view.changed_at = view.received_at;
    let body = serde_json::to_string(&view).unwrap();
    assert_eq!(body.len(), opened.body.len(), "the answer has more than the model knows");
    compare("submission-view", &body);
    citizen.withdraw(&town);
    reads_and_writes_alike::<SubmissionView>(&citizen.look(&town).text());
}

#[test]
fn widgets_of_last_year_understand_every_problem() {
    let problems = problems();
    for (name, problem) in &problems {
        compare(&format!("problem-{name}"), problem);
        reads_and_writes_alike::<Problem>(problem);
    }
    for kind in ALL {
        let name = json!(kind).as_str().unwrap().rsplit(':').next().unwrap().to_owned();
        assert!(problems.iter().any(|(known, _)| *known == name), "{name} has no golden file");
    }
}

/// In the order of the model, which a new type has to join; `match` makes the compiler ask for it.
const ALL: [ProblemType; 19] = {
    use ProblemType::{
        ChangedMeanwhile, Closed, IdReused, Internal, MethodNotAllowed, NotASubmission, NotFound, NotJson,
        NotOpenYet, OriginNotAllowed, RateLimited, ReceiptCodeMissing, ReceiptCodeMistyped, RuleBroken,
        SubmissionNotFound, TooLarge, TooSlow, Unavailable, Withdrawn,
    };
    const fn known(kind: ProblemType) -> ProblemType {
        match kind {
            NotJson | ReceiptCodeMissing | OriginNotAllowed | NotFound | SubmissionNotFound
            | MethodNotAllowed | TooSlow | NotOpenYet | Closed | ChangedMeanwhile | Withdrawn | TooLarge
            | NotASubmission | ReceiptCodeMistyped | RuleBroken | IdReused | RateLimited | Internal
            | Unavailable => kind,
        }
    }
    [
        known(NotJson),
        ReceiptCodeMissing,
        OriginNotAllowed,
        NotFound,
        SubmissionNotFound,
        MethodNotAllowed,
        TooSlow,
        NotOpenYet,
        Closed,
        ChangedMeanwhile,
        Withdrawn,
        TooLarge,
        NotASubmission,
        ReceiptCodeMistyped,
        RuleBroken,
        IdReused,
        RateLimited,
        Internal,
        Unavailable,
    ]
};

/// Each problem as the running server answers it, but for the two that only a broken or very patient one gives.
fn problems() -> Vec<(&'static str, String)> {
    let town = full_town();
    let place = town.installation();
    found(place, "tomorrow", &["--opens-at", "2099-01-01T09:00"]);
    found(place, "closed", &[]);
    place.done(["consultation", "open", "tomorrow"]);
    place.done(["consultation", "close", "closed"]);
    let good = ballot(1).to_string();
    let to =
        |slug: &str| town.post(&format!("/api/v1/consultations/{slug}/submissions"), &[], good.as_bytes());
    let mut seen = vec![
        ("not-json", town.post(SUBMISSIONS, &[], b"{")),
        (
            "origin-not-allowed",
            town.post(SUBMISSIONS, &[("origin", "https://evil.example")], good.as_bytes()),
        ),
        ("not-found", to("moon")),
        ("method-not-allowed", town.get(SUBMISSIONS)),
        ("not-open-yet", to("tomorrow")),
        ("closed", to("closed")),
        ("too-large", town.post(SUBMISSIONS, &[], &vec![b' '; 256 * 1024 + 1])),
        ("not-a-submission", town.post(SUBMISSIONS, &[], b"{}")),
        ("rule-broken", town.send(&breaks_every_rule())),
        ("rule-broken-left-over", town.send(&ballot_with("/ballot/allocation/0/amount", json!(1_000)))),
        (
            "rule-broken-empty",
            town.send(&ballot_with("/ballot", json!({ "draft_version": 1, "language": "bg" }))),
        ),
    ];
    assert_eq!(town.send(&ballot(1)).status, 201);
    seen.push(("id-reused", town.send(&ballot_with("/ballot/language", json!("en")))));
    let stranger =
        Citizen { code: ReceiptCode::from_random(&[9; 15]).unwrap().reveal(), ..Citizen::number(1) };
    let mistyped = Citizen { code: "7KXM".into(), ..Citizen::number(1) };
    let citizen = Citizen::number(1);
    seen.push(("receipt-code-missing", town.get(&citizen.address())));
    seen.push(("receipt-code-mistyped", mistyped.look(&town)));
    seen.push(("submission-not-found", stranger.look(&town)));
    seen.push(("changed-meanwhile", citizen.change(&town, 7, "Лампи")));
    citizen.withdraw(&town);
    seen.push(("withdrawn", citizen.change(&town, 2, "Лампи")));
    let lock = Database::open(place.folder().join("glasno.sqlite3")).unwrap();
    lock.execute_batch("begin immediate").unwrap();
    seen.push(("unavailable", town.send(&ballot(2))));
    seen.push(("rate-limited", limited()));
    let mut texts: Vec<_> = seen.into_iter().map(|(name, answer)| (name, problem_text(&answer))).collect();
    for (name, kind) in [("too-slow", ProblemType::TooSlow), ("internal", ProblemType::Internal)] {
        texts.push((name, serde_json::to_string(&Problem::new(kind)).unwrap()));
    }
    texts
}

/// A ballot that breaks every rule at once that can be broken together.
fn breaks_every_rule() -> Value {
    let amount = |line: &str, amount: i64| json!({ "line": line, "amount": amount });
    let comment = |line: &str, text: &str| json!({ "line": line, "text": text });
    ballot_with(
        "/ballot",
        json!({
            "draft_version": 7,
            "language": "en",
            "allocation": [
                amount("roads", 900_000), amount("roads", 1), amount("parks", -1), amount("lights", 30_001),
                amount("schools", 1), amount("moon", 1),
            ],
            "comments": [
                comment("moon", "x"), comment("roads", " "), comment("roads", "\u{7}"),
                comment("parks", &"а".repeat(31_000)),
            ],
            "respondent": { "group": "chitalishte", "district": "moon" },
        }),
    )
}

fn limited() -> Answer {
    let town = Town::with(&["--rate-limit", "1/3600s"]);
    town.send(&ballot(1));
    town.send(&ballot(2))
}

/// The text of a problem. How long to wait depends on the moment, so it stands as what it is at most.
fn problem_text(answer: &Answer) -> String {
    let problem = answer.problem();
    match problem.retry_after {
        Some(seconds) if problem.kind == ProblemType::RateLimited => {
            let shown = |seconds: u64| format!("\"retry_after\":{seconds}");
            answer.text().replace(&shown(seconds), &shown(3_600))
        }
        _ => answer.text(),
    }
}

/// A town in whose consultation every text and every number is there.
fn full_town() -> Town {
    let place = Installation::empty();
    let settings = fixture("sample-consultation.toml");
    place.done(["consultation", "create", SLUG, "--from", settings.to_str().unwrap()]);
    place.done([
        "consultation",
        "update",
        SLUG,
        "--opens-at",
        "2020-01-01T09:00",
        "--closes-at",
        "2099-12-31T17:00",
        "--balance-rule",
        "deviation=0",
        "--allowed-origin",
        "https://www.example.bg",
    ]);
    let notes =
        ["--note", "bg=По бюджета на града", "--note", "en=After the town’s budget", "--fiscal-year", "2027"];
    place.done(import().iter().map(String::as_str).chain(["--consultation", SLUG]).chain(notes));
    place.done(["consultation", "open", SLUG]);
    Town { server: place.serve(&UNLIMITED) }
}

fn compare(name: &str, found: &str) {
    let path = fixture("golden").join(format!("{name}.json"));
    if std::env::var_os("GLASNO_RENEW_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("{found}\n")).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found,
        golden.trim_end_matches('\n'),
        "{name} has changed. If that is meant: GLASNO_RENEW_GOLDEN=1 cargo xtask test --only api"
    );
}

fn reads_and_writes_alike<T: Serialize + DeserializeOwned>(text: &str) {
    let read: T = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}
