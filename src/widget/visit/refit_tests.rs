use glasno_model::Ballot;
use serde_json::{Value, json};

use super::*;

fn draft(version: u32, lines: &Value) -> BudgetDraft {
    let total: i64 = lines.as_array().unwrap().iter().map(|line| line["amount"].as_i64().unwrap()).sum();
    serde_json::from_value(json!({
        "version": version, "currency": "EUR",
        "source": { "file": "draft.csv", "currency": "EUR", "total": total },
        "groups": [{ "id": "6", "name": { "bg": "Среда" } }],
        "lines": lines,
        "revenue": [{
            "id": "waste", "name": { "bg": "Такса смет" }, "amount": 500,
            "lever": { "steps": [{ "name": { "bg": "5 % повече" }, "yield_difference": 25 }] },
        }],
        "areas": [{ "id": "parks", "kind": "pot", "name": { "bg": "Паркове" } }],
        "projects": [{ "id": "bench", "name": { "bg": "Пейки" }, "cost": 100 }],
    }))
    .unwrap()
}

fn line(id: &str, amount: i64, more: &Value) -> Value {
    let mut line =
        json!({ "id": id, "group": "6", "name": { "bg": id }, "discretion": "local", "amount": amount });
    for (key, value) in more.as_object().unwrap() {
        line[key] = value.clone();
    }
    line
}

fn before() -> BudgetDraft {
    let none = &json!({});
    draft(
        1,
        &json!([
            line("roads", 1000, none),
            line("lamps", 500, none),
            line("kiosk", 300, none),
            line("theatre", 800, none),
        ]),
    )
}

fn consultation() -> Consultation {
    let option = |id: &str| json!({ "id": id, "name": { "bg": id } });
    serde_json::from_value(json!({
        "slug": "sofia-2027", "title": { "bg": "Бюджет" }, "currency": "EUR", "time_zone": "Europe/Sofia",
        "balance_rule": { "kind": "no-deficit" }, "languages": ["bg"],
        "ways": {
            "rebalance": true, "comments": true,
            "pot": { "unit": "points", "total": 10 },
            "projects": { "budget": 100, "method": { "kind": "knapsack" }, "rule": "city_greedy" },
            "questions": [
                { "id": "park", "text": { "bg": "Ходите ли в парка?" },
                  "kind": { "kind": "single", "options": [option("yes"), option("no")] } },
                { "id": "often", "text": { "bg": "Колко пъти?" }, "kind": { "kind": "number", "least": 1 },
                  "shown_if": { "question": "park", "any_of": ["yes"] } },
            ],
        },
    }))
    .unwrap()
}

fn ballot() -> BallotDocument {
    serde_json::from_value(json!({
        "draft_version": 1, "language": "bg",
        "allocation": [
            { "line": "roads", "amount": 900 }, { "line": "lamps", "amount": 560 },
            { "line": "kiosk", "amount": 200 }, { "line": "theatre", "amount": 1100 },
        ],
        "levers": [{ "line": "waste", "step": 0 }],
        "pot": [{ "area": "parks", "amount": 10 }],
        "projects": [{ "project": "bench" }],
        "comments": [
            { "line": "roads", "text": "Дупки" }, { "line": "kiosk", "text": "Не го затваряйте" },
            { "text": "Благодаря" },
        ],
        "answers": [
            { "question": "park", "value": { "choice": "yes" } }, { "question": "often", "value": { "number": 3 } },
        ],
    }))
    .unwrap()
}

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

#[test]
fn what_was_sent_comes_back_whole_in_the_same_draft() {
    let draft = before();
    let consultation = consultation();
    let Refitted { proposal, notes } = refit(&ballot(), &draft, &consultation, Language::BULGARIAN, None);
    assert_eq!(notes, []);
    assert_eq!(proposal.ballot(&draft, Language::BULGARIAN), ballot());
    assert_eq!(proposal.difference(), -100 + 60 - 100 + 300 - 25);
}

#[test]
fn of_a_corrected_draft_the_citizen_sees_what_changed_and_keeps_what_still_fits() {
    let corrected = draft(
        2,
        &json!([
            line("roads", 1050, &json!({})),
            line("lamps", 500, &json!({ "max": 550 })),
            line("theatre", 800, &json!({ "discretion": "contract-bound" })),
        ]),
    );
    let consultation = consultation();
    let seen = before();
    let Refitted { proposal, notes } =
        refit(&ballot(), &corrected, &consultation, Language::BULGARIAN, Some(&seen));
    let note = |name: &str, what: Became| Note { name: name.to_owned(), what };
    assert_eq!(
        notes,
        [
            note("roads", Became::Redrafted { from: amount(1000), to: amount(1050) }),
            note("lamps", Became::Above { proposed: amount(560), most: amount(550) }),
            note("kiosk", Became::Gone),
            note("theatre", Became::Locked),
            note("kiosk", Became::CommentMoved),
        ]
    );
    assert_eq!(proposal.changes().collect::<Vec<_>>(), [(0, amount(900))]);
    assert_eq!(proposal.comment(Place::Line(0)), "Дупки");
    assert_eq!(proposal.comment(Place::Whole), "Благодаря\n\nkiosk: Не го затваряйте");
    let fresh = proposal.ballot(&corrected, Language::BULGARIAN);
    assert_eq!(fresh.draft_version, 2);
    assert!(
        Ballot::check(fresh, &corrected, &consultation).is_ok(),
        "the lever and the roads make it balance"
    );
}

#[test]
fn what_is_no_longer_asked_is_named_and_left_out() {
    let mut asked = serde_json::to_value(consultation()).unwrap();
    asked["ways"]["questions"] = json!([
        { "id": "park", "text": { "bg": "Ходите ли в парка?" },
          "kind": { "kind": "single", "options": [{ "id": "no", "name": { "bg": "Не" } }, { "id": "x", "name": { "bg": "?" } }] } },
    ]);
    let consultation: Consultation = serde_json::from_value(asked).unwrap();
    let draft = before();
    let Refitted { proposal, notes } = refit(&ballot(), &draft, &consultation, Language::BULGARIAN, None);
    let said: Vec<(&str, &Became)> = notes.iter().map(|note| (note.name.as_str(), &note.what)).collect();
    assert_eq!(said, [("Ходите ли в парка?", &Became::NotAnswered), ("often", &Became::Gone)]);
    assert!(proposal.ballot(&draft, Language::BULGARIAN).answers.is_empty());
}
