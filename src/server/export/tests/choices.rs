//! Levers, shares of a pot, projects, clarity and answers in every download.

use calamine::Data;
use glasno_model::draft::DraftDocument;
use glasno_model::project::{Area, AreaKind, Project};
use glasno_model::ways::{
    Answer, AnswerOption, AnswerValue, Clarity, Condition, LeverChoice, Pot, PotShare, PotUnit,
    ProjectChoice, ProjectMethod, ProjectVote, Question, QuestionKind,
};
use glasno_model::{Ballot, Lever, LeverStep, RevenueLine, Ways};
use proptest::prelude::*;

use super::*;
use crate::export::defuse::undo;

fn text(words: &str) -> Text {
    Text::new(Language::ENGLISH, words)
}

fn question(id: &str, kind: QuestionKind) -> Question {
    let text = text(&format!("What about {id}?"));
    Question { id: id.parse().unwrap(), text, help: Text::default(), required: false, kind, shown_if: None }
}

fn options() -> Vec<AnswerOption> {
    [("yes", "Yes"), ("no", "=No")]
        .map(|(id, name)| AnswerOption { id: id.parse().unwrap(), name: text(name) })
        .into()
}

/// A consultation with every way on.
fn everything(method: ProjectMethod) -> Frame {
    let step = |name: &str, minor| LeverStep { name: text(name), yield_difference: money(minor) };
    let fee = RevenueLine {
        id: "fee".parse().unwrap(),
        code: String::new(),
        name: text("Waste fee"),
        description: Text::default(),
        amount: money(20_000),
        source_amount: None,
        history: Vec::new(),
        lever: Some(Lever { steps: vec![step("5 % lower", -1_000), step("@5 % higher", 950)] }),
    };
    let area = |id: &str, kind| Area {
        id: id.parse().unwrap(),
        kind,
        name: text(&format!("The {id}")),
        description: Text::default(),
    };
    let project = |id: &str| Project {
        id: id.parse().unwrap(),
        name: text(&format!("A {id}")),
        cost: money(5_000),
        source_cost: None,
        place: Text::default(),
        area: None,
        description: Text::default(),
    };
    let plain = draft(1, vec![line("roads", "Пътища", 5)]).into_document();
    let document = DraftDocument {
        revenue: vec![fee].into(),
        areas: vec![
            area("sport", AreaKind::Pot),
            area("center", AreaKind::Place),
            area("arts", AreaKind::Pot),
        ]
        .into(),
        projects: vec![project("bench"), project("stage"), project("pool")].into(),
        ..plain
    };
    let mut frame = frame(vec![document.try_into().unwrap()]);
    let condition = Condition { question: "first".parse().unwrap(), any_of: vec!["yes".into()] };
    frame.consultation.ways = Ways {
        clarity: true,
        pot: Some(Pot { title: Text::default(), unit: PotUnit::Money, total: 10, share_all: false }).into(),
        projects: Some(ProjectChoice { budget: money(20_000), method, rule: "city_greedy".into() }).into(),
        questions: vec![
            question("first", QuestionKind::Single { options: options() }),
            question("any", QuestionKind::Multiple { options: options(), at_most: None }),
            question("number", QuestionKind::Number { least: None, most: None }),
            Question { shown_if: Some(condition), ..question("why", QuestionKind::Text) },
        ]
        .into(),
        ..Ways::default()
    };
    let Frame { consultation, drafts, .. } = frame;
    Frame::new(consultation, drafts, [1; 32], glasno_words::Language::En).unwrap()
}

fn answer(question: &str, value: AnswerValue) -> Answer {
    Answer { question: question.parse().unwrap(), value }
}

fn choices(ids: &[&str]) -> AnswerValue {
    AnswerValue::Choices(ids.iter().map(|id| id.parse().unwrap()).collect())
}

fn vote(project: &str, points: Option<u32>) -> ProjectVote {
    ProjectVote { project: project.parse().unwrap(), points }
}

/// Somebody who takes part in every way.
fn ballot(projects: Vec<ProjectVote>, why: &str) -> BallotDocument {
    let share = |area: &str, amount| PotShare { area: area.parse().unwrap(), amount };
    BallotDocument {
        levers: vec![LeverChoice { line: "fee".parse().unwrap(), step: 1 }],
        pot: vec![share("arts", 3), share("sport", 0)],
        projects,
        clarity: vec![Clarity { line: "roads".parse().unwrap(), clear: false }],
        answers: vec![
            answer("why", AnswerValue::Text(why.into())),
            answer("first", AnswerValue::Choice("yes".parse().unwrap())),
            answer("any", choices(&["no"])),
            answer("number", AnswerValue::Number(-5)),
        ],
        ..BallotDocument::new(1, Language::BULGARIAN)
    }
}

fn sent(ballot: BallotDocument) -> [StoredSubmission; 1] {
    let mut row = submission(1, &[], &[]);
    row.submission.ballot = Some(ballot);
    [row]
}

