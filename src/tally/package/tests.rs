//! A small town's proposals, written and counted again.

use core::convert::Infallible;

use glasno_model::{Amount, BalanceRule, Currency, Language, Text};
use proptest::prelude::*;

use super::audit::{Asked, Bootstrap, Parameters};
use super::{
    Lines, Proposal, Proposals, RowsError, ballots, breakdowns, count, pabulib, results_lines, tables,
};

/// Proposals that are held in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known(Vec<(String, usize, Vec<(u32, Amount)>)>);

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
    Lines::read(csv.take().as_bytes()).unwrap()
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

mod by_category {
    use glasno_model::draft::{BudgetLine, DraftDocument, Group, Source};
    use glasno_model::{
        Allocation, BallotDocument, BudgetDraft, Channel, Discretion, Respondent, RespondentGroup,
    };

    use super::*;
    use crate::allocation::Tallies;

    /// So many of each group want the roads to cost this much.
    fn tallies(parts: &[(Option<RespondentGroup>, u64, i64)]) -> Tallies {
        let source = Source {
            file: String::new(),
            currency: Currency::EUR,
            total: Amount::ZERO,
            note: Text::default(),
        };
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
        Lines::read(csv.take().as_bytes()).unwrap()
    }

    fn broken_down(parts: &[(Option<RespondentGroup>, u64, i64)]) -> String {
        let tallies = tallies(parts);
        let groups = [RespondentGroup::Citizen, RespondentGroup::Business, RespondentGroup::Ngo];
        let dimensions = breakdowns::dimensions(
            &tallies,
            groups.map(|group| group.code().to_owned()).to_vec(),
            Vec::new(),
        );
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
            draft_version: 1,
            language: Language::BULGARIAN,
            allocation: vec![Allocation { line: "roads".parse().unwrap(), amount: amount(100_000) }],
            comments: Vec::new(),
            respondent: Respondent::default(),
        };
        (0..15).for_each(|_| more.add(Channel::Paper, &ballot).unwrap());
        tallies.merge(&more).unwrap();
        let dimensions =
            breakdowns::dimensions(&tallies, vec!["citizen".into(), "business".into()], Vec::new());
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
}

mod of_projects {
    use super::super::audit::{BallotForm, ProjectParameters};
    use super::super::projects::{self, Ballot, Choice};
    use super::super::results_projects::results_projects;
    use super::*;
    use crate::rational::whole;
    use crate::{Election, Profile, Project, Rule};

    fn parameters(form: BallotForm) -> ProjectParameters {
        ProjectParameters { budget: "150.00".into(), form, rule: "city_greedy".into(), replicates: 40 }
    }

    /// A playground, a bridge, a fountain and a monument.
    fn ballot(form: BallotForm) -> Ballot {
        let projects = [("play", 100), ("bridge", 200), ("water", 50), ("stone", 50)];
        let project = |(id, cost): (&str, i64)| Project { id: id.into(), cost: whole(cost) };
        let election = Election {
            budget: whole(150),
            projects: projects.map(project).to_vec(),
            profile: Profile::new(form.kind(), 0),
            official_scores: None,
            threshold: None,
        };
        let cells = projects.map(|(id, _)| (id.to_owned(), format!("„{id}“; ново"))).to_vec();
        Ballot { election, cells }
    }

    fn choices(form: BallotForm, all: &[&[u32]]) -> Vec<Choice> {
        let choice = |(at, choices): (usize, &&[u32])| Choice {
            id: format!("b{at:03}"),
            choices: choices.to_vec(),
            points: if form == BallotForm::Points {
                choices.iter().map(|it| i64::from(*it) + 1).collect()
            } else {
                Vec::new()
            },
        };
        all.iter().enumerate().map(choice).collect()
    }

    fn read(form: BallotForm, choices: &[Choice]) -> Ballot {
        let ballot = ballot(form);
        let (projects, choices) =
            (projects::projects_csv(&ballot, Currency::EUR), projects::choices_csv(&ballot, form, choices));
        projects::read(projects.as_bytes(), choices.as_bytes(), &parameters(form), Currency::EUR).unwrap()
    }

