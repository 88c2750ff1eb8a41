//! Every way to take part over the real executable: what keeps its rules is stored as it was sent, and what breaks one is
//! refused with the rule and its place.

use glasno_model::ProblemType::RuleBroken;
use serde_json::{Value, json};

use crate::town::{SLUG, Town, ballot};

mod officer;
mod questions;

const CLARITY: &str = "[ways]\nclarity = true\n";
const POT: &str = "[ways.pot]\nunit = \"points\"\ntotal = 10\n";
const POT_SHARED_OUT: &str = "[ways.pot]\nunit = \"money\"\ntotal = 10\nshare_all = true\n";
const QUESTIONS: &str = r#"
[[questions]]
id = "bus"
text = { bg = "Ползвате ли автобуса?", en = "Do you take the bus?" }
kind = "single"
options = [{ id = "yes", name = { bg = "Да", en = "Yes" } }, { id = "no", name = { bg = "Не", en = "No" } }]

[[questions]]
id = "why"
text = { bg = "Защо?", en = "Why?" }
kind = "text"
shown_if = { question = "bus", any_of = ["no"] }

[[questions]]
id = "lines"
text = { bg = "Кои?", en = "Which?" }
kind = "multiple"
at_most = 1
options = [{ id = "a", name = { bg = "А", en = "A" } }, { id = "b", name = { bg = "Б", en = "B" } }]

[[questions]]
id = "grade"
text = { bg = "Оценка?", en = "Grade?" }
kind = "scale"
from = 2
to = 6

[[questions]]
id = "children"
text = { bg = "Деца?", en = "Children?" }
kind = "number"
least = 0
"#;

/// Settings with every way on, projects by this method.
pub fn everything(method: &str) -> String {
    format!("[ways]\nclarity = true\norganisations = true\n{POT}{}{QUESTIONS}", projects(method))
}

/// A ballot that takes part in every way, projects by points.
pub fn full_ballot() -> Value {
    let mut full = ballot(1);
    let said = json!({
        "levers": [{ "line": "tax", "step": 0 }],
        "pot": [{ "area": "sport", "amount": 10 }],
        "projects": [{ "project": "bench", "points": 3 }],
        "clarity": [{ "line": "schools", "clear": true }, { "line": "parks", "clear": false }],
        "answers": [
            { "question": "bus", "value": { "choice": "no" } },
            { "question": "why", "value": { "text": "=Няма линия" } },
            { "question": "lines", "value": { "choices": ["b"] } },
            { "question": "grade", "value": { "number": 2 } },
            { "question": "children", "value": { "number": 0 } },
        ],
    });
    full["ballot"].as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
    full
}

fn projects(method: &str) -> String {
    format!("[ways.projects]\nbudget = 55\nmethod = {method}\n")
}

/// What somebody sends beside version and language, and which rules it breaks where; none where it is taken.
type Case = (Value, &'static [&'static str]);

impl Town {
    /// What citizens may do from now on.
    pub fn offer(&self, settings: &str) {
        let file = self.installation().folder().join("ways.toml");
        std::fs::write(&file, settings).unwrap();
        self.installation().done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    }
}

fn fields(said: &Value) -> Value {
    let mut fields = json!({ "draft_version": 1, "language": "bg" });
    fields.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
    fields
}

/// Sends each ballot under these settings: taken and stored to the byte, or refused for just these reasons.
fn check(settings: &str, cases: &[Case]) {
    let town = Town::open();
    town.offer(settings);
    let described = rules_in_the_description(&town);
    let mut kept = Vec::new();
    for (number, (said, broken)) in (1..).zip(cases) {
        let mut sent = ballot(number);
        sent["ballot"] = fields(said);
        let answer = town.send(&sent);
        if broken.is_empty() {
            assert_eq!(answer.status, 201, "{said}: {}", answer.text());
            kept.push(as_stored(said));
            continue;
        }
        assert_eq!(answer.outcome(), (422, Some(RuleBroken)), "{said}: {}", answer.text());
        let text = |violation: &Value, field: &str| violation[field].as_str().unwrap().to_owned();
        let problem = answer.json();
        let found: Vec<_> = problem["violations"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|violation| format!("{} {}", text(violation, "rule"), text(violation, "pointer")))
            .collect();
        assert_eq!(found, *broken, "{said}");
        for rule in found.iter().filter_map(|found| found.split(' ').next()) {
            assert!(described.iter().any(|known| known == rule), "the description does not know {rule}");
        }
    }
    assert!(!kept.is_empty(), "something has to be taken under {settings}");
    let mut stored = town.installation().ballots();
    for ballot in &mut stored {
        ballot.as_object_mut().unwrap().retain(|field, _| field != "language");
    }
    assert_eq!(stored, kept);
}