const APPROVAL: ProjectMethod = ProjectMethod::Approval { at_most: 2 };

#[test]
fn what_is_downloaded_is_what_the_model_lets_in() {
    let frame = everything(APPROVAL);
    let ballot = ballot(vec![vote("stage", None), vote("bench", None)], "Because");
    assert_eq!(Ballot::check(ballot, &frame.drafts[0], &frame.consultation).map(drop), Ok(()));
}

#[test]
fn an_officer_finds_each_choice_in_a_column_after_the_comments() {
    let ranking = ProjectMethod::Ranking { at_most: 2 };
    let points = ProjectMethod::Points { total: 10, at_most: None };
    let named = vec![vote("stage", None), vote("bench", None)];
    let with_points = vec![vote("stage", Some(7)), vote("bench", Some(3))];
    for (method, votes, bench, stage) in
        [(APPROVAL, named.clone(), "1", "1"), (ranking, named, "2", "1"), (points, with_points, "3", "7")]
    {
        let frame = everything(method);
        let rows = csv_rows(&file(&frame, &sent(ballot(votes, "=Because")), Format::Csv).0);
        let found: Vec<_> = (10..rows[0].len())
            .map(|at| format!("{} {} {}", rows[0][at], rows[1][at], rows[2][at]))
            .collect();
        let expected = [
            "lever:fee 200.00 209.50",
            "pot:sport  0",
            "pot:arts  3",
            &format!("project:bench  {bench}"),
            &format!("project:stage  {stage}"),
            "project:pool  ",
            "question:first  yes",
            "question:any:yes  0",
            "question:any:no  1",
            "question:number  -5",
            "question:why  '=Because",
            "lines_clear  0",
            "lines_unclear  1",
            "other_answers  0",
        ];
        assert_eq!(found, expected);
    }
}

#[test]
fn a_statistician_finds_a_row_for_each_choice_and_answer() {
    let frame = everything(ProjectMethod::Ranking { at_most: 2 });
    let votes = vec![vote("stage", None), vote("bench", None)];
    let (bytes, summary) = file(&frame, &sent(ballot(votes, "=Because; =now")), Format::CsvLong);
    let rows: Vec<_> = csv_rows(&bytes)[1..].iter().map(|row| row[4..].join("|")).collect();
    let expected = [
        "lever|fee|Waste fee|200.00|209.50|9.50|EUR||bg|||2|'@5 % higher",
        "pot||||||EUR||bg|arts|The arts|3|",
        "pot||||||EUR||bg|sport|The sport|0|",
        "project-rank||||||||bg|stage|A stage|1|",
        "project-rank||||||||bg|bench|A bench|2|",
        "clarity|roads|Пътища||||||bg|||no|",
        "answer|||||||'=Because;' =now|bg|why|What about why?||",
        "answer||||||||bg|first|What about first?|yes|Yes",
        "answer||||||||bg|any|What about any?|no|'=No",
        "answer||||||||bg|number|What about number?|-5|",
    ];
    assert_eq!(rows, expected);
    assert_eq!((summary.submissions, summary.rows, summary.comments), (1, 10, 0));
}

#[test]
fn the_workbook_holds_the_same_choices_and_a_sheet_of_answers() {
    let frame = everything(APPROVAL);
    let citizens = sent(ballot(vec![vote("pool", None)], "=Because"));
    let csv = csv_rows(&file(&frame, &citizens, Format::Csv).0);
    let sheets = workbook::cells(&file(&frame, &citizens, Format::Xlsx).0);
    for (in_workbook, in_csv) in sheets["Submissions"].iter().zip(&csv) {
        for (cell, text) in in_workbook.iter().zip(in_csv) {
            match cell {
                Data::Float(number) => assert_eq!(Ok(*number), text.parse()),
                cell => assert_eq!(undo::cell(&cell.to_string()), undo::csv_cell(text)),
            }
        }
    }
    let rows = |name: &str| -> Vec<String> {
        let row = |row: &Vec<Data>| row[1..].iter().map(ToString::to_string).collect::<Vec<_>>().join("|");
        sheets[name][1..].iter().map(row).collect()
    };
    let answers = [
        "why|What about why?||'=Because|bg",
        "first|What about first?|yes|Yes|bg",
        "any|What about any?|no|'=No|bg",
        "number|What about number?|-5||bg",
    ];
    assert_eq!(rows("Answers"), answers);
    assert_eq!(rows("Clear or not"), ["roads|Пътища|not clear"]);
    let explained = |sheet: &str, column: &Data| {
        let is_it = |row: &Vec<Data>| {
            row[0] == Data::String(sheet.into()) && row[1] == *column && row[2] != Data::Empty
        };
        sheets["What the columns mean"].iter().any(is_it)
    };
    for name in ["Submissions", "Answers", "Clear or not"] {
        for column in &sheets[name][0] {
            assert!(explained(name, column), "{column} of {name}");
        }
    }
}

