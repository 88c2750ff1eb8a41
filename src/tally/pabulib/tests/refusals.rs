//! Every refusal names its line and its field.

use super::*;

const GOOD: &str = "META
key;value
description;Test
country;Bulgaria
unit;Sofia
instance;2027
num_projects;3
num_votes;2
budget;100000
vote_type;approval
rule;greedy
date_begin;2026
date_end;2026
PROJECTS
project_id;cost;votes;score;selected;name
a;60000;2;2;1;\"Park;
north\"
b;50000;1;1;0;Path
c;30000;1;1;1;Lamps
VOTES
voter_id;vote;points;age
1;a,b;;30
2;a,c;;\"4
0\"
";

/// The good file with one thing changed is refused at this line and field.
fn check(from: &str, to: &str, line: usize, field: &str, problem: &Problem) {
    assert!(GOOD.contains(from), "{from}");
    check_file(&GOOD.replacen(from, to, 1), line, field, problem);
}

fn check_file(text: &str, line: usize, field: &str, problem: &Problem) {
    let error = read(text.as_bytes()).expect_err(text);
    assert_eq!((error.line, error.field.as_str(), &error.problem), (line, field, problem), "{text}");
}

fn said(text: &str) -> String {
    text.to_owned()
}

#[test]
fn an_officer_learns_which_line_of_the_election_is_wrong() {
    use Problem::*;
    assert!(read(GOOD.as_bytes()).is_ok());
    let twice = RepeatedField(Section::Meta);
    check("META\n", "Meta data\n", 1, "Meta data", &BeforeMeta);
    check("key;value", "value;key", 2, "key", &Header { section: Section::Meta, expected: "key" });
    check("key;value", "key;values", 2, "value", &Header { section: Section::Meta, expected: "key;value" });
    check("unit;Sofia", ";Sofia", 5, "key", &EmptyCell);
    check("unit;Sofia", "unit;Sofia;Plovdiv", 5, "unit", &CellCount { found: 3, expected: 2 });
    check("unit;Sofia", "unit", 5, "unit", &CellCount { found: 1, expected: 2 });
    check("instance;2027", "unit;2027", 6, "unit", &twice);
    check("num_projects;3\n", "", 13, "num_projects", &MissingField(Section::Meta));
    check("num_projects;3", "num_projects;three", 7, "num_projects", &NotAWholeNumber(said("three")));
    check("num_projects;3", "num_projects;4", 7, "num_projects", &ProjectCount { announced: 4, found: 3 });
    check("num_votes;2", "num_votes;1", 8, "num_votes", &VoteCount { announced: 1, found: 2 });
    check("num_votes;2", "num_votes;", 8, "num_votes", &EmptyCell);
    check("num_votes;2", "num_votes;-2", 8, "num_votes", &NotAWholeNumber(said("-2")));
    check("budget;100000", "budget;1 million", 9, "budget", &NotANumber(said("1 million")));
    check("budget;100000", "budget;100,000", 9, "budget", &AmbiguousComma(said("100,000")));
    check("budget;100000", "budget;-1", 9, "budget", &Negative(said("-1")));
    check("vote_type;approval", "vote_type;veto", 10, "vote_type", &UnknownVoteType(said("veto")));
    check("rule;greedy", "max_length;two", 11, "max_length", &NotAWholeNumber(said("two")));
    check("rule;greedy", "min_points;low", 11, "min_points", &NotANumber(said("low")));
    let quoted = GOOD[..GOOD.find("PROJECTS").unwrap()].replace("rule;greedy", "\"rule;greedy");
    check_file(&quoted, 11, "key", &UnclosedQuote);
    let order = SectionOrder { found: Section::Votes, expected: Section::Projects };
    check("PROJECTS\n", "VOTES\n", 14, "VOTES", &order);
}

#[test]
fn an_officer_learns_which_project_is_wrong() {
    use Problem::*;
    let header = Header { section: Section::Projects, expected: "project_id" };
    check("project_id;", "id;", 15, "project_id", &header);
    check("cost;", "price;", 15, "cost", &MissingField(Section::Projects));
    check("score;", "votes;", 15, "votes", &RepeatedField(Section::Projects));
    check("b;50000", ";50000", 18, "project_id", &EmptyCell);
    check("b;50000", "c;50000", 19, "project_id", &RepeatedProject(said("c")));
    check("b;50000", "b;", 18, "cost", &EmptyCell);
    check("b;50000", "b;a lot", 18, "cost", &NotANumber(said("a lot")));
    check("b;50000", "b;0", 18, "cost", &CostNotPositive(said("0")));
    check("b;50000", "b;-5", 18, "cost", &CostNotPositive(said("-5")));
    check("b;50000;1", "b;50000;one", 18, "votes", &NotANumber(said("one")));
    check("b;50000;1;1;0", "b;50000;1;1;yes", 18, "selected", &Selected(said("yes")));
    check("0;Path", "0", 18, "name", &CellCount { found: 5, expected: 6 });
    check("0;Path", "0;Path;way", 18, "name", &CellCount { found: 7, expected: 6 });
    let cut = GOOD.find("VOTES").unwrap();
    check_file(&GOOD[..cut].replace("Lamps", "\"Lamps"), 19, "name", &UnclosedQuote);
    check_file(&GOOD[..cut], 19, "VOTES", &MissingSection(Section::Votes));
    check_file(&GOOD[..GOOD.find("PROJECTS").unwrap()], 13, "PROJECTS", &MissingSection(Section::Projects));
    check_file("", 1, "META", &MissingSection(Section::Meta));
    check_file(&GOOD[..cut + 6], 20, "voter_id", &Header { section: Section::Votes, expected: "voter_id" });
}