fn rules_in_the_description(town: &Town) -> Vec<Value> {
    let description = town.get("/api/v1/openapi.json").json();
    let rules = &description["components"]["schemas"]["Violation"]["properties"]["rule"]["enum"];
    rules.as_array().unwrap().clone()
}

/// A ballot as the database holds it: the version of the draft stands beside it, and amounts by line.
fn as_stored(said: &Value) -> Value {
    let mut stored = said.clone();
    if let Some(allocation) = said["allocation"].as_array() {
        let amounts = allocation
            .iter()
            .map(|proposed| (proposed["line"].as_str().unwrap().to_owned(), proposed["amount"].clone()));
        stored["allocation"] = Value::Object(amounts.collect());
    }
    stored
}

fn lever(step: i64) -> Value {
    json!([{ "line": "tax", "step": step }])
}

fn roads(amount: i64) -> Value {
    json!([{ "line": "roads", "amount": amount }])
}

#[test]
fn a_lever_of_revenue_pays_for_spending_in_the_balance() {
    let twice = json!([{ "line": "tax", "step": 0 }, { "line": "tax", "step": 1 }]);
    check(
        "[ways]\n",
        &[
            (json!({ "levers": lever(0) }), &[]),
            (json!({ "levers": lever(0), "allocation": roads(108_000) }), &[]),
            (json!({ "levers": lever(0), "allocation": roads(108_001) }), &["short /ballot/allocation"]),
            (json!({ "levers": lever(1) }), &["short /ballot/allocation"]),
            (json!({ "levers": lever(1), "allocation": roads(91_500) }), &[]),
            (json!({ "levers": lever(2) }), &["unknown-step /ballot/levers/0"]),
            (json!({ "levers": [{ "line": "grants", "step": 0 }] }), &["unknown-lever /ballot/levers/0"]),
            (json!({ "levers": [{ "line": "roads", "step": 0 }] }), &["unknown-lever /ballot/levers/0"]),
            (
                json!({ "levers": twice, "allocation": roads(50_000) }),
                &["duplicate-line /ballot/levers/1/line"],
            ),
        ],
    );
}

#[test]
fn whoever_takes_part_in_a_way_that_is_off_is_told_which() {
    check(
        "[ways]\nrebalance = false\ncomments = false\nclarity = true\n",
        &[
            (json!({ "clarity": [{ "line": "roads", "clear": true }] }), &[]),
            (json!({ "allocation": roads(90_000) }), &["way-off /ballot/allocation"]),
            (json!({ "levers": lever(0) }), &["way-off /ballot/levers"]),
            (json!({ "comments": [{ "text": "x" }] }), &["way-off /ballot/comments"]),
            (json!({ "pot": [{ "area": "sport", "amount": 1 }] }), &["way-off /ballot/pot"]),
            (json!({ "projects": [{ "project": "bench" }] }), &["way-off /ballot/projects"]),
            (
                json!({ "answers": [{ "question": "bus", "value": { "choice": "no" } }] }),
                &["unknown-question /ballot/answers/0/question"],
            ),
        ],
    );
    check(
        "[ways]\n",
        &[
            (json!({ "comments": [{ "text": "x" }] }), &[]),
            (json!({ "clarity": [{ "line": "roads", "clear": true }] }), &["way-off /ballot/clarity"]),
        ],
    );
}

#[test]
fn a_citizen_says_of_each_line_once_whether_it_is_clear() {
    let clear = |line: &str, clear: bool| json!({ "line": line, "clear": clear });
    check(
        CLARITY,
        &[
            (json!({ "clarity": [clear("roads", false), clear("schools", true)] }), &[]),
            (json!({ "clarity": [clear("moon", false)] }), &["unknown-line /ballot/clarity/0/line"]),
            (
                json!({ "clarity": [clear("roads", false), clear("roads", true)] }),
                &["duplicate-line /ballot/clarity/1/line"],
            ),
            (json!({ "clarity": [] }), &["empty /ballot"]),
        ],
    );
}