#[test]
fn a_workbook_without_answers_has_no_sheet_of_them() {
    let (frame, citizens) = sample();
    let sheets = workbook::cells(&file(&frame, &citizens, Format::Xlsx).0);
    let names: Vec<_> = sheets.keys().map(String::as_str).collect();
    assert_eq!(names, ["Budget lines", "Comments", "Submissions", "What the columns mean"]);
}

#[test]
fn an_answer_to_a_question_that_was_taken_away_is_counted_and_kept() {
    let mut frame = everything(APPROVAL);
    let mut ways = frame.consultation.ways.clone();
    ways.questions =
        vec![question("any", QuestionKind::Multiple { options: options()[..1].into(), at_most: None })]
            .into();
    frame.consultation.ways = ways;
    let Frame { consultation, drafts, .. } = frame;
    let frame = Frame::new(consultation, drafts, [1; 32], glasno_words::Language::En).unwrap();
    let citizens = sent(ballot(Vec::new(), "Because"));
    let wide = csv_rows(&file(&frame, &citizens, Format::Csv).0);
    let cell = |header: &str| &wide[2][wide[0].iter().position(|known| known == header).unwrap()];
    // Three questions and the option “no” are gone.
    assert_eq!((cell("question:any:yes").as_str(), cell("other_answers").as_str()), ("0", "4"));
    let long = csv_rows(&file(&frame, &citizens, Format::CsvLong).0);
    assert!(long.iter().any(|row| row[13] == "why" && row[11] == "Because"));
    assert!(long.iter().any(|row| row[13] == "any" && row[15] == "no" && row[16].is_empty()));
}

#[test]
fn a_choice_that_no_draft_has_is_never_dropped_in_silence() {
    let frame = everything(APPROVAL);
    let share = PotShare { area: "center".parse().unwrap(), amount: 1 };
    let lever = LeverChoice { line: "fee".parse().unwrap(), step: 2 };
    for ballot in [
        BallotDocument { pot: vec![share], ..BallotDocument::new(1, Language::ENGLISH) },
        BallotDocument { levers: vec![lever], ..BallotDocument::new(1, Language::ENGLISH) },
        BallotDocument { projects: vec![vote("moon", None)], ..BallotDocument::new(1, Language::ENGLISH) },
    ] {
        for format in [Format::Csv, Format::Xlsx] {
            let error = failure(&frame, &sent(ballot.clone()), format);
            assert!(matches!(error, ExportError::UnknownChoice(_)), "{error}");
        }
    }
}

proptest! {
    #[test]
    fn every_choice_comes_back_from_the_downloads(
        points in prop::collection::vec(1_u32..9, 0..=3),
        shares in prop::collection::vec(0_u32..9, 2),
        number in any::<i64>(),
        why in "[=+@'\"; ,\t\r\n\0aж＝|-]{1,24}",
    ) {
        let frame = everything(ProjectMethod::Points { total: 30, at_most: None });
        let votes = ["pool", "bench", "stage"].iter().zip(&points).map(|(id, points)| vote(id, Some(*points)));
        let mut ballot = ballot(votes.collect(), &why);
        ballot.pot = ["arts", "sport"].iter().zip(&shares)
            .map(|(area, amount)| PotShare { area: area.parse().unwrap(), amount: *amount }).collect();
        ballot.answers[3].value = AnswerValue::Number(number);
        let citizens = sent(ballot.clone());

        let wide = csv_rows(&file(&frame, &citizens, Format::Csv).0);
        let cell = |header: &str| wide[2][wide[0].iter().position(|known| known == header).unwrap()].clone();
        for share in &ballot.pot {
            prop_assert_eq!(cell(&format!("pot:{}", share.area)), share.amount.to_string());
        }
        for vote in &ballot.projects {
            prop_assert_eq!(cell(&format!("project:{}", vote.project)).parse().ok(), vote.points);
        }
        prop_assert_eq!(cell("question:number"), number.to_string());
        prop_assert_eq!(undo::csv_cell(&cell("question:why")), why.replace('\0', ""));

        let json: serde_json::Value = serde_json::from_slice(&file(&frame, &citizens, Format::Json).0).unwrap();
        let mut read = json["submissions"][0].clone();
        for field in ["id", "version", "channel", "received"] {
            read.as_object_mut().unwrap().remove(field);
        }
        prop_assert_eq!(serde_json::from_value::<BallotDocument>(read).unwrap(), ballot);

        let sheets = workbook::cells(&file(&frame, &citizens, Format::Xlsx).0);
        let answers = &sheets["Answers"];
        let [in_workbook, given] = [(1, 4), (4, 3)].map(|(row, column)| answers[row][column].to_string());
        prop_assert_eq!(undo::cell(&in_workbook), why.replace('\0', ""));
        // Beyond 2⁵³ a spreadsheet would lose digits: the number stands there as text.
        prop_assert_eq!(undo::cell(&given).parse::<i64>().ok(), Some(number));
    }
}
