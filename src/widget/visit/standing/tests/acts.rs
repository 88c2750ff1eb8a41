//! What somebody may do in a visit, and the consultations that it may be in.

use glasno_model::ways::{AnswerValue, Way};
use glasno_model::{BudgetDraft, Consultation};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::visit::proposal::Place;
use crate::visit::undo::Touched;
use crate::visit::ways::questions::Reply;

pub const LINES: usize = 16;
pub const AREAS: [&str; 3] = ["parks", "streets", "culture"];
pub const PROJECTS: [&str; 4] = ["stage", "bench", "track", "pool"];

/// Lines of every kind, a lever, areas and projects.
pub fn draft() -> BudgetDraft {
    let line = |at: usize| {
        let discretion = ["local", "top-up", "state-delegated", "contract-bound"][at % 4];
        let mut line = json!({
            "id": format!("l{at}"), "group": "6", "name": { "bg": "Перо" }, "amount": 10_000, "discretion": discretion,
        });
        if at.is_multiple_of(3) {
            (line["min"], line["max"]) = (4_000.into(), 20_000.into());
        }
        line
    };
    let area = |id| json!({ "id": id, "kind": "pot", "name": { "bg": id } });
    let project = |(id, cost)| json!({ "id": id, "name": { "bg": id }, "cost": cost });
    serde_json::from_value(json!({
        "version": 3, "currency": "EUR",
        "source": { "file": "draft.csv", "currency": "EUR", "total": 10_000 * LINES },
        "groups": [{ "id": "6", "name": { "bg": "Среда" } }],
        "lines": (0..LINES).map(line).collect::<Vec<_>>(),
        "revenue": [{ "id": "tax", "name": { "bg": "Данък" }, "amount": 900, "lever": { "steps": [
            { "name": { "bg": "по-нисък" }, "yield_difference": -500 },
            { "name": { "bg": "по-висок" }, "yield_difference": 2_000 },
        ] } }],
        "areas": AREAS.map(area),
        "projects": PROJECTS.into_iter().zip([100, 200, 300, 400]).map(project).collect::<Vec<_>>(),
    }))
    .unwrap()
}

/// A consultation with any of the ways on.
pub fn consultation() -> impl Strategy<Value = Consultation> {
    let pot = (any::<bool>(), any::<bool>())
        .prop_map(|(money, share_all)| json!({ "unit": if money { "money" } else { "points" }, "total": 100, "share_all": share_all }));
    let methods = vec![
        json!({ "kind": "knapsack" }),
        json!({ "kind": "approval", "at_most": 2 }),
        json!({ "kind": "ranking", "at_most": 3 }),
        json!({ "kind": "points", "total": 10, "at_most": 5 }),
    ];
    let projects = prop::sample::select(methods)
        .prop_map(|method| json!({ "budget": 500, "method": method, "rule": "city_greedy" }));
    let options = json!([{ "id": "yes", "name": { "bg": "Да" } }, { "id": "no", "name": { "bg": "Не" } }]);
    let questions = any::<bool>().prop_map(move |required| {
        json!([
            { "id": "one", "text": { "bg": "?" }, "required": required, "kind": { "kind": "single", "options": options } },
            { "id": "why", "text": { "bg": "?" }, "required": required, "kind": { "kind": "text" },
              "shown_if": { "question": "one", "any_of": ["no"] } },
            { "id": "age", "text": { "bg": "?" }, "kind": { "kind": "number", "least": 0, "most": 120 } },
        ])
    });
    let rule = prop_oneof![
        Just(json!({ "kind": "no-deficit" })),
        Just(json!({ "kind": "deviation", "at_most": 1_000 })),
    ];
    let some = |way: BoxedStrategy<Value>| prop::option::of(way);
    (any::<[bool; 3]>(), some(pot.boxed()), some(projects.boxed()), some(questions.boxed()), rule).prop_map(
        |([rebalance, comments, clarity], pot, projects, questions, rule)| {
            let mut ways = json!({ "rebalance": rebalance, "comments": comments, "clarity": clarity });
            for (name, way) in [("pot", pot), ("projects", projects), ("questions", questions)] {
                if let Some(way) = way {
                    ways[name] = way;
                }
            }
            serde_json::from_value(json!({
                "slug": "sofia-2027", "title": { "bg": "Бюджет" }, "currency": "EUR", "time_zone": "Europe/Sofia",
                "balance_rule": rule, "languages": ["bg"], "respondents": { "groups": ["citizen"] }, "ways": ways,
            }))
            .unwrap()
        },
    )
}

