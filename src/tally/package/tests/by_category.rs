//! Results by channel, group and district.

use glasno_model::draft::{BudgetLine, DraftDocument, Group, Source};
use glasno_model::{
    Allocation, BallotDocument, BudgetDraft, Channel, Discretion, Respondent, RespondentGroup,
};

use super::*;
use crate::allocation::Tallies;

/// So many of each group want the roads to cost this much.
fn tallies(parts: &[(Option<RespondentGroup>, u64, i64)]) -> Tallies {
    let source =
        Source { file: String::new(), currency: Currency::EUR, total: Amount::ZERO, note: Text::default() };
    let mut document = DraftDocument::new(Currency::EUR, source);
    let heading: glasno_model::GroupId = "6".parse().unwrap();
    document.groups =
        vec![Group { id: heading.clone(), parent: None, code: String::new(), name: Text::default() }];
    document.lines = [("roads", 100_000), ("-parks", 50_000)]
        .map(|(id, minor)| {
            BudgetLine::new(
                id.parse().unwrap(),
                heading.clone(),
                Text::default(),
                Discretion::Local,
                amount(minor),
            )
        })
        .to_vec();
    let draft = BudgetDraft::try_from(document).unwrap();
    let mut tallies = Tallies::default();
    tallies.know(&draft, BalanceRule::NoDeficit).unwrap();
    for (group, voters, roads) in parts {
        for _ in 0..*voters {
            let ballot = BallotDocument {
                allocation: vec![Allocation { line: "roads".parse().unwrap(), amount: amount(*roads) }],
                respondent: Respondent { group: *group, district: None },
                ..BallotDocument::new(1, Language::BULGARIAN)
            };
            tallies.add(Channel::Web, &ballot).unwrap();
        }
    }
    tallies
}

fn table() -> Lines {
    let mut csv = super::super::Csv::new(tables::lines(&[Language::BULGARIAN]).header());
    for (id, amount) in [("roads", "1000.00"), ("'-parks", "500.00")] {
        csv.row(["1", id, "6", "6", "", "", "", "", "local", "true", amount, "EUR", "", "", "", "", ""]);
    }
    Lines::read(csv.take().as_bytes(), Currency::EUR).unwrap()
}

fn broken_down(parts: &[(Option<RespondentGroup>, u64, i64)]) -> String {
    let tallies = tallies(parts);
    let groups = [RespondentGroup::Citizen, RespondentGroup::Business, RespondentGroup::Ngo];
    let dimensions =
        breakdowns::dimensions(&tallies, groups.map(|group| group.code().to_owned()).to_vec(), Vec::new());
    assert_eq!(dimensions.len(), 1, "one channel and no district make no breakdown");
    breakdowns::breakdowns(&table(), &tallies, &dimensions).unwrap()
}

const CITIZEN: Option<RespondentGroup> = Some(RespondentGroup::Citizen);
const BUSINESS: Option<RespondentGroup> = Some(RespondentGroup::Business);

#[test]
fn counts_by_group_are_rounded_and_small_groups_hidden() {
    let csv = broken_down(&[
        (CITIZEN, 44, 100_000),
        (CITIZEN, 6, 99_000),
        (BUSINESS, 4, 99_000),
        (None, 12, 99_000),
    ]);
    assert_eq!(row(&csv, "1,group,citizen,roads")[4..8], ["50", "0", "40", "10"]);
    assert_eq!(row(&csv, "1,group,business,roads")[4..], ["", "", "", "", "", "", "", "true"]);
    assert!(breakdowns::check(csv.as_bytes(), &table()).unwrap() > 0);
}

proptest! {
    #[test]
    fn a_table_of_ours_never_contradicts_itself(
        citizens in 0_u64..90, businesses in 0_u64..90, others in 0_u64..90, roads in 0_i64..200_000,
    ) {
        let csv = broken_down(&[(CITIZEN, citizens, 100_000), (BUSINESS, businesses, 70_000), (None, others, roads)]);
        prop_assert!(breakdowns::check(csv.as_bytes(), &table()).is_ok(), "{csv}");
    }
}

#[test]
fn beside_the_ballots_answers_are_told_by_one_attribute() {
    let mut tallies = tallies(&[(CITIZEN, 40, 100_000), (BUSINESS, 20, 70_000), (None, 35, 70_000)]);
    let mut more = tallies.clone();
    let ballot = BallotDocument {
        allocation: vec![Allocation { line: "roads".parse().unwrap(), amount: amount(100_000) }],
        ..BallotDocument::new(1, Language::BULGARIAN)
    };
    (0..15).for_each(|_| more.add(Channel::Paper, &ballot).unwrap());
    tallies.merge(&more).unwrap();
    let dimensions = breakdowns::dimensions(&tallies, vec!["citizen".into(), "business".into()], Vec::new());
    let csv = breakdowns::breakdowns(&table(), &tallies, &dimensions).unwrap();
    assert_eq!(row(&csv, "1,channel,paper,")[3..], ["", "15", "", "", "", "", "", "", "false"]);
    assert!(csv.contains("1,group,citizen,roads,80,") && !csv.contains("1,channel,paper,roads"), "{csv}");
    assert_eq!(breakdowns::check(csv.as_bytes(), &table()).unwrap(), 0);
}

#[test]
fn a_figure_that_was_touched_contradicts_the_others() {
    let csv = broken_down(&[(CITIZEN, 40, 100_000), (BUSINESS, 20, 70_000), (None, 35, 70_000)]);
    let citizen = "1,group,citizen,roads,40,0,40,0,0.000000,";
    assert!(csv.contains(citizen), "{csv}");
    for touched in [
        "1,group,citizen,roads,90,0,40,0,0.000000,",
        "1,group,citizen,roads,40,0,40,0,0.100000,",
        "1,group,citizen,roads,40,4,36,0,0.000000,",
    ] {
        let changed = csv.replace(citizen, touched);
        assert!(breakdowns::check(changed.as_bytes(), &table()).is_err(), "{touched}");
    }
}
