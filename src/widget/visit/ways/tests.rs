//! What the fields let through, the endpoint takes; what they refuse, it refuses for the same reason.

use glasno_model::ways::{AnswerValue, PotShare, ProjectChoice, Question};
use glasno_model::{Ballot, BudgetDraft, Consultation, Language, Violation};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::questions::{Problem, Reply};
use super::*;

const AREAS: [&str; 3] = ["parks", "streets", "culture"];
const PROJECTS: [&str; 4] = ["stage", "bench", "track", "pool"];

fn draft() -> BudgetDraft {
    let area = |id: &str, kind: &str| json!({ "id": id, "kind": kind, "name": { "bg": id } });
    let project =
        |(id, cost): (&str, u32)| json!({ "id": id, "name": { "bg": id }, "cost": cost, "area": "north" });
    serde_json::from_value(json!({
        "version": 3, "currency": "EUR",
        "source": { "file": "draft.csv", "currency": "EUR", "total": 1000 },
        "groups": [{ "id": "6", "name": { "bg": "Среда" } }],
        "lines": [{ "id": "roads", "group": "6", "name": { "bg": "Улици" }, "discretion": "local", "amount": 1000 }],
        "areas": AREAS.map(|id| area(id, "pot")).into_iter().chain([area("north", "place")]).collect::<Vec<_>>(),
        "projects": PROJECTS.into_iter().zip([100, 200, 300, 400]).map(project).collect::<Vec<_>>(),
    }))
    .unwrap()
}

fn consultation(ways: Value) -> Consultation {
    let mut document = json!({
        "slug": "sofia-2027", "title": { "bg": "Бюджет" }, "currency": "EUR", "time_zone": "Europe/Sofia",
        "balance_rule": { "kind": "no-deficit" }, "languages": ["bg"],
    });
    document["ways"] = ways;
    document["ways"]["rebalance"] = true.into();
    document["ways"]["comments"] = true.into();
    serde_json::from_value(document).unwrap()
}

/// Which rules the endpoint finds broken; where nothing is said at all, that it is empty is beside the point.
fn refused(said: &Said, consultation: &Consultation) -> Vec<(String, Violation)> {
    let mut proposal = Proposal::default();
    proposal.said = said.clone();
    let draft = draft();
    let located = match Ballot::check(proposal.ballot(&draft, Language::BULGARIAN), &draft, consultation) {
        Ok(_) => Vec::new(),
        Err(located) => located,
    };
    let found = located.into_iter().map(|located| (located.pointer, located.violation));
    found.filter(|(_, violation)| *violation != Violation::Empty).collect()
}

fn questions() -> Value {
    let options = json!([{ "id": "yes", "name": { "bg": "Да" } }, { "id": "no", "name": { "bg": "Не" } }, { "id": "x", "name": { "bg": "?" } }]);
    let question = |id: &str, required: bool, kind: Value, shown_if: Option<(&str, &str)>| {
        let mut question = json!({ "id": id, "text": { "bg": id }, "required": required, "kind": kind });
        if let Some((earlier, answer)) = shown_if {
            question["shown_if"] = json!({ "question": earlier, "any_of": [answer] });
        }
        question
    };
    json!([
        question("one", false, json!({ "kind": "single", "options": options }), None),
        question(
            "many",
            true,
            json!({ "kind": "multiple", "options": options, "at_most": 2 }),
            Some(("one", "yes"))
        ),
        question("scale", false, json!({ "kind": "scale", "from": 1, "to": 5 }), Some(("many", "no"))),
        question("number", true, json!({ "kind": "number", "least": 0, "most": 20 }), Some(("scale", "5"))),
        question("text", false, json!({ "kind": "text" }), Some(("one", "no"))),
    ])
}

/// What somebody may do to one of the questions above.
fn reply() -> impl Strategy<Value = (usize, Option<Reply>)> {
    let option = || prop::sample::select(vec!["yes", "no", "x"]).prop_map(|id| id.parse().unwrap());
    let value = |value: AnswerValue| Some(Reply::Value(value));
    let texts = vec!["", " ", "Пейки 🌳", "\u{7}", "яяя"];
    prop_oneof![
        (0_usize..5).prop_map(|at| (at, None)),
        option().prop_map(move |id| (0, value(AnswerValue::Choice(id)))),
        prop::collection::btree_set(option(), 0..4)
            .prop_map(move |ids| (1, value(AnswerValue::Choices(ids.into_iter().collect())))),
        (1_i64..6).prop_map(move |step| (2, value(AnswerValue::Number(step)))),
        prop::sample::select(vec!["", "7", "-1", "21", " 1 2 ", "седем", "99999999999999999999"])
            .prop_map(|typed| (3, Some(Reply::Number(typed.into())))),
        prop::sample::select(texts).prop_map(move |text| (4, value(AnswerValue::Text(text.into())))),
    ]
}

