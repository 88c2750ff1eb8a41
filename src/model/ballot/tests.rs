use super::*;
use crate::consultation::tests::consultation;
use crate::draft::tests::{document, line};
use crate::{Discretion, District, RespondentGroup, Text};
use proptest::prelude::*;

fn draft() -> BudgetDraft {
    let mut roads = line("roads", Discretion::Local, 1_000);
    roads.min = Some(Amount::from_minor(400).unwrap());
    roads.max = Some(Amount::from_minor(2_000).unwrap());
    BudgetDraft::try_from(document(vec![
        roads,
        line("parks", Discretion::TopUp, 500),
        line("schools", Discretion::StateDelegated, 9_000),
        line("refund", Discretion::Local, -50),
    ]))
    .unwrap()
}

fn ballot(amounts: &[(&str, i64)], comments: &[(Option<&str>, &str)]) -> BallotDocument {
    BallotDocument {
        allocation: amounts
            .iter()
            .map(|(line, amount)| Allocation {
                line: line.parse().unwrap(),
                amount: Amount::from_minor(*amount).unwrap(),
            })
            .collect(),
        comments: comments
            .iter()
            .map(|(line, text)| Comment { line: line.map(|id| id.parse().unwrap()), text: (*text).into() })
            .collect(),
        ..BallotDocument::new(1, Language::BULGARIAN)
    }
}

/// A consultation that asks for two groups and one district.
fn asking() -> Consultation {
    let mut consultation = consultation(BalanceRule::NoDeficit);
    consultation.respondents = Respondents {
        groups: vec![RespondentGroup::Citizen, RespondentGroup::Ngo],
        districts: vec![District { id: "център".parse().unwrap(), name: Text::default() }],
    };
    consultation
}

fn broken(document: BallotDocument) -> Vec<String> {
    match Ballot::check(document, &draft(), &asking()) {
        Ok(_) => Vec::new(),
        Err(found) => found
            .into_iter()
            .map(|located| {
                let json = serde_json::to_value(&located).unwrap();
                format!("{} {}", json["pointer"].as_str().unwrap(), json["rule"].as_str().unwrap())
            })
            .collect(),
    }
}

#[test]
fn citizen_moves_money_from_roads_to_parks() {
    let document = ballot(&[("roads", 800), ("parks", 700)], &[(Some("parks"), "Повече дървета 🌳")]);
    let ballot = Ballot::check(document.clone(), &draft(), &asking()).unwrap();
    assert_eq!(ballot.into_document(), document);
}

#[test]
fn citizen_cannot_break_a_rule_of_a_line() {
    let check =
        |amounts: &[(&str, i64)], expected: &[&str]| assert_eq!(broken(ballot(amounts, &[])), expected);
    check(&[("roads", 399)], &["/ballot/allocation/0/amount below-minimum"]);
    check(&[("parks", -1)], &["/ballot/allocation/0/amount below-minimum"]);
    check(
        &[("roads", 2_001), ("parks", 0)],
        &["/ballot/allocation/0/amount above-maximum", "/ballot/allocation short"],
    );
    check(&[("schools", 8_999)], &["/ballot/allocation/0/amount locked-line"]);
    check(&[("refund", -60)], &["/ballot/allocation/0/amount locked-line"]);
    check(&[("moon", 1)], &["/ballot/allocation/0/line unknown-line"]);
    check(&[("parks", 1), ("parks", 2)], &["/ballot/allocation/1/line duplicate-line"]);
    check(&[], &["/ballot empty"]);
    check(&[("schools", 9_000)], &[]);
}

#[test]
fn citizen_cannot_spend_more_than_the_draft() {
    assert_eq!(broken(ballot(&[("parks", 501)], &[])), ["/ballot/allocation short"]);
    let giant = ballot(&[("parks", Amount::MAX.minor())], &[]);
    let Err(found) = Ballot::check(giant, &draft(), &asking()) else { panic!("it was taken") };
    let by = Amount::from_minor(Amount::MAX.minor() - 500).unwrap();
    assert_eq!(found[0].violation, Violation::Short { by });
}

