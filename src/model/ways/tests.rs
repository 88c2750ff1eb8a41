//! The ways together, as the endpoint checks a ballot.

use super::*;
use crate::draft::tests::{document, line};
use crate::{
    Allocation, Amount, Area, AreaKind, BalanceRule, Ballot, BallotDocument, BudgetDraft, Consultation,
    Discretion, Language, Lever, LeverStep, LineId, RevenueLine, Text, consultation,
};

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

fn id(id: &str) -> LineId {
    id.parse().unwrap()
}

/// A road of 500, a waste fee with two steps, an area.
fn draft() -> BudgetDraft {
    let mut document = document(vec![line("roads", Discretion::Local, 500)]);
    let step = |yield_difference| LeverStep {
        name: Text::new(Language::BULGARIAN, "Име"),
        yield_difference: amount(yield_difference),
    };
    document.revenue = vec![RevenueLine {
        id: id("fee"),
        code: String::new(),
        name: Text::new(Language::BULGARIAN, "Име"),
        description: Text::default(),
        amount: amount(1_000),
        source_amount: None,
        history: Vec::new(),
        lever: Some(Lever { steps: vec![step(100), step(-50)] }),
    }]
    .into();
    document.areas = vec![Area {
        id: "parks".parse().unwrap(),
        kind: AreaKind::Pot,
        name: Text::new(Language::BULGARIAN, "Име"),
        description: Text::default(),
    }]
    .into();
    document.try_into().unwrap()
}

fn with(ways: Ways) -> Consultation {
    Consultation { ways, ..consultation::tests::consultation(BalanceRule::NoDeficit) }
}

fn ballot() -> BallotDocument {
    BallotDocument::new(1, Language::BULGARIAN)
}

fn roads(minor: i64) -> Vec<Allocation> {
    vec![Allocation { line: id("roads"), amount: amount(minor) }]
}

fn fee(step: u32) -> Vec<LeverChoice> {
    vec![LeverChoice { line: id("fee"), step }]
}

fn broken(ballot: BallotDocument, ways: Ways) -> Vec<(String, crate::Violation)> {
    let found = Ballot::check(ballot, &draft(), &with(ways)).err().unwrap_or_default();
    found.into_iter().map(|located| (located.pointer, located.violation)).collect()
}

#[test]
fn a_raised_fee_pays_for_a_road_and_a_lowered_one_has_to_be_paid_for() {
    use crate::Violation::{LeftOver, Short};
    assert_eq!(
        broken(BallotDocument { allocation: roads(600), levers: fee(0), ..ballot() }, Ways::default()),
        []
    );
    let short = |by| vec![("/ballot/allocation".to_owned(), Short { by: amount(by) })];
    assert_eq!(
        broken(BallotDocument { allocation: roads(601), levers: fee(0), ..ballot() }, Ways::default()),
        short(1)
    );
    assert_eq!(broken(BallotDocument { levers: fee(1), ..ballot() }, Ways::default()), short(50));
    let exact = Consultation {
        balance_rule: BalanceRule::Deviation { at_most: amount(99) },
        ..with(Ways::default())
    };
    let found = Ballot::check(BallotDocument { levers: fee(0), ..ballot() }, &draft(), &exact).unwrap_err();
    assert_eq!(found[0].violation, LeftOver { by: amount(100) });
}

#[test]
fn a_lever_is_pulled_once_by_a_step_that_it_has() {
    use crate::Violation::{DuplicateLine, UnknownLever, UnknownStep};
    let levers = [fee(0), fee(1), fee(9), vec![LeverChoice { line: id("roads"), step: 0 }]].concat();
    let found = broken(BallotDocument { levers, allocation: roads(0), ..ballot() }, Ways::default());
    assert_eq!(
        found,
        [
            ("/ballot/levers/1/line".to_owned(), DuplicateLine { line: id("fee") }),
            ("/ballot/levers/2/line".to_owned(), DuplicateLine { line: id("fee") }),
            ("/ballot/levers/3".to_owned(), UnknownLever { line: id("roads") }),
        ]
    );
    let found = broken(BallotDocument { levers: fee(2), ..ballot() }, Ways::default());
    assert_eq!(found, [("/ballot/levers/0".to_owned(), UnknownStep { line: id("fee") })]);
}

#[test]
fn a_citizen_takes_part_only_in_ways_that_are_on() {
    let all = || BallotDocument {
        allocation: roads(400),
        levers: fee(0),
        pot: vec![PotShare { area: "parks".parse().unwrap(), amount: 1 }],
        projects: vec![ProjectVote { project: "bench".parse().unwrap(), points: None }],
        comments: vec![crate::Comment { line: None, text: "Да".into() }],
        clarity: vec![Clarity { line: id("roads"), clear: true }],
        answers: vec![Answer { question: "q".parse().unwrap(), value: AnswerValue::Number(1) }],
        ..ballot()
    };
    let none = Ways { rebalance: false, comments: false, ..Ways::default() };
    let off: Vec<Way> = broken(all(), none)
        .into_iter()
        .filter_map(|(_, violation)| match violation {
            crate::Violation::WayOff { way } => Some(way),
            _ => None,
        })
        .collect();
    assert_eq!(off, [Way::Rebalance, Way::Rebalance, Way::Comments, Way::Clarity, Way::Pot, Way::Projects]);
}

#[test]
fn saying_that_a_line_is_clear_is_taking_part() {
    let ways = || Ways { clarity: true, ..Ways::default() };
    let clarity = |line: &str| Clarity { line: id(line), clear: false };
    assert_eq!(broken(BallotDocument { clarity: vec![clarity("roads")], ..ballot() }, ways()), []);
    let found = broken(BallotDocument { clarity: vec![clarity("fee")], ..ballot() }, ways());
    assert_eq!(found[0].1, crate::Violation::UnknownLine { line: id("fee") });
    assert_eq!(broken(ballot(), ways()), [("/ballot".to_owned(), crate::Violation::Empty)]);
}

#[test]
fn settings_that_turn_nothing_on_are_not_written() {
    assert!(Ways::default().is_default());
    let json = serde_json::to_string(&Ways::default()).unwrap();
    assert_eq!(json, r#"{"rebalance":true,"comments":true}"#);
    assert_eq!(serde_json::from_str::<Ways>(&json).unwrap(), Ways::default());
    assert!(serde_json::from_str::<Ways>(r#"{"rebalance":true,"comments":true,"vote":1}"#).is_err());
}