proptest! {
    #[test]
    fn answers_that_pass_are_taken_and_others_refused_alike(replies in prop::collection::vec(reply(), 0..12)) {
        let consultation = consultation(json!({ "questions": questions() }));
        let questions: &[Question] = consultation.ways.questions.get();
        let mut said = Said::begin(&consultation.ways);
        for (at, reply) in replies {
            said.questions.put(questions, at, reply);
        }
        let refused = refused(&said, &consultation);
        prop_assert_eq!(&said.questions.broken(questions), &refused);
        // Beside each question stands its own reason; letters where a number belongs could not even be sent.
        let shown = said.questions.shown(questions);
        let problems: Vec<Problem> = (0..questions.len())
            .filter(|at| shown[*at])
            .filter_map(|at| said.questions.problem(questions, at))
            .collect();
        prop_assert_eq!(said.questions.unfinished(questions).is_none(), problems.is_empty());
        let garbled = problems.contains(&Problem::NotANumber);
        prop_assert_eq!(problems.is_empty(), refused.is_empty() && !garbled);
        for problem in problems {
            if let Problem::Broken(violation) = problem {
                prop_assert!(refused.iter().any(|(_, other)| *other == violation), "{:?}", violation);
            }
        }
    }

    #[test]
    fn shares_that_pass_are_taken_and_others_refused_alike(
        share_all: bool,
        acts in prop::collection::vec((0_usize..3, prop_oneof![
            Just(Err(true)), Just(Err(false)),
            prop::sample::select(vec!["", "0", "7", "30", "101", "1 000", "-3", "три", "99999999999"]).prop_map(Ok),
        ]), 0..12),
    ) {
        let consultation = consultation(json!({ "pot": { "unit": "points", "total": 100, "share_all": share_all } }));
        let (draft, pot) = (draft(), consultation.ways.pot.get().as_ref().unwrap());
        let mut said = Said::begin(&consultation.ways);
        for (area, act) in acts {
            let area = AREAS[area].parse().unwrap();
            let before = pot.remaining(&said.pot.shares);
            match act {
                Ok(text) => said.pot.type_amount(&area, text),
                Err(raise) => {
                    said.pot.press(pot, &area, raise);
                    prop_assert!(pot.remaining(&said.pot.shares) >= before.min(0), "a press never gives what is not there");
                }
            }
        }
        let refused = refused(&said, &consultation);
        let areas = draft.areas.get();
        prop_assert_eq!(&said.pot.broken(pot, areas), &refused);
        let garbled = AREAS.iter().any(|area| said.pot.is_garbled(&area.parse().unwrap()));
        prop_assert_eq!(said.pot.is_finished(pot, areas), refused.is_empty() && !garbled);
    }

    #[test]
    fn choices_that_pass_are_taken_and_others_refused_alike(
        method in 0_usize..4,
        acts in prop::collection::vec((0_usize..4, 0_usize..6, prop::sample::select(vec!["0", "2", "5", "11", "x"])), 0..12),
    ) {
        let methods = [
            json!({ "kind": "knapsack" }), json!({ "kind": "approval", "at_most": 2 }),
            json!({ "kind": "ranking", "at_most": 3 }), json!({ "kind": "points", "total": 10, "at_most": 5 }),
        ];
        let rules = json!({ "budget": 500, "method": methods[method], "rule": "city_greedy" });
        let consultation = consultation(json!({ "projects": rules }));
        let choice: &ProjectChoice = consultation.ways.projects.get().as_ref().unwrap();
        let draft = draft();
        let mut said = Said::begin(&consultation.ways);
        for (project, place, points) in acts {
            let project = PROJECTS[project].parse().unwrap();
            match (method, place) {
                (3, _) => said.projects.type_points(&project, points),
                (_, 0..3) => said.projects.toggle(&project),
                (_, _) => said.projects.move_to(&project, place),
            }
        }
        let refused = refused(&said, &consultation);
        let projects = draft.projects.get();
        prop_assert_eq!(&said.projects.broken(choice, projects), &refused);
        let garbled = PROJECTS.iter().any(|id| said.projects.is_garbled(&id.parse().unwrap()));
        prop_assert_eq!(said.projects.is_finished(choice, projects), refused.is_empty() && !garbled);
    }

    #[test]
    fn cards_are_shuffled_once_and_all_stay(count in 0_usize..60, seed: u64) {
        let mut chosen = projects::Chosen::default();
        chosen.shuffle(count, seed);
        let first = chosen.order.clone();
        chosen.shuffle(count, seed.wrapping_add(1));
        prop_assert_eq!(&chosen.order, &first, "the order holds while the visit lasts");
        let mut sorted = first;
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..count).collect::<Vec<_>>());
    }
}

