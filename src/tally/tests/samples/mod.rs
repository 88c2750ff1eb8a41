//! Files of every vote type, with everything that is hard to write.

mod random;

use glasno_tally::pabulib::division::{self, DividedSum, Line};
use glasno_tally::pabulib::{Fields, File, Meta, Project, Vote, VoteType, Votes};
use glasno_tally::rational;

/// Every sample with the name of its file.
pub fn all() -> Vec<(String, File)> {
    let mut files: Vec<(String, File)> = [
        ("approval.pb", approval()),
        ("knapsack.pb", with(approval(), [("max_sum_cost", "100000")])),
        ("choose_one.pb", choose_one()),
        ("ordinal.pb", ordinal()),
        ("cumulative.pb", cumulative()),
        ("scoring.pb", scoring()),
        ("no_skip.pb", no_skip()),
        ("threshold.pb", threshold()),
        ("everything_fits.pb", everything_fits()),
        ("nobody_voted.pb", nobody_voted()),
        ("small_costs.pb", small_costs()),
        ("tie.pb", tie()),
        ("cents.pb", cents()),
        ("unpopular.pb", unpopular()),
        ("division.pb", budget(4, &[vec![40, 30, 20, 10], vec![1, 1, 1, 0], vec![0, 0, 0, 7], vec![0; 4]])),
        ("division_of_many.pb", budget(60, &[(1..=60).collect(), vec![1; 60]])),
    ]
    .map(|(name, file)| (name.to_owned(), file))
    .into();
    files.extend(random::all());
    files
}

fn about() -> Fields {
    Fields::from_iter([
        ("date_end", "30.11.2026"),
        ("description", "Обществено обсъждане; Община „Примерна“\nвтори ред с \"кавички\""),
        ("country", "Bulgaria"),
        ("unit", "Примерна"),
        ("instance", "2027"),
        ("rule", "unknown"),
        ("date_begin", "01.11.2026"),
        ("language", "bg"),
        ("currency", "EUR"),
    ])
}

fn project(id: &str, cost: &str, fields: &[(&str, &str)]) -> Project {
    let cost = rational::parse(cost).unwrap();
    let fields = fields.iter().copied().collect();
    Project { id: id.to_owned(), cost, votes: None, score: None, selected: None, fields }
}

fn file(vote_type: VoteType, projects: &[Project], ballots: &[(&[u32], &[i64])]) -> File {
    let mut votes = Votes::new([""; 0], 0);
    for (at, (choices, points)) in ballots.iter().enumerate() {
        votes.push(Vote { voter_id: &format!("v{at}"), choices, points }, []);
    }
    let meta = Meta { vote_type, budget: rational::whole(100_000), fields: about() };
    File { meta, projects: projects.to_vec(), votes }
}

fn with<'a>(mut file: File, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> File {
    for (key, value) in fields {
        file.meta.fields.set(key, value);
    }
    file
}

fn selected(mut file: File, codes: &[u8]) -> File {
    for (project, code) in file.projects.iter_mut().zip(codes) {
        project.selected = Some(*code);
    }
    file
}

fn three() -> [Project; 3] {
    [project("P1", "60000", &[]), project("P2", "50000", &[]), project("P3", "30000", &[])]
}

/// Everything that a project ballot can bring: names that need quotes, voters of whom little is known, an empty ballot.
fn approval() -> File {
    let mut park = project("P1", "60000", &[("name", "Ремонт на \"Парк; Север\"\r\nетап 1")]);
    park.fields.set("category", "green areas , sport");
    park.fields.set("latitude", "42,6977");
    park.fields.set("longitude", "23.3219");
    let projects = [
        park,
        project("велоалея;2", "50000.50", &[("name", "Велоалея\u{2028}юг")]),
        project("\"3\"", "30000", &[("name", " Осветление ")]),
        project("withdrawn", "999999999", &[("name", "none")]),
    ];
    let columns = ["neighborhood", "voting_method", "age", "sex"];
    let mut votes = Votes::new(columns, 0);
    let ballots: [(&[u32], [&str; 4]); 5] = [
        (&[0, 1], ["Център", "internet", "18-29", "F"]),
        (&[0], ["Запад", "internet", "65+", "M"]),
        (&[2, 0], ["", "paper", "42", ""]),
        (&[1, 2], ["Изток; \"юг\"", "internet", "", "O"]),
        (&[], ["Център", "paper", "", ""]),
    ];
    for (at, (choices, cells)) in ballots.into_iter().enumerate() {
        votes.push(Vote { voter_id: &format!("{at};\""), choices, points: &[] }, cells);
    }
    let meta = Meta { vote_type: VoteType::Approval, budget: rational::whole(100_000), fields: about() };
    let settings =
        [("rule", "greedy"), ("min_length", "1"), ("max_length", "12"), ("comment", "Демонстрация.")];
    selected(with(File { meta, projects: projects.to_vec(), votes }, settings), &[1, 0, 1, 0])
}