#[test]
fn a_comment_is_text_of_a_bearable_length() {
    let check = |comments: &[(Option<&str>, &str)], expected: &[&str]| {
        assert_eq!(broken(ballot(&[], comments)), expected);
    };
    check(&[(None, &"ж".repeat(WHOLE_COMMENT_CHARACTERS))], &[]);
    check(
        &[(None, &"ж".repeat(WHOLE_COMMENT_CHARACTERS + 1))],
        &["/ballot/comments/0/text comment-too-long"],
    );
    check(&[(Some("roads"), &"a".repeat(2_001))], &["/ballot/comments/0/text comment-too-long"]);
    check(&[(Some("moon"), "a")], &["/ballot/comments/0/line unknown-line"]);
    check(&[(None, "a"), (None, "b")], &["/ballot/comments/1/line duplicate-comment"]);
    check(&[(None, " \n ")], &["/ballot/comments/0/text empty-comment"]);
    check(&[(None, "a\0b")], &["/ballot/comments/0/text control-character"]);
    check(&[(None, "line\r\n\tnext \u{202e}rtl\u{200d}")], &[]);
}

#[test]
fn a_ballot_on_an_older_draft_names_the_current_one() {
    let mut document = ballot(&[("parks", 400)], &[]);
    document.draft_version = 7;
    assert_eq!(broken(document), ["/ballot/draft_version other-draft-version"]);
}

#[test]
fn citizen_says_only_what_the_consultation_asks() {
    let check = |group: Option<RespondentGroup>, district: Option<&str>, expected: &[&str]| {
        let district = district.map(|id| id.parse().unwrap());
        let document =
            BallotDocument { respondent: Respondent { group, district }, ..ballot(&[("parks", 400)], &[]) };
        assert_eq!(broken(document), expected);
    };
    check(None, None, &[]);
    check(Some(RespondentGroup::Ngo), Some("център"), &[]);
    check(Some(RespondentGroup::Business), None, &["/ballot/respondent/group unasked-group"]);
    check(
        Some(RespondentGroup::Other),
        Some("moon"),
        &["/ballot/respondent/group unasked-group", "/ballot/respondent/district unasked-district"],
    );
}

#[test]
fn naming_a_group_alone_is_no_ballot() {
    let respondent = Respondent { group: Some(RespondentGroup::Citizen), district: None };
    assert_eq!(broken(BallotDocument { respondent, ..ballot(&[], &[]) }), ["/ballot empty"]);
}

#[test]
fn a_ballot_that_says_nothing_about_its_citizen_is_written_as_before() {
    let json = r#"{"draft_version":1,"language":"bg","allocation":[{"line":"parks","amount":1}]}"#;
    let document: BallotDocument = serde_json::from_str(json).unwrap();
    assert!(document.respondent.is_empty());
    assert_eq!(serde_json::to_string(&document).unwrap(), json);
}

#[test]
fn a_ballot_in_json_holds_nothing_else() {
    let json = r#"{"draft_version":1,"language":"bg","allocation":[{"line":"parks","amount":1}],"name":"x"}"#;
    assert!(serde_json::from_str::<BallotDocument>(json).is_err());
    let twice = r#"{"draft_version":1,"draft_version":1,"language":"bg"}"#;
    assert!(serde_json::from_str::<BallotDocument>(twice).is_err());
}

proptest! {
    #[test]
    fn what_is_taken_never_costs_more_than_the_draft(roads in 0_i64..3_000, parks in -10_i64..3_000) {
        let document = ballot(&[("roads", roads), ("parks", parks)], &[]);
        let taken = Ballot::check(document, &draft(), &asking()).is_ok();
        let fits = roads + parks <= 1_500 && (400..=2_000).contains(&roads) && parks >= 0;
        prop_assert_eq!(taken, fits);
    }
}
