//! Who answers: kept with the ballot where a consultation asks for it, refused where it does not, and told to nobody.

use glasno_model::ProblemType::{NotASubmission, RuleBroken};
use serde_json::{Value, json};

use crate::town::{CONSULTATION, SLUG, Town, UNLIMITED, ballot, ballot_with, installation};

const ASKED: &str = "[respondents]\ngroups = [\"citizen\", \"ngo\"]\n\
    [[respondents.districts]]\nid = \"center\"\nname = { bg = \"Център\", en = \"Centre\" }\n";

/// The town, its consultation asking for two groups and one district.
fn curious_town() -> Town {
    let installation = installation();
    let town = Town { server: installation.serve(&UNLIMITED) };
    town.ask(ASKED);
    town
}

impl Town {
    /// What the officer asks about whoever answers, from now on.
    fn ask(&self, settings: &str) {
        let file = self.installation().folder().join("asked.toml");
        std::fs::write(&file, settings).unwrap();
        self.installation().done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    }
}

fn said_by(number: u64, respondent: Value) -> Value {
    let mut said = ballot(number);
    said["ballot"]["respondent"] = respondent;
    said
}

#[test]
fn citizen_who_says_a_group_and_a_district_is_kept_with_them_and_told_to_nobody() {
    let town = curious_town();
    let shown = town.get(CONSULTATION).json();
    assert_eq!(shown["consultation"]["respondents"]["groups"], json!(["citizen", "ngo"]));
    assert_eq!(shown["consultation"]["respondents"]["districts"][0]["name"]["en"], "Centre");

    let said = [json!({ "group": "ngo", "district": "center" }), json!({ "group": "citizen" }), json!({})];
    for (number, respondent) in (1..).zip(&said) {
        assert_eq!(town.send(&said_by(number, respondent.clone())).status, 201);
    }
    let kept: Vec<Value> = town.installation().ballots();
    let kept: Vec<&Value> = kept.iter().map(|ballot| &ballot["respondent"]).collect();
    assert_eq!(kept, [&said[0], &said[1], &Value::Null]);

    for format in ["csv", "csv-long", "json"] {
        let out = town.installation().folder().join(format);
        town.installation().done(["export", SLUG, "--format", format, "--out", out.to_str().unwrap()]);
        let text = std::fs::read_to_string(&out).unwrap();
        // The consultation itself, which stands first in the JSON, may say what it asks.
        let ballots = text.split("\"submissions\":").last().unwrap();
        for word in ["ngo", "citizen", "center", "respondent"] {
            assert!(!ballots.contains(word), "{format} tells {word}");
        }
    }
}

#[test]
fn citizen_cannot_say_what_is_not_asked() {
    let town = curious_town();
    for (respondent, kind, broken) in [
        (json!({ "group": "business" }), RuleBroken, &["unasked-group /ballot/respondent/group"][..]),
        (json!({ "district": "moon" }), RuleBroken, &["unasked-district /ballot/respondent/district"]),
        (
            json!({ "group": "other", "district": "Center" }),
            RuleBroken,
            &["unasked-group /ballot/respondent/group", "unasked-district /ballot/respondent/district"],
        ),
        (json!({ "group": "teacher" }), NotASubmission, &[]),
        (json!({ "group": 1 }), NotASubmission, &[]),
        (json!({ "district": "" }), NotASubmission, &[]),
        (json!({ "name": "Иван Иванов" }), NotASubmission, &[]),
        (json!("citizen"), NotASubmission, &[]),
    ] {
        let answer = town.send(&said_by(1, respondent.clone()));
        assert_eq!(answer.outcome(), (422, Some(kind)), "{respondent}: {}", answer.text());
        let problem = answer.json();
        let text = |violation: &Value, field: &str| violation[field].as_str().unwrap().to_owned();
        let violations = problem["violations"].as_array().into_iter().flatten();
        let found: Vec<_> = violations
            .map(|violation| format!("{} {}", text(violation, "rule"), text(violation, "pointer")))
            .collect();
        assert_eq!(found, broken, "{respondent}");
    }
    assert_eq!(town.kept(), 0);
}

#[test]
fn a_consultation_that_asks_nothing_takes_no_group_and_needs_none() {
    let town = Town::open();
    assert!(town.get(CONSULTATION).json()["consultation"].get("respondents").is_none());
    let answer = town.send(&said_by(1, json!({ "group": "citizen" })));
    assert_eq!(answer.outcome(), (422, Some(RuleBroken)), "{}", answer.text());
    assert_eq!(town.send(&ballot(1)).status, 201);
}

#[test]
fn a_group_is_part_of_the_ballot_that_is_sent_once() {
    let town = curious_town();
    let sent = said_by(1, json!({ "group": "ngo" }));
    assert_eq!(town.send(&sent).status, 201);
    assert_eq!(
        town.send(&ballot_with("/ballot/language", json!("bg"))).status,
        422,
        "the same id, another ballot"
    );
    // Who was taken in time is not refused because the officer asks no longer.
    town.ask("[respondents]\ngroups = []\n");
    assert_eq!(town.send(&sent).status, 200);
    assert_eq!(town.send(&said_by(2, json!({ "group": "ngo" }))).status, 422);
    assert_eq!(town.kept(), 1);
}