#[test]
fn no_project_stands_first_for_everybody() {
    let first = |seed| {
        let mut chosen = projects::Chosen::default();
        chosen.shuffle(8, seed);
        chosen.order[0]
    };
    let mut seen = [0; 8];
    for seed in 0..8_000 {
        seen[first(seed)] += 1;
    }
    assert!(seen.iter().all(|count| (850..1_150).contains(count)), "{seen:?}");
}

#[test]
fn a_ranked_project_moves_and_the_others_keep_their_order() {
    let mut chosen = projects::Chosen::default();
    for id in PROJECTS {
        chosen.toggle(&id.parse().unwrap());
    }
    let order = |chosen: &projects::Chosen| {
        chosen.votes.iter().map(|vote| vote.project.to_string()).collect::<Vec<_>>().join(" ")
    };
    chosen.move_to(&"pool".parse().unwrap(), 0);
    assert_eq!(order(&chosen), "pool stage bench track");
    chosen.move_to(&"stage".parse().unwrap(), 99);
    assert_eq!(order(&chosen), "pool bench track stage");
    chosen.toggle(&"bench".parse().unwrap());
    assert_eq!(order(&chosen), "pool track stage");
}

#[test]
fn a_hidden_answer_stays_in_its_field_and_out_of_the_ballot() {
    let consultation = consultation(json!({ "questions": questions() }));
    let questions: &[Question] = consultation.ways.questions.get();
    let mut said = Said::begin(&consultation.ways);
    let choose = |id: &str| Some(Reply::Value(AnswerValue::Choice(id.parse().unwrap())));
    said.questions.put(questions, 0, choose("no"));
    said.questions.put(questions, 4, Some(Reply::Value(AnswerValue::Text("Пейки".into()))));
    assert_eq!((said.questions.answers.len(), said.questions.characters), (2, 5));
    said.questions.put(questions, 0, choose("x"));
    assert_eq!((said.questions.answers.len(), said.questions.characters), (1, 0));
    said.questions.put(questions, 0, choose("no"));
    assert_eq!(said.questions.answers.len(), 2, "what was written comes back with its question");
}

#[test]
fn a_way_that_has_not_come_yet_keeps_the_ballot_from_being_sent() {
    let consultation =
        consultation(json!({ "questions": questions(), "pot": { "unit": "points", "total": 10 } }));
    let mut said = Said::begin(&consultation.ways);
    assert_eq!(said.unfinished(), Some((Way::Pot, "#way-pot")));
    said.settle(Way::Pot, None, Vec::new());
    assert_eq!(said.unfinished(), Some((Way::Questions, "#way-questions")));
    said.settle(Way::Questions, None, Vec::new());
    assert_eq!((said.unfinished(), said.is_empty()), (None, true));
    said.pot.shares.push(PotShare { area: "parks".parse().unwrap(), amount: 1 });
    assert!(!said.is_empty());
    assert!(Said::begin(&Ways::default()).sections.is_empty(), "what is off is not waited for");
}

#[test]
fn a_step_taken_back_forgets_no_way_that_came_after_it() {
    let consultation = consultation(json!({ "questions": questions() }));
    let before = Said::begin(&consultation.ways);
    let mut now = before.clone();
    now.projects.shuffle(4, 7);
    now.settle(Way::Questions, None, Vec::new());
    let mut back = before.clone();
    back.keep_what_is_shown(now.clone());
    assert_eq!((back.unfinished(), &back.projects.order), (None, &now.projects.order));
    // Where something else is said, the part that is drawn anew says how its way stands.
    now.clarity.press(1, true);
    let mut back = before;
    back.keep_what_is_shown(now);
    assert_eq!(back.unfinished(), Some((Way::Questions, "#way-questions")));
}

#[test]
fn a_press_moves_by_a_round_number() {
    for (total, by) in
        [(1, 1), (10, 1), (20, 1), (40, 2), (100, 5), (1_000, 50), (250_000, 10_000), (u32::MAX, 200_000_000)]
    {
        assert_eq!(step(total), by, "{total}");
    }
}

#[test]
fn a_whole_number_is_read_as_people_type_it() {
    for (text, number) in
        [("12", Some(12)), (" 1 000 ", Some(1_000)), ("1\u{a0}000", Some(1_000)), ("−5", Some(-5))]
    {
        assert_eq!(whole_number(text), number, "{text}");
    }
    assert!(
        ["", "-", "1.5", "1,5", "дванайсет", "1e3", "0x1"].iter().all(|text| whole_number(text).is_none())
    );
    assert_eq!((share(""), share("-1"), share("99999999999")), (Some(0), None, Some(u32::MAX)));
}