/// What somebody may do.
#[derive(Debug, Clone)]
pub enum Act {
    Type(usize, &'static str),
    Press(usize, bool),
    Pull(Option<u32>),
    Say(Option<usize>, String),
    SayEverywhere,
    Clear(usize, bool),
    TypeShare(usize, &'static str),
    PressShare(usize, bool),
    Toggle(usize),
    Move(usize, usize),
    TypePoints(usize, &'static str),
    Answer(usize, Option<Reply>),
    SayWho,
    Undo,
    Redo,
}

pub fn act() -> impl Strategy<Value = Act> {
    let line = || 0..LINES;
    let amounts = vec!["100", "95,50", "30", "40", "200", "200,01", "", "сто", "-5", "99999999999999999999"];
    let shares = vec!["", "0", "30", "70", "100", "101", "три", "-1"];
    let numbers = vec!["", "44", "121", "-1", "седем", "99999999999999999999"];
    let texts = [
        String::new(),
        "  ".into(),
        "Защо? 🌳".into(),
        "\u{7}".into(),
        "я".repeat(2_000),
        "я".repeat(2_001),
        "я".repeat(4_001),
    ];
    let text = || prop::sample::select(texts.to_vec());
    let choice = |id: &str| Some(Reply::Value(AnswerValue::Choice(id.parse().unwrap())));
    let one = prop::sample::select(vec![None, choice("yes"), choice("no")]);
    let number = prop::sample::select(numbers).prop_map(|typed| Some(Reply::Number(typed.into())));
    let why = text().prop_map(|text| Some(Reply::Value(AnswerValue::Text(text))));
    prop_oneof![
        4 => (line(), prop::sample::select(amounts)).prop_map(|(line, typed)| Act::Type(line, typed)),
        4 => (line(), any::<bool>()).prop_map(|(line, raise)| Act::Press(line, raise)),
        1 => prop::option::of(0_u32..2).prop_map(Act::Pull),
        2 => (prop::option::of(line()), text()).prop_map(|(line, text)| Act::Say(line, text)),
        1 => Just(Act::SayEverywhere),
        2 => (line(), any::<bool>()).prop_map(|(line, clear)| Act::Clear(line, clear)),
        2 => (0_usize..3, prop::sample::select(shares)).prop_map(|(area, typed)| Act::TypeShare(area, typed)),
        2 => (0_usize..3, any::<bool>()).prop_map(|(area, raise)| Act::PressShare(area, raise)),
        2 => (0_usize..4).prop_map(Act::Toggle),
        1 => (0_usize..4, 0_usize..5).prop_map(|(project, place)| Act::Move(project, place)),
        1 => (0_usize..4, prop::sample::select(vec!["0", "2", "5", "11", "x"])).prop_map(|(project, typed)| Act::TypePoints(project, typed)),
        1 => one.prop_map(|reply| Act::Answer(0, reply)),
        1 => why.prop_map(|reply| Act::Answer(1, reply)),
        1 => number.prop_map(|reply| Act::Answer(2, reply)),
        1 => Just(Act::SayWho),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

/// What an act is a step of.
pub fn touched(act: &Act) -> Touched {
    match act {
        Act::Type(line, _) | Act::Press(line, _) => Touched::Line(*line),
        Act::Pull(_) => Touched::Lever,
        Act::Say(line, _) => Touched::Comment(line.map_or(Place::Whole, Place::Line)),
        Act::Clear(line, _) => Touched::Way(Way::Clarity, *line),
        Act::TypeShare(area, _) | Act::PressShare(area, _) => Touched::Way(Way::Pot, *area),
        Act::Toggle(project) | Act::Move(project, _) | Act::TypePoints(project, _) => {
            Touched::Way(Way::Projects, *project)
        }
        Act::Answer(at, _) => Touched::Way(Way::Questions, *at),
        Act::SayEverywhere | Act::SayWho | Act::Undo | Act::Redo => Touched::All,
    }
}
