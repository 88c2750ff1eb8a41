//! The rules of questions and answers, in sentences.

use super::*;

fn options(ids: &[&str]) -> Vec<AnswerOption> {
    ids.iter().map(|id| AnswerOption { id: id.parse().unwrap(), name: Text::default() }).collect()
}

fn question(id: &str, kind: QuestionKind) -> Question {
    let id = id.parse().unwrap();
    Question { id, text: Text::default(), help: Text::default(), required: false, kind, shown_if: None }
}

fn answer(question: &str, value: AnswerValue) -> Answer {
    Answer { question: question.parse().unwrap(), value }
}

fn choice(id: &str) -> AnswerValue {
    AnswerValue::Choice(id.parse().unwrap())
}

fn choices(ids: &[&str]) -> AnswerValue {
    AnswerValue::Choices(ids.iter().map(|id| id.parse().unwrap()).collect())
}

/// Do you use the park? If so: how often (required)? If daily: what is missing?
fn about_the_park() -> Vec<Question> {
    let shown_if = |question: &str, any_of: &[&str]| {
        let any_of = any_of.iter().map(ToString::to_string).collect();
        Some(Condition { question: question.parse().unwrap(), any_of })
    };
    vec![
        question("park", QuestionKind::Single { options: options(&["yes", "no"]) }),
        Question {
            required: true,
            shown_if: shown_if("park", &["yes"]),
            ..question(
                "often",
                QuestionKind::Scale { from: 1, to: 5, low: Text::default(), high: Text::default() },
            )
        },
        Question { shown_if: shown_if("often", &["4", "5"]), ..question("missing", QuestionKind::Text) },
    ]
}

fn broken(questions: &[Question], answers: &[Answer]) -> Vec<(String, Violation)> {
    let mut found = Vec::new();
    check(questions, answers, &mut |place, violation| found.push((place, violation)));
    found
}

#[test]
fn a_citizen_sees_what_follows_from_earlier_answers() {
    let questions = about_the_park();
    let all = [
        answer("park", choice("yes")),
        answer("often", AnswerValue::Number(5)),
        answer("missing", AnswerValue::Text("Пейки".into())),
    ];
    assert_eq!(shown(&questions, &[]), [true, false, false]);
    assert_eq!(shown(&questions, &all), [true, true, true]);
    assert_eq!(broken(&questions, &all), []);
    // A condition on a hidden question is not met, whatever stands in the ballot.
    assert_eq!(shown(&questions, &all[1..]), [true, false, false]);
}

#[test]
fn a_required_question_is_answered_where_it_is_shown() {
    let questions = about_the_park();
    assert_eq!(broken(&questions, &[answer("park", choice("no"))]), []);
    assert_eq!(
        broken(&questions, &[answer("park", choice("yes"))]),
        [("/ballot/answers".into(), Violation::RequiredAnswer { question: "often".parse().unwrap() })]
    );
}

#[test]
fn an_answer_to_what_was_not_asked_is_refused() {
    let id = |id: &str| id.parse().unwrap();
    let answers = [
        answer("park", choice("no")),
        answer("often", AnswerValue::Number(5)),
        answer("park", choice("yes")),
        answer("moon", choice("yes")),
    ];
    let place = |at: usize| format!("/ballot/answers/{at}/question");
    assert_eq!(
        broken(&about_the_park(), &answers),
        [
            (place(1), Violation::HiddenQuestion { question: id("often") }),
            (place(2), Violation::DuplicateAnswer { question: id("park") }),
            (place(3), Violation::UnknownQuestion { question: id("moon") }),
        ]
    );
}

#[test]
fn each_kind_of_question_takes_its_own_kind_of_answer() {
    let q = || "q".parse().unwrap();
    let option = |id: &str| id.parse().unwrap();
    let single = || QuestionKind::Single { options: options(&["a", "b"]) };
    let two_of_three = || QuestionKind::Multiple { options: options(&["a", "b", "c"]), at_most: Some(2) };
    let number = || QuestionKind::Number { least: Some(0), most: None };
    for (kind, value, expected) in [
        (single(), choice("a"), Ok(())),
        (single(), choice("z"), Err(Violation::UnknownOption { question: q(), option: option("z") })),
        (single(), choices(&["a"]), Err(Violation::WrongAnswer { question: q() })),
        (two_of_three(), choices(&["a", "c"]), Ok(())),
        (
            two_of_three(),
            choices(&["a", "b", "c"]),
            Err(Violation::TooManyOptions { question: q(), at_most: 2, found: 3 }),
        ),
        (
            two_of_three(),
            choices(&["a", "a"]),
            Err(Violation::DuplicateOption { question: q(), option: option("a") }),
        ),
        (two_of_three(), choices(&[]), Err(Violation::EmptyAnswer { question: q() })),
        (number(), AnswerValue::Number(i64::MAX), Ok(())),
        (
            number(),
            AnswerValue::Number(-1),
            Err(Violation::OutOfRange { question: q(), least: Some(0), most: None }),
        ),
        (QuestionKind::Text, AnswerValue::Text(" ".into()), Err(Violation::EmptyComment)),
        (QuestionKind::Text, AnswerValue::Number(1), Err(Violation::WrongAnswer { question: q() })),
    ] {
        assert_eq!(question("q", kind.clone()).check_value(&value), expected, "{kind:?} {value:?}");
    }
}

#[test]
fn an_answer_reads_back_as_it_was_written() {
    for (value, json) in [
        (choice("yes"), r#"{"question":"q","value":{"choice":"yes"}}"#),
        (choices(&["a", "b"]), r#"{"question":"q","value":{"choices":["a","b"]}}"#),
        (AnswerValue::Number(-3), r#"{"question":"q","value":{"number":-3}}"#),
        (AnswerValue::Text("да".into()), r#"{"question":"q","value":{"text":"да"}}"#),
    ] {
        let answer = answer("q", value);
        assert_eq!(serde_json::to_string(&answer).unwrap(), json);
        assert_eq!(serde_json::from_str::<Answer>(json).unwrap(), answer);
    }
}
