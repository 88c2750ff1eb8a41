use super::*;
use crate::draft::tests::{document, line};
use crate::draft::{BudgetDraft, Discretion, PastKind, UnitEquivalent};
use crate::revenue::LeverStep;
use crate::{Currency, Language};

pub(crate) fn project(id: &str, cost: i64) -> Project {
    Project {
        id: id.parse().unwrap(),
        name: Text::new(Language::BULGARIAN, id),
        cost: amount(cost),
        source_cost: None,
        place: Text::default(),
        area: None,
        description: Text::default(),
    }
}

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

fn area(id: &str, kind: AreaKind) -> Area {
    let name = Text::new(Language::BULGARIAN, id);
    Area { id: id.parse().unwrap(), kind, name, description: Text::default() }
}

fn tax(id: &str, differences: &[i64]) -> RevenueLine {
    let name = Text::new(Language::BULGARIAN, id);
    let step = |difference: &i64| LeverStep { name: name.clone(), yield_difference: amount(*difference) };
    RevenueLine {
        id: id.parse().unwrap(),
        code: String::new(),
        name: name.clone(),
        description: Text::default(),
        amount: amount(7),
        source_amount: None,
        history: Vec::new(),
        lever: Some(Lever { steps: differences.iter().map(step).collect() }),
    }
}

fn refused(change: impl FnOnce(&mut DraftDocument), error: &DraftError) {
    let mut changed = document(vec![line("a", Discretion::Local, 100), line("b", Discretion::Local, 200)]);
    changed.revenue = vec![tax("tax", &[5, -3])].into();
    changed.areas = vec![area("center", AreaKind::Place)].into();
    changed.projects = vec![Project { area: Some("center".parse().unwrap()), ..project("stage", 5) }].into();
    assert!(BudgetDraft::try_from(changed.clone()).is_ok());
    change(&mut changed);
    assert_eq!(BudgetDraft::try_from(changed).as_ref(), Err(error));
}

#[test]
fn a_draft_may_have_no_lines_where_there_is_something_else_to_decide() {
    let draft = |change: fn(&mut DraftDocument)| {
        let mut bare = document(Vec::new());
        bare.groups.clear();
        change(&mut bare);
        BudgetDraft::try_from(bare)
    };
    assert_eq!(draft(|_| {}), Err(DraftError::Empty));
    assert_eq!(draft(|bare| bare.areas = vec![area("x", AreaKind::Place)].into()), Err(DraftError::Empty));
    let projects = draft(|bare| bare.projects = vec![project("stage", 5)].into()).unwrap();
    assert_eq!((projects.total(), projects.movable_total()), (Amount::ZERO, Amount::ZERO));
    assert_eq!(crate::draft::Outline::of(&projects).branches, []);
    let pot = draft(|bare| bare.areas = vec![area("x", AreaKind::Pot)].into()).unwrap();
    assert_eq!(pot.pot_areas().count(), 1);
    let revenue = draft(|bare| bare.revenue = vec![tax("tax", &[1])].into()).unwrap();
    assert_eq!(revenue.revenue_total(), amount(7));
}

#[test]
fn every_id_is_there_once_and_every_reference_leads_somewhere() {
    let duplicate = |id: &str| DraftError::DuplicateLine(id.parse().unwrap());
    refused(|it| it.revenue = vec![tax("tax", &[1]), tax("tax", &[1])].into(), &duplicate("tax"));
    refused(|it| it.revenue = vec![tax("b", &[1])].into(), &duplicate("b"));
    let twice = vec![project("stage", 5), project("stage", 6)];
    refused(|it| it.projects = twice.into(), &DraftError::DuplicateProject("stage".into()));
    let twice = vec![area("center", AreaKind::Place), area("center", AreaKind::Pot)];
    refused(|it| it.areas = twice.into(), &DraftError::DuplicateArea("center".into()));
    refused(|it| it.areas = Vec::new().into(), &DraftError::UnknownArea("center".into()));
}

