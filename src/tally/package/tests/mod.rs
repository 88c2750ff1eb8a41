//! A small town's proposals, written and counted again.

mod by_category;
mod of_projects;

use core::convert::Infallible;

use glasno_model::{Amount, BalanceRule, Currency, Language, Text};
use proptest::prelude::*;

use super::audit::{Asked, Bootstrap, Parameters};
use super::{
    Lines, Proposal, Proposals, RowsError, ballots, breakdowns, count, pabulib, results_lines, tables,
};

/// A ballot's id, its draft, and the amounts that it proposes.
type KnownBallot = (String, usize, Vec<(u32, Amount)>);

/// Proposals that are held in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known(Vec<KnownBallot>);

impl Proposals for Known {
    type Error = Infallible;

    fn each(&self, take: &mut dyn FnMut(Proposal<'_>)) -> Result<(), Infallible> {
        for (id, draft, amounts) in &self.0 {
            take(Proposal { id, draft: *draft, amounts });
        }
        Ok(())
    }
}

/// Proposals that stand in a file.
struct Written<'a>(&'a str, &'a Lines);

impl Proposals for Written<'_> {
    type Error = RowsError;

    fn each(&self, take: &mut dyn FnMut(Proposal<'_>)) -> Result<(), RowsError> {
        ballots::read(self.0.as_bytes(), self.1, take)
    }
}

/// Two versions of a draft: roads, parks and lights can be moved, schools cannot.
fn lines() -> Lines {
    let table = tables::lines(&[Language::BULGARIAN]);
    let mut csv = super::Csv::new(table.header());
    for version in ["1", "2"] {
        for (id, movable, amount) in [
            ("roads", "true", "1000.00"),
            ("'-parks", "true", "500.00"),
            ("schools", "false", "2000.00"),
            ("lights", "true", "0.00"),
        ] {
            let discretion = if movable == "true" { "local" } else { "state-delegated" };
            csv.row([
                version,
                id,
                "6",
                "6",
                "6",
                "Благоустройство",
                "606",
                "Перо",
                discretion,
                movable,
                amount,
                "EUR",
                "",
                "",
                "",
                "",
                "2027",
            ]);
        }
    }
    Lines::read(csv.take().as_bytes(), Currency::EUR).unwrap()
}

fn parameters() -> Parameters {
    Parameters {
        balance_rule: BalanceRule::NoDeficit,
        currency: Currency::EUR,
        least_participants: 10,
        confidence: "0.95".into(),
        bootstrap: Bootstrap { method: "double-or-nothing".into(), replicates: 20, interval: "0.95".into() },
        seed: "town 2027-01-15".into(),
        rounding: "half up".into(),
        projects: None,
    }
}

fn asked() -> Asked {
    Asked {
        slug: "town".parse().unwrap(),
        title: Text::new(Language::BULGARIAN, "Бюджет; проект"),
        organiser: Text::default(),
        languages: vec![Language::BULGARIAN],
        country: "Bulgaria".into(),
        opens_on: Some("2026-12-20".into()),
        closes_on: Some("2027-01-15".into()),
        made_on: "2027-01-20".into(),
        was_open: false,
    }
}

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

/// Each moves so much from the roads to the parks, or keeps the roads on purpose where it is nothing.
fn moved(moves: &[i64], draft: usize) -> Known {
    let ballot = |(at, by): (usize, &i64)| {
        let amounts = match by {
            0 => vec![(0, amount(100_000))],
            by => vec![(0, amount(100_000 - by)), (1, amount(50_000 + by))],
        };
        (format!("b{at:04}"), draft, amounts)
    };
    Known(moves.iter().enumerate().map(ballot).collect())
}

fn written(proposals: &Known, lines: &Lines) -> String {
    let mut text = super::Csv::new(tables::ballots().header()).take();
    let Ok(()) = proposals.each(&mut |proposal| ballots::write(&mut text, proposal, lines));
    text
}

fn results<P: Proposals<Error: core::fmt::Debug>>(proposals: &P, lines: &Lines) -> String {
    let count = count(lines, BalanceRule::NoDeficit, proposals).unwrap();
    results_lines(lines, &parameters(), &count).csv
}

fn row<'a>(csv: &'a str, begins: &str) -> Vec<&'a str> {
    csv.lines().find(|line| line.starts_with(begins)).expect("the row").split(',').collect()
}

#[test]
fn a_journalist_finds_the_figures_that_the_ballots_come_to() {
    let lines = lines();
    let csv = results(&moved(&[0, 0, 10_000, 10_000, 20_000, 0, 0, 0, 0, 30_000], 1), &lines);
    assert_eq!(
        row(&csv, "1,roads"),
        ["1", "roads", "0"].into_iter().chain([""; 23]).chain(["true"]).collect::<Vec<_>>()
    );
    let roads = row(&csv, "2,roads");
    assert_eq!(roads[2..10], ["10", "10", "0", "6", "0", "6", "4", "0.000000"]);
    assert_eq!(roads[12..17], ["0.600000", "0.312674", "0.831820", "0.400000", "0.168180"]);
    assert_eq!(roads[18..22], ["930.00", "1000.00", "900.00", "1000.00"]);
    assert_eq!(roads[22], "1000.00", "most leave the roads alone");
    assert_eq!(row(&csv, "2,'-parks")[18..20], ["570.00", "500.00"]);
    assert!(!csv.contains("schools"), "nobody could move the schools");
}