    fn table(ballot: &Ballot, rule: &str, seed: &str) -> super::super::results_projects::ResultsProjects {
        let rule: Rule = rule.parse().unwrap();
        results_projects(ballot, &parameters(BallotForm::Approval), rule, Currency::EUR, seed).unwrap()
    }

    #[test]
    fn a_citizen_reads_why_a_project_is_funded_or_not() {
        let form = BallotForm::Approval;
        let ballot = read(form, &choices(form, &[&[0, 2], &[0, 2], &[0, 3], &[1], &[]]));
        assert_eq!(ballot.election.profile.voters(), 5, "who chooses none has voted too");
        let results = table(&ballot, "city_greedy", "seed");
        let rows: Vec<&str> = results.csv.lines().skip(1).collect();
        assert!(rows[0].starts_with("play,\"„play“; ново\",100.00,3,3,1,true,true,true,"), "{}", rows[0]);
        assert!(rows[0].ends_with(",funded in round 1"), "{}", rows[0]);
        assert!(rows[1].ends_with("costs 50.00 EUR more than the whole budget"), "{}", rows[1]);
        assert!(rows[3].contains("50.00 EUR were missing at its turn"), "{}", rows[3]);
        assert_eq!(
            (results.facts.selected, results.facts.total_cost.as_str()),
            (vec!["play".into(), "water".into()], "150.00")
        );
    }

    #[test]
    fn a_lot_can_be_drawn_again_from_what_is_published() {
        let form = BallotForm::Approval;
        let ballot = read(form, &choices(form, &[&[0], &[0], &[2], &[3]]));
        let results = table(&ballot, "city_greedy", "town 2027-01-15");
        let [tie] = results.ties.as_slice() else { panic!("{:?}", results.ties) };
        assert_eq!((tie.broken_by.as_str(), tie.among.len()), ("lot", 2));
        assert!(tie.lots[0] < tie.lots[1], "the smaller lot goes first");
        // printf '%s\n' 'glasno lot v1' 'town 2027-01-15' 'water' | sha256sum
        let water = tie.among.iter().position(|id| id == "water").unwrap();
        assert!(tie.lots[water].starts_with("aa6d26521831"), "{tie:?}");
    }

    #[test]
    fn a_ballot_that_contradicts_itself_is_found_with_its_line() {
        let form = BallotForm::Ranking;
        let ballot = ballot(form);
        let projects = projects::projects_csv(&ballot, Currency::EUR);
        let header = "ballot_id,project_id,value\r\n";
        for (rows, line) in [
            ("b1,play,1\r\nb1,play,2\r\n", 3),
            ("b1,play,2\r\n", 2),
            ("b1,play,01\r\n", 2),
            ("b1,moon,1\r\n", 2),
            ("b1,,\r\nb1,play,1\r\n", 3),
            ("b2,play,1\r\nb1,play,1\r\n", 3),
            ("b1,play,99999999999999999999\r\n", 2),
        ] {
            let choices = format!("{header}{rows}");
            let read =
                projects::read(projects.as_bytes(), choices.as_bytes(), &parameters(form), Currency::EUR);
            match read {
                Err(("ballots_projects.csv", RowsError::Table(error))) => {
                    assert_eq!(error.line, line, "{rows}")
                }
                other => panic!("{rows}: {other:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn ballots_on_projects_read_back_in_every_form(
            all in prop::collection::vec(prop::sample::subsequence(vec![0_u32, 1, 2, 3], 0..=4), 1..20),
            form in prop::sample::select(vec![BallotForm::Approval, BallotForm::Ranking, BallotForm::Points]),
        ) {
            let all: Vec<&[u32]> = all.iter().map(Vec::as_slice).collect();
            let ballot = read(form, &choices(form, &all));
            prop_assert_eq!(ballot.election.profile.voters(), all.len() as u64);
            let rule = match form {
                BallotForm::Points => "city_greedy",
                _ => "mes_cost_add1_until_overspend+votes",
            };
            prop_assert_eq!(table(&ballot, rule, "s"), table(&read(form, &choices(form, &all)), rule, "s"));
        }
    }
}