#[test]
fn a_pot_is_shared_to_the_last_point_and_no_further() {
    let share = |area: &str, amount: i64| json!({ "area": area, "amount": amount });
    check(
        POT,
        &[
            (json!({ "pot": [share("sport", 10)] }), &[]),
            (json!({ "pot": [share("sport", 9)] }), &[]),
            (json!({ "pot": [share("sport", 11)] }), &["pot-exceeded /ballot/pot"]),
            (json!({ "pot": [share("center", 1)] }), &["unknown-area /ballot/pot/0/area"]),
            (
                json!({ "pot": [share("sport", 1), share("sport", 1)] }),
                &["duplicate-area /ballot/pot/1/area"],
            ),
        ],
    );
    check(
        POT_SHARED_OUT,
        &[
            (json!({ "pot": [share("sport", 10)] }), &[]),
            (json!({ "pot": [share("sport", 9)] }), &["pot-left-over /ballot/pot"]),
            (json!({ "comments": [{ "text": "Пейки" }] }), &[]),
        ],
    );
}

#[test]
fn projects_are_chosen_by_the_method_that_is_on() {
    let named = |ids: &[&str]| {
        let votes: Vec<_> = ids.iter().map(|id| json!({ "project": id })).collect();
        json!({ "projects": votes })
    };
    let points = |given: &[(&str, u32)]| {
        let votes: Vec<_> =
            given.iter().map(|(id, points)| json!({ "project": id, "points": points })).collect();
        json!({ "projects": votes })
    };
    check(
        &projects("\"knapsack\""),
        &[
            (named(&["stage"]), &[]),
            (named(&["stage", "bench"]), &["projects-over-budget /ballot/projects"]),
            (named(&["moon"]), &["unknown-project /ballot/projects/0/project"]),
            (named(&["bench", "bench"]), &["duplicate-project /ballot/projects/1/project"]),
            (points(&[("bench", 1)]), &["wrong-points /ballot/projects/0/points"]),
        ],
    );
    for method in ["\"approval\"\nat_most = 1", "\"ranking\"\nat_most = 1"] {
        check(
            &projects(method),
            &[
                (named(&["stage"]), &[]),
                (named(&["stage", "bench"]), &["too-many-projects /ballot/projects"]),
            ],
        );
    }
    // What they cost together matters only in a knapsack.
    check(&projects("\"ranking\"\nat_most = 2"), &[(named(&["stage", "bench"]), &[])]);
    check(
        &projects("\"points\"\ntotal = 5\nat_most = 4"),
        &[
            (points(&[("stage", 4), ("bench", 1)]), &[]),
            (points(&[("stage", 4), ("bench", 2)]), &["points-exceeded /ballot/projects"]),
            (points(&[("stage", 5)]), &["too-many-points /ballot/projects/0/points"]),
            (points(&[("stage", 0)]), &["wrong-points /ballot/projects/0/points"]),
            (named(&["stage"]), &["wrong-points /ballot/projects/0/points"]),
        ],
    );
}

#[test]
fn what_does_not_even_look_like_a_choice_is_not_a_submission() {
    let town = Town::open();
    town.offer(&everything("\"points\"\ntotal = 5"));
    for said in [
        json!({ "pot": [{ "area": "sport", "amount": -1 }] }),
        json!({ "pot": [{ "area": "sport", "amount": 1.5 }] }),
        json!({ "levers": [{ "line": "tax", "step": -1 }] }),
        json!({ "projects": ["bench"] }),
        json!({ "projects": [{ "project": "bench", "points": 3, "rank": 1 }] }),
        json!({ "clarity": [{ "line": "roads" }] }),
        json!({ "answers": [{ "question": "bus", "value": "no" }] }),
        json!({ "answers": [{ "question": "bus", "value": { "choice": "no", "number": 1 } }] }),
        json!({ "answers": [{ "question": "grade", "value": { "number": 2.5 } }] }),
        json!({ "votes": [] }),
    ] {
        let mut sent = ballot(1);
        sent["ballot"] = fields(&said);
        let answer = town.send(&sent);
        assert_eq!(answer.outcome(), (422, Some(glasno_model::ProblemType::NotASubmission)), "{said}");
    }
    assert_eq!(town.kept(), 0);
    assert_eq!(town.send(&full_ballot()).status, 201);
}