#[test]
fn too_few_ballots_make_no_result() {
    let lines = lines();
    let csv = results(&moved(&[10_000; 9], 0), &lines);
    assert_eq!(row(&csv, "1,roads")[..4], ["1", "roads", "9", ""]);
    assert!(csv.lines().skip(1).all(|line| line.ends_with(",true")));
}

#[test]
fn a_proposal_that_breaks_a_rule_is_found_with_its_line() {
    let lines = lines();
    let good = written(&moved(&[10_000, 0], 0), &lines);
    for (from, to, line, column) in [
        ("b0000,1,roads,900.00,1000.00", "b0000,1,rods,900.00,1000.00", 2, "line_id"),
        ("b0000,1,roads,900.00,1000.00", "b0000,3,roads,900.00,1000.00", 2, "draft_version"),
        ("b0000,1,roads,900.00,1000.00", "b0000,1,roads,9e2,1000.00", 2, "value"),
        ("b0000,1,roads,900.00,1000.00", "b0000,1,roads,-900.00,1000.00", 2, "value"),
        ("b0000,1,roads,900.00,1000.00", "b0000,1,roads,900.00,1000.01", 2, "baseline"),
        ("b0000,1,roads,900.00,1000.00", "b0000,1,schools,900.00,2000.00", 2, "value"),
        ("b0000,1,'-parks,600.00", "b0000,2,'-parks,600.00", 3, "draft_version"),
        ("b0000,1,'-parks,600.00,500.00", "b0000,1,roads,600.00,1000.00", 3, "line_id"),
        ("b0001", "a0001", 4, "ballot_id"),
    ] {
        let text = good.replace(from, to);
        assert_ne!(text, good, "{from}");
        match Written(&text, &lines).each(&mut |_| ()) {
            Err(RowsError::Table(error)) => {
                assert_eq!((error.line, error.column.as_deref()), (line, Some(column)), "{to}");
            }
            other => panic!("{to}: {other:?}"),
        }
    }
}

#[test]
fn pabulib_gets_the_newest_draft_that_somebody_proposed_something_on() {
    let lines = lines();
    let mut proposals = moved(&[10_000, 0], 0);
    let nothing = [(0, amount(0)), (1, amount(0))].to_vec();
    proposals.0.push(("b0009".into(), 0, nothing));
    let count = count(&lines, BalanceRule::NoDeficit, &proposals).unwrap();
    let plan = pabulib::plan(&lines, &asked(), &count).unwrap();
    let mut text = String::new();
    pabulib::write(&plan, &lines, &asked(), &proposals, &mut text).unwrap();
    assert_eq!(
        (plan.facts.file.as_str(), plan.facts.ballots, plan.facts.left_out),
        ("Bulgaria_town_2027.pb", 2, 1)
    );
    assert!(
        text.contains("roads,-parks;60,40")
            && text.contains("20.12.2026")
            && text.contains("\"Бюджет; проект\""),
        "{text}"
    );
    assert!(crate::pabulib::read(text.as_bytes()).is_ok());
}

#[test]
fn without_proposals_there_is_no_file_for_pabulib() {
    let lines = lines();
    let count = count(&lines, BalanceRule::NoDeficit, &Known(Vec::new())).unwrap();
    assert_eq!(pabulib::plan(&lines, &asked(), &count), Err(pabulib::NoPabulib::NoBallots));
}

proptest! {
    #[test]
    fn whoever_counts_the_written_ballots_gets_the_same_to_the_byte(
        first in prop::collection::vec(0_i64..60_000, 0..30),
        second in prop::collection::vec(0_i64..60_000, 0..30),
    ) {
        let lines = lines();
        let mut all = moved(&first, 0);
        all.0.extend(moved(&second, 1).0.into_iter().map(|(id, draft, amounts)| (format!("c{id}"), draft, amounts)));
        let text = written(&all, &lines);
        let file = Written(&text, &lines);
        let mut read = Known(Vec::new());
        file.each(&mut |it| read.0.push((it.id.to_owned(), it.draft, it.amounts.to_vec()))).unwrap();
        prop_assert_eq!(&read, &all);
        prop_assert_eq!(results(&file, &lines), results(&all, &lines));
    }

    #[test]
    fn no_changed_byte_of_the_ballots_goes_unnoticed(
        moves in prop::collection::vec(0_i64..60_000, 10..30), at in any::<prop::sample::Index>(), to in 32_u8..127,
    ) {
        let lines = lines();
        let known = moved(&moves, 0);
        let mut bytes = written(&known, &lines).into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != to && !matches!(bytes[at], b'\r' | b'\n'));
        bytes[at] = to;
        let text = String::from_utf8(bytes).unwrap();
        let mut read = Known(Vec::new());
        let outcome = Written(&text, &lines).each(&mut |it| read.0.push((it.id.to_owned(), it.draft, it.amounts.to_vec())));
        prop_assert!(outcome.is_err() || read != known, "{text}");
    }
}