#[test]
fn an_officer_learns_which_ballot_is_wrong() {
    use Problem::*;
    check("voter_id;", "voter;", 21, "voter_id", &Header { section: Section::Votes, expected: "voter_id" });
    check(";vote;", ";votes;", 21, "vote", &MissingField(Section::Votes));
    check("2;a,c", ";a,c", 23, "voter_id", &EmptyCell);
    check("2;a,c", "1;a,c", 23, "voter_id", &RepeatedVoter(said("1")));
    check("2;a,c", "2;a,d", 23, "vote", &UnknownProject(said("d")));
    check("2;a,c", "2;A,c", 23, "vote", &UnknownProject(said("A")));
    check("2;a,c", "2;a,c,a", 23, "vote", &RepeatedChoice(said("a")));
    check("2;a,c", "2;", 23, "vote", &EmptyBallot);
    check("2;a,c", "2; , ", 23, "vote", &EmptyBallot);
    check("rule;greedy", "max_length;1", 22, "vote", &TooManyChoices { found: 2, most: 1 });
    check("rule;greedy", "min_length;3", 22, "vote", &TooFewChoices { found: 2, least: 3 });
    check("vote_type;approval", "vote_type;choose-1", 22, "vote", &TooManyChoices { found: 2, most: 1 });
    check("2;a,c;;", "2;a,c;", 23, "age", &CellCount { found: 3, expected: 4 });
    check("2;a,c;;\"4\n0\"", "2;a,c;;\"4\n0", 23, "age", &UnclosedQuote);
}

#[test]
fn an_officer_learns_which_points_are_wrong() {
    use Problem::*;
    let points = |meta: &str, first: &str| {
        let text =
            GOOD.replace("vote_type;approval", meta).replace("1;a,b;;30", &format!("1;a,b;{first};30"));
        text.replace("2;a,c;;", "2;a,c;4,4;")
    };
    let cumulative = "vote_type;cumulative";
    assert!(read(points(cumulative, "6,4").as_bytes()).is_ok());
    let missing = points(cumulative, "6,4").replace("vote;points;age", "vote;weight;age");
    check_file(&missing, 21, "points", &MissingField(Section::Votes));
    check_file(&points(cumulative, ""), 22, "points", &EmptyCell);
    check_file(&points(cumulative, "6"), 22, "points", &PointsCount { points: 1, choices: 2 });
    check_file(&points(cumulative, "6,4,1"), 22, "points", &PointsCount { points: 3, choices: 2 });
    check_file(&points(cumulative, "6,"), 22, "points", &NotPoints(said("")));
    check_file(&points(cumulative, "six,4"), 22, "points", &NotPoints(said("six")));
    check_file(&points(cumulative, "6,-4"), 22, "points", &PointsLimit(said("-4")));
    check_file(&points(cumulative, "6,0.0000000001"), 22, "points", &NotPoints(said("0.0000000001")));
    check_file(&points(cumulative, &"9".repeat(19)), 22, "points", &NotPoints("9".repeat(19)));
    assert!(read(points("vote_type;scoring", "6,-4").as_bytes()).is_ok());
    check_file(&points("vote_type;scoring\nmax_points;5", "5.5,-4"), 23, "points", &PointsLimit(said("5.5")));
    check_file(&points("vote_type;scoring\nmin_points;-3", "5.5,-4"), 23, "points", &PointsLimit(said("-4")));
}

#[test]
fn an_officer_learns_where_the_text_is_not_utf_8() {
    let mut bytes = GOOD.as_bytes().to_vec();
    let place = GOOD.find("Path").unwrap();
    bytes[place] = 0xcf;
    let error = read(&bytes).unwrap_err();
    assert_eq!((error.line, error.field.as_str(), &error.problem), (18, "PROJECTS", &Problem::NotUtf8));
    assert_eq!(error.to_string(), "line 18, PROJECTS: the text is not UTF-8. Save the file as UTF-8");
}
