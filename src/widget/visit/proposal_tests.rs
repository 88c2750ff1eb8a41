use super::*;
use glasno_model::{Ballot, Consultation, RespondentGroup};

fn draft() -> BudgetDraft {
    serde_json::from_value(serde_json::json!({
        "version": 3, "currency": "EUR",
        "source": { "file": "draft.csv", "currency": "EUR", "total": 2500 },
        "groups": [{ "id": "6", "name": { "bg": "Среда" } }],
        "lines": [
            { "id": "roads", "group": "6", "name": { "bg": "Улици" }, "discretion": "local", "amount": 1000, "min": 400 },
            { "id": "parks", "group": "6", "name": { "bg": "Паркове" }, "discretion": "top-up", "amount": 500, "max": 2000 },
            { "id": "schools", "group": "6", "name": { "bg": "Училища" }, "discretion": "state-delegated", "amount": 1000 },
        ],
    }))
    .unwrap()
}

fn consultation() -> Consultation {
    serde_json::from_value(serde_json::json!({
        "slug": "sofia-2027", "title": { "bg": "Бюджет" }, "currency": "EUR", "time_zone": "Europe/Sofia",
        "balance_rule": { "kind": "no-deficit" }, "languages": ["bg"],
        "respondents": {
            "groups": ["citizen", "ngo"], "districts": [{ "id": "north", "name": { "bg": "Север" } }],
        },
    }))
    .unwrap()
}

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

#[test]
fn moving_money_keeps_the_running_difference() {
    let draft = draft();
    let mut proposal = Proposal::default();
    assert_eq!(proposal.propose(&draft, 1, amount(700)), 200);
    assert_eq!(proposal.difference(), 200);
    assert_eq!(proposal.propose(&draft, 0, amount(800)), -200);
    assert_eq!(Proposal::balance_of(proposal.difference()), Balance::Balanced);
    assert_eq!(proposal.propose(&draft, 1, amount(500)), -200);
    assert_eq!(proposal.changes().collect::<Vec<_>>(), [(0, amount(800))]);
}

#[test]
fn a_ballot_holds_what_was_changed_and_said_and_nothing_else() {
    let draft = draft();
    let mut proposal = Proposal::default();
    proposal.propose(&draft, 0, amount(900));
    proposal.say(Place::Whole, "Благодаря 🌳");
    proposal.say(Place::Line(2), "Защо?");
    proposal.say(Place::Line(1), "  ");
    let ballot = proposal.ballot(&draft, Language::BULGARIAN);
    let json = serde_json::to_value(&ballot).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "draft_version": 3, "language": "bg",
            "allocation": [{ "line": "roads", "amount": 900 }],
            "comments": [{ "line": "schools", "text": "Защо?" }, { "text": "Благодаря 🌳" }],
        })
    );
    assert!(Ballot::check(ballot, &draft, &consultation()).is_ok());
}

#[test]
fn a_ballot_says_about_the_citizen_what_was_chosen_last() {
    let draft = draft();
    let mut proposal = Proposal::default();
    proposal.respondent.group = Some(RespondentGroup::Ngo);
    assert!(proposal.is_empty(), "a group alone is nothing to send");
    proposal.say(Place::Whole, "Благодаря");
    proposal.respondent.group = Some(RespondentGroup::Citizen);
    proposal.respondent.district = Some("north".parse().unwrap());
    let ballot = proposal.ballot(&draft, Language::BULGARIAN);
    let json = serde_json::to_value(&ballot).unwrap();
    assert_eq!(json["respondent"], serde_json::json!({ "group": "citizen", "district": "north" }));
    assert!(Ballot::check(ballot, &draft, &consultation()).is_ok());
}

#[test]
fn missing_money_could_come_from_lines_with_room() {
    let draft = draft();
    let mut proposal = Proposal::default();
    proposal.propose(&draft, 1, amount(1_300));
    assert_eq!(proposal.sources(&draft, amount(800), 5), [(0, amount(600))], "never below the least amount");
    assert_eq!(proposal.sources(&draft, amount(100), 5), [(0, amount(100))]);
}

#[test]
fn a_press_stops_at_the_bounds() {
    let draft = draft();
    let line = &draft.lines[0];
    assert_eq!(stepped(line, amount(450), false, Currency::EUR), amount(400));
    assert_eq!(stepped(&draft.lines[1], amount(1_990), true, Currency::EUR), amount(2_000));
    assert_eq!(stepped(line, amount(1_000), true, Currency::EUR), amount(1_100));
}

#[test]
fn a_lever_pays_for_spending_and_the_endpoint_reckons_alike() {
    let mut document: serde_json::Value = serde_json::to_value(draft()).unwrap();
    document["revenue"] = serde_json::json!([{ "id": "tax", "name": { "bg": "Данък" }, "amount": 900, "lever": { "steps": [
        { "name": { "bg": "по-нисък" }, "yield_difference": -50 },
        { "name": { "bg": "по-висок" }, "yield_difference": 200 },
    ] } }]);
    let draft: BudgetDraft = serde_json::from_value(document).unwrap();
    let tax: LineId = "tax".parse().unwrap();
    let pulled = |step: u32| Pulled {
        choice: LeverChoice { line: tax.clone(), step },
        yields: draft.revenue.get()[0].lever.as_ref().unwrap().steps[step as usize].yield_difference.minor(),
        line_name: "Данък".into(),
        step_name: "по-висок".into(),
    };
    let sent = |proposal: &Proposal| {
        Ballot::check(proposal.ballot(&draft, Language::BULGARIAN), &draft, &consultation()).is_ok()
    };
    let mut proposal = Proposal::default();
    proposal.pull(&tax, Some(pulled(0)));
    assert_eq!(Proposal::balance_of(proposal.difference()), Balance::Short(amount(50)));
    assert!(!sent(&proposal), "less revenue leaves a hole");
    proposal.pull(&tax, Some(pulled(1)));
    proposal.propose(&draft, 1, amount(700));
    assert_eq!((proposal.difference(), proposal.moves()), (0, 2));
    assert!(sent(&proposal));
    proposal.pull(&tax, None);
    assert_eq!(proposal.difference(), 200);
    proposal.pull(&tax, Some(pulled(1)));
    proposal.let_go();
    assert_eq!((proposal.difference(), proposal.levers()), (200, &[][..]));
}