#[test]
fn a_history_is_in_order_and_whole() {
    let error = DraftError::BadHistory("a".parse().unwrap());
    let past =
        |year, kind| PastAmount::converted(year, kind, amount(1), Currency::BGN, Currency::EUR).unwrap();
    let (adopted, reported) = (past(2024, PastKind::Adopted), past(2024, PastKind::Reported));
    refused(|it| it.lines[0].history = vec![reported, adopted].into(), &error);
    refused(|it| it.lines[0].history = vec![adopted, adopted].into(), &error);
    refused(|it| it.lines[0].history = vec![past(24, PastKind::Adopted)].into(), &error);
    let half = PastAmount { source_currency: None, ..adopted };
    refused(|it| it.lines[0].history = vec![half].into(), &error);
    let mut taxed = tax("tax", &[1]);
    taxed.history = vec![half];
    refused(|it| it.revenue = vec![taxed].into(), &DraftError::BadHistory("tax".parse().unwrap()));
}

#[test]
fn what_cannot_happen_is_not_stated() {
    let error = DraftError::BadConsequences("a".parse().unwrap());
    let stated = |percents: &[i16], text: &str| -> crate::wire::Deferred<Vec<Consequence>> {
        let text = Text::new(Language::BULGARIAN, text);
        percents
            .iter()
            .map(|percent| Consequence { percent: *percent, text: text.clone() })
            .collect::<Vec<_>>()
            .into()
    };
    for percents in [&[0][..], &[-101], &[5, 5]] {
        refused(|it| it.lines[0].consequences = stated(percents, "x"), &error);
    }
    refused(|it| it.lines[0].consequences = stated(&[5], ""), &error);
    let many: Vec<i16> = (1..=21).collect();
    let error = DraftError::TooMany { of: "consequences of a line", at_most: 20 };
    refused(|it| it.lines[0].consequences = stated(&many, "x"), &error);
}

#[test]
fn nothing_that_is_counted_with_costs_nothing() {
    let error = |id: &str| DraftError::NotPositive(id.into());
    refused(|it| it.lines[0].step = Some(Amount::ZERO), &error("a"));
    let unit = UnitEquivalent { amount: Amount::ZERO, name: Text::new(Language::BULGARIAN, "x") };
    refused(|it| it.lines[1].unit = Some(unit).into(), &error("b"));
    refused(|it| it.projects = vec![project("stage", 0)].into(), &error("stage"));
    for differences in [&[0][..], &[]] {
        let error = DraftError::BadLever("tax".parse().unwrap());
        refused(|it| it.revenue = vec![tax("tax", differences)].into(), &error);
    }
}

#[test]
fn nothing_is_beyond_measure() {
    let lines = (0..=MOST_LINES).map(|at| line(&format!("l{at}"), Discretion::Local, 1)).collect();
    refused(|it| it.lines = lines, &DraftError::TooMany { of: "lines", at_most: MOST_LINES });
    let projects: Vec<_> = (0..=MOST_PROJECTS).map(|at| project(&format!("p{at}"), 1)).collect();
    refused(
        |it| it.projects = projects.into(),
        &DraftError::TooMany { of: "projects", at_most: MOST_PROJECTS },
    );
    let too_long = |of: &str, at_most| DraftError::TextTooLong { of: of.into(), at_most };
    let long = |characters| Text::new(Language::BULGARIAN, "я".repeat(characters));
    refused(|it| it.lines[0].name = long(NAME_CHARACTERS + 1), &too_long("a", NAME_CHARACTERS));
    refused(|it| it.lines[1].decided_by = long(TEXT_CHARACTERS + 1), &too_long("b", TEXT_CHARACTERS));
    let mut taxes = [tax("tax", &[1]), tax("fee", &[1])];
    taxes[0].amount = Amount::MAX;
    refused(|it| it.revenue = taxes.to_vec().into(), &DraftError::TotalTooLarge);
}
