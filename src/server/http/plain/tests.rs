use glasno_model::{
    Ballot, BudgetDraft, Consultation, SubmissionId,
    ballot::BallotDocument,
    draft::DraftDocument,
    ways::{AnswerValue, ProjectMethod},
};
use glasno_words::Language;
use proptest::prelude::*;
use serde_json::json;

use super::{
    filled::{Filled, field},
    read,
};

/// A draft and a consultation with every way to take part.
fn everything(method: &serde_json::Value) -> (BudgetDraft, Consultation) {
    let line = |id: &str, discretion: &str, amount: i64| json!({ "id": id, "group": "6", "name": { "bg": id }, "discretion": discretion, "amount": amount });
    let project = |id: &str| json!({ "id": id, "name": { "bg": id }, "cost": 100 });
    let document: DraftDocument = serde_json::from_value(json!({
        "version": 3,
        "currency": "EUR",
        "source": { "file": "sample.csv", "currency": "EUR", "total": 3_500_000 },
        "groups": [{ "id": "6", "name": { "bg": "Благоустройство" } }],
        "lines": [
            line("roads", "local", 1_000_000), line("паркове.2-б", "top-up", 500_000),
            line("lights", "local", 0), line("schools", "state-delegated", 2_000_000),
        ],
        "revenue": [{ "id": "tax", "name": { "bg": "Данък" }, "amount": 3_500_000, "lever": { "steps": [
            { "name": { "bg": "+5 %" }, "yield_difference": 8_000 },
            { "name": { "bg": "−5 %" }, "yield_difference": -8_000 },
        ] } }],
        "projects": [project("stage"), project("bench"), project("trees")],
        "areas": [
            { "id": "sport", "kind": "pot", "name": { "bg": "Спорт" } },
            { "id": "art", "kind": "pot", "name": { "bg": "Изкуство" } },
        ],
    }))
    .unwrap();
    let options = json!([{ "id": "yes", "name": { "bg": "Да" } }, { "id": "no", "name": { "bg": "Не" } }]);
    let consultation = serde_json::from_value(json!({
        "slug": "sample",
        "title": { "bg": "Бюджет" },
        "currency": "EUR",
        "time_zone": "Europe/Sofia",
        "balance_rule": { "kind": "no-deficit" },
        "languages": ["bg"],
        "respondents": {
            "groups": ["citizen", "ngo"],
            "districts": [{ "id": "center", "name": { "bg": "Център" } }],
        },
        "ways": {
            "rebalance": true, "comments": true, "clarity": true,
            "pot": { "unit": "points", "total": 1_000 },
            "projects": { "budget": 200, "method": method, "rule": "city_greedy" },
            "questions": [
                { "id": "one", "text": { "bg": "Едно?" }, "kind": { "kind": "single", "options": options } },
                { "id": "some", "text": { "bg": "Няколко?" }, "kind": { "kind": "multiple", "options": options } },
                { "id": "scale", "text": { "bg": "Колко?" }, "kind": { "kind": "scale", "from": -1, "to": 5 } },
                { "id": "number", "text": { "bg": "Брой?" }, "kind": { "kind": "number" } },
                { "id": "words", "text": { "bg": "Какво?" }, "kind": { "kind": "text" } },
            ],
        },
    }))
    .unwrap();
    (document.try_into().unwrap(), consultation)
}