fn choose_one() -> File {
    let ballots: [(&[u32], &[i64]); 4] = [(&[0], &[]), (&[1], &[]), (&[0], &[]), (&[0], &[])];
    let settings = [("min_length", "1"), ("max_length", "1"), ("rule", "greedy")];
    selected(with(file(VoteType::ChooseOne, &three(), &ballots), settings), &[1, 0, 1])
}

fn ordinal() -> File {
    let ballots: [(&[u32], &[i64]); 4] = [(&[0, 1], &[]), (&[1, 0, 2], &[]), (&[0, 1, 2], &[]), (&[2], &[])];
    selected(
        with(file(VoteType::Ordinal, &three(), &ballots), [("rule", "greedy"), ("max_length", "3")]),
        &[1, 0, 1],
    )
}

fn cumulative() -> File {
    let ballots: [(&[u32], &[i64]); 3] = [(&[0, 1], &[4, 6]), (&[0], &[10]), (&[2, 1, 0], &[3, 3, 4])];
    let settings = [("max_sum_points", "10"), ("max_points", "10"), ("rule", "greedy")];
    selected(with(file(VoteType::Cumulative, &three(), &ballots), settings), &[1, 0, 1])
}

/// Points below nothing, and points kept in tenths that are whole all the same.
fn scoring() -> File {
    let mut file = with(
        file(VoteType::Scoring, &three(), &[]),
        [("min_points", "-5"), ("max_points", "5"), ("default_score", "0"), ("rule", "greedy")],
    );
    let mut votes = Votes::new([""; 0], 1);
    let ballots: [(&[u32], &[i64]); 3] = [(&[1, 0], &[-50, 50]), (&[0], &[-30]), (&[2, 1], &[40, 30])];
    for (at, (choices, points)) in ballots.into_iter().enumerate() {
        votes.push(Vote { voter_id: &at.to_string(), choices, points }, []);
    }
    file.votes = votes;
    selected(file, &[1, 0, 1])
}

fn no_skip() -> File {
    let ballots: [(&[u32], &[i64]); 3] = [(&[0, 1], &[]), (&[0, 1, 2], &[]), (&[0], &[])];
    selected(with(file(VoteType::Approval, &three(), &ballots), [("rule", "greedy-no-skip")]), &[1, 0, 0])
}

fn threshold() -> File {
    let ballots: [(&[u32], &[i64]); 3] = [(&[0, 1], &[]), (&[0, 1, 2], &[]), (&[0], &[])];
    let settings = [("rule", "greedy-threshold"), ("min_project_score_threshold", "2")];
    selected(with(file(VoteType::Approval, &three(), &ballots), settings), &[1, 0, 0])
}

/// Here the checker's own add-1 loop would have no end.
fn everything_fits() -> File {
    let ballots: [(&[u32], &[i64]); 2] = [(&[0, 2], &[]), (&[0], &[])];
    let mut file = with(file(VoteType::Approval, &three(), &ballots), [("rule", "equalshares/add1")]);
    file.meta.fields.set("comment", "#1: Първа. #2: Втора.");
    selected(file, &[1, 0, 1])
}

fn nobody_voted() -> File {
    with(file(VoteType::Approval, &three(), &[(&[], &[])]), [("max_length", "2")])
}

fn small_costs() -> File {
    let projects = [project("a", "0", &[]), project("b", "0.4", &[]), project("c", "2.75", &[])];
    selected(file(VoteType::Approval, &projects, &[(&[0, 1], &[]), (&[2], &[])]), &[1, 1, 1])
}

fn budget(lines: u32, ballots: &[Vec<i64>]) -> File {
    let line = |at: u32| Line {
        id: format!("F{at}"),
        name: format!("Функция {at}"),
        amount: rational::parse(&format!("{}.{at}", at * 1_000)).unwrap(),
    };
    let lines: Vec<Line> = (0..lines).map(line).collect();
    let ids: Vec<String> = (0..ballots.len()).map(|at| at.to_string()).collect();
    let ballots = ballots.iter().zip(&ids).map(|(amounts, voter_id)| DividedSum { voter_id, amounts });
    division::file(about(), &lines, ballots).unwrap()
}

/// The cheaper of two equals was funded, although it stands second.
fn tie() -> File {
    let ballots: [(&[u32], &[i64]); 2] = [(&[0, 1], &[]), (&[0, 1, 2], &[])];
    selected(with(file(VoteType::Approval, &three(), &ballots), [("rule", "greedy")]), &[0, 1, 1])
}

/// Counted in whole units, money seems to be left for the second project.
fn cents() -> File {
    let projects = [project("a", "50000.90", &[]), project("b", "49999.50", &[]), project("c", "90000", &[])];
    let ballots: [(&[u32], &[i64]); 2] = [(&[0, 1], &[]), (&[0], &[])];
    selected(with(file(VoteType::Approval, &projects, &ballots), [("rule", "greedy")]), &[1, 0, 0])
}

/// A project with fewer points than none, which still fits.
fn unpopular() -> File {
    let ballots: [(&[u32], &[i64]); 2] = [(&[0, 1], &[5, 1]), (&[2], &[-3])];
    selected(with(file(VoteType::Scoring, &three(), &ballots), [("rule", "greedy")]), &[1, 0, 1])
}