/// The form as somebody fills it in who wants to say this ballot.
fn filled_in(ballot: &BallotDocument, method: ProjectMethod) -> Filled {
    let mut pairs = vec![("draft_version".to_owned(), ballot.draft_version.to_string())];
    let mut fill = |name: String, value: String| pairs.push((name, value));
    for entry in &ballot.allocation {
        let (minus, minor) = (entry.amount.is_negative(), entry.amount.magnitude().minor());
        let sign = if minus { "−" } else { "" };
        let typed = format!("{sign}{},{:02}", minor / 100, minor % 100);
        fill(field("amount", entry.line.as_str()), typed);
    }
    for entry in &ballot.levers {
        fill(field("lever", entry.line.as_str()), entry.step.to_string());
    }
    for entry in &ballot.pot {
        fill(field("pot", entry.area.as_str()), format!(" {} ", entry.amount));
    }
    for (at, entry) in ballot.projects.iter().enumerate() {
        let value = match method {
            ProjectMethod::Ranking { .. } => (at * 2 + 1).to_string(),
            ProjectMethod::Points { .. } => entry.points.unwrap_or_default().to_string(),
            _ => "on".to_owned(),
        };
        fill(field("project", entry.project.as_str()), value);
    }
    for entry in &ballot.comments {
        let name = entry.line.as_ref().map_or("comment".to_owned(), |line| field("comment", line.as_str()));
        // As browsers post it.
        fill(name, entry.text.replace('\n', "\r\n"));
    }
    for entry in &ballot.clarity {
        fill(field("clear", entry.line.as_str()), if entry.clear { "yes" } else { "no" }.to_owned());
    }
    for entry in &ballot.answers {
        let name = field("answer", entry.question.as_str());
        match &entry.value {
            AnswerValue::Choice(id) => fill(name, id.to_string()),
            AnswerValue::Choices(ids) => ids.iter().for_each(|id| fill(name.clone(), id.to_string())),
            AnswerValue::Number(number) => fill(name, number.to_string()),
            AnswerValue::Text(text) => fill(name, text.clone()),
        }
    }
    fill("group".to_owned(), ballot.respondent.group.map_or("", |group| group.code()).to_owned());
    let district = ballot.respondent.district.as_ref();
    fill("district".to_owned(), district.map_or(String::new(), ToString::to_string));
    Filled::new(pairs)
}

fn any_text() -> impl Strategy<Value = String> {
    "[ -~а-яА-Я„“\n\t🕳️]{0,40}[а-яa-z]"
}

/// A ballot as the widget makes them, in the order of the draft. `None` is what a citizen does not touch.
fn any_ballot(method: ProjectMethod) -> impl Strategy<Value = BallotDocument> {
    let maybe = prop::option::of::<BoxedStrategy<i64>>;
    let amount = || maybe((0_i64..2_000_000).boxed());
    let text = || prop::option::of(any_text());
    let small = || maybe((1_i64..400).boxed());
    let budget = (amount(), amount(), maybe((0_i64..2).boxed()), small(), small());
    let said = (text(), text(), text(), prop::option::of(any::<bool>()));
    let answers =
        (maybe((0_i64..2).boxed()), 0_usize..4, maybe((-1_i64..6).boxed()), maybe(any::<i64>().boxed()));
    let order = Just(vec!["stage", "bench", "trees"]).prop_shuffle();
    let who = (prop::option::of(Just("ngo")), prop::option::of(Just("center")));
    (budget, said, answers, order, 0_usize..=3, prop::collection::vec(1_u32..9, 3), who).prop_map(
        move |(budget, said, answers, order, count, points, who)| {
            let entry = |id: &str, amount: Option<i64>| amount.map(|amount| json!({ "line": id, "amount": amount }));
            let share = |id: &str, amount: Option<i64>| amount.map(|amount| json!({ "area": id, "amount": amount }));
            let comment = |id: Option<&str>, text: Option<String>| {
                text.map(|text| if let Some(id) = id { json!({ "line": id, "text": text }) } else { json!({ "text": text }) })
            };
            let mut chosen: Vec<&str> = order.into_iter().take(count).collect();
            if !matches!(method, ProjectMethod::Ranking { .. }) {
                let place = |id: &&str| ["stage", "bench", "trees"].iter().position(|known| known == id);
                chosen.sort_by_key(place);
            }
            let votes: Vec<_> = chosen.iter().zip(points).map(|(id, points)| {
                if matches!(method, ProjectMethod::Points { .. }) {
                    json!({ "project": id, "points": points })
                } else {
                    json!({ "project": id })
                }
            }).collect();
            let choices: Vec<&str> = ["yes", "no"].into_iter().enumerate()
                .filter(|(at, _)| answers.1 & (1 << at) != 0).map(|(_, id)| id).collect();
            let answers = [
                answers.0.map(|at| json!({ "question": "one", "value": { "choice": (if at == 1 { "no" } else { "yes" }) } })),
                (!choices.is_empty()).then(|| json!({ "question": "some", "value": { "choices": choices } })),
                answers.2.map(|number| json!({ "question": "scale", "value": { "number": number } })),
                answers.3.map(|number| json!({ "question": "number", "value": { "number": number } })),
                said.0.clone().map(|text| json!({ "question": "words", "value": { "text": text } })),
            ];
            let list = |entries: Vec<Option<serde_json::Value>>| entries.into_iter().flatten().collect::<Vec<_>>();
            let mut respondent = serde_json::Map::new();
            who.0.map(|group| respondent.insert("group".into(), group.into()));
            who.1.map(|district| respondent.insert("district".into(), district.into()));
            serde_json::from_value(json!({
                "draft_version": 3,
                "language": "bg",
                "allocation": list(vec![entry("roads", budget.0), entry("паркове.2-б", budget.1)]),
                "levers": list(vec![budget.2.map(|step| json!({ "line": "tax", "step": step }))]),
                "pot": list(vec![share("sport", budget.3), share("art", budget.4)]),
                "projects": votes,
                "comments": list(vec![comment(Some("паркове.2-б"), said.1), comment(None, said.2)]),
                "clarity": list(vec![said.3.map(|clear| json!({ "line": "schools", "clear": clear }))]),
                "answers": list(answers.into()),
                "respondent": respondent,
            }))
            .unwrap()
        },
    )
}

fn says_the_same(method: ProjectMethod, ballot: &BallotDocument) {
    let (draft, consultation) = everything(&serde_json::to_value(method).unwrap());
    let (read, unread) = read::ballot(&filled_in(ballot, method), &draft, &consultation, Language::Bg);
    assert_eq!(unread, []);
    assert_eq!(read, *ballot);
    assert_eq!(
        Ballot::check(read, &draft, &consultation).is_ok(),
        Ballot::check(ballot.clone(), &draft, &consultation).is_ok()
    );
}

const RANKING: ProjectMethod = ProjectMethod::Ranking { at_most: 2 };
const POINTS: ProjectMethod = ProjectMethod::Points { total: 10, at_most: Some(5) };

proptest! {
    #[test]
    fn whatever_is_said_with_script_can_be_said_without(ballot in any_ballot(ProjectMethod::Knapsack)) {
        says_the_same(ProjectMethod::Knapsack, &ballot);
    }

    #[test]
    fn projects_stand_in_the_order_that_was_typed(ballot in any_ballot(RANKING)) {
        says_the_same(RANKING, &ballot);
    }

    #[test]
    fn points_arrive_as_they_were_typed(ballot in any_ballot(POINTS)) {
        says_the_same(POINTS, &ballot);
    }
}

#[test]
fn a_citizen_who_types_no_amount_is_told_beside_the_field() {
    let (draft, consultation) = everything(&json!({ "kind": "ranking", "at_most": 2 }));
    let typed = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let filled = Filled::new([
        typed("amount.roads", "много"),
        typed("pot.sport", "1,5"),
        typed("project.stage", "1"),
        typed("project.bench", "1"),
        typed("answer.number", "три"),
        typed("group", "king"),
    ]);
    let (_, unread) = read::ballot(&filled, &draft, &consultation, Language::Bg);
    let fields: Vec<&str> = unread.iter().map(|mistake| mistake.field.as_str()).collect();
    assert_eq!(fields, ["amount.roads", "pot.sport", "project.bench", "answer.number", "group"]);
    assert!(unread[0].sentence.contains("10\u{a0}000"), "{}", unread[0].sentence);
}

#[test]
fn a_proposal_that_does_not_balance_is_told_by_how_much() {
    let (draft, consultation) = everything(&json!({ "kind": "knapsack" }));
    let filled = Filled::new([("amount.roads".to_owned(), "11 000".to_owned())]);
    let (ballot, unread) = read::ballot(&filled, &draft, &consultation, Language::En);
    let found = Ballot::check(ballot.clone(), &draft, &consultation).unwrap_err();
    let mistakes = read::mistakes(&found, &ballot, unread, &draft, &consultation, Language::En);
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0].field, "section-spending");
    assert!(mistakes[0].sentence.contains("€1,000"), "{}", mistakes[0].sentence);
}

#[test]
fn what_a_corrected_draft_has_no_place_for_is_shown_to_be_copied() {
    let (draft, _) = everything(&json!({ "kind": "knapsack" }));
    let typed = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let filled = Filled::new([typed("comment.old", "Запазете го"), typed("comment.roads", "Остава")]);
    assert_eq!(read::lost(&filled, &draft), ["old: Запазете го"]);
}

#[test]
fn a_form_without_its_own_id_or_code_becomes_no_submission() {
    let id = SubmissionId::from_random([7; 16]).to_string();
    let of = |id: &str, code: &str| {
        super::Rendering::of(&Filled::new([
            ("id".to_owned(), id.to_owned()),
            ("code".to_owned(), code.to_owned()),
        ]))
    };
    let code = glasno_model::ReceiptCode::from_random(&[7; 15]).unwrap().reveal();
    assert!(of(&id, &code).is_some());
    assert!(of(&id, "7777").is_none() && of("7", &code).is_none());
}
