//! The officer's own questions.

use serde_json::{Value, json};

use super::{QUESTIONS, check};

fn answers(given: &[(&str, Value)]) -> Value {
    let given: Vec<_> =
        given.iter().map(|(question, value)| json!({ "question": question, "value": value })).collect();
    json!({ "answers": given })
}

#[test]
fn a_ballot_of_answers_alone_is_a_ballot() {
    let no = || ("bus", json!({ "choice": "no" }));
    let long = "а".repeat(2_001);
    check(
        QUESTIONS,
        &[
            (answers(&[no()]), &[]),
            (
                answers(&[("why", json!({ "text": "Няма линия" })), no(), ("grade", json!({ "number": 6 }))]),
                &[],
            ),
            (answers(&[("lines", json!({ "choices": ["a"] })), ("children", json!({ "number": 0 }))]), &[]),
            (
                answers(&[("tram", json!({ "choice": "no" }))]),
                &["unknown-question /ballot/answers/0/question"],
            ),
            (answers(&[no(), no()]), &["duplicate-answer /ballot/answers/1/question"]),
            (answers(&[("why", json!({ "text": "x" }))]), &["hidden-question /ballot/answers/0/question"]),
            (
                answers(&[("bus", json!({ "choice": "yes" })), ("why", json!({ "text": "x" }))]),
                &["hidden-question /ballot/answers/1/question"],
            ),
            (answers(&[("bus", json!({ "text": "no" }))]), &["wrong-answer /ballot/answers/0/value"]),
            (answers(&[("bus", json!({ "choice": "maybe" }))]), &["unknown-option /ballot/answers/0/value"]),
            (answers(&[("lines", json!({ "choices": [] }))]), &["empty-answer /ballot/answers/0/value"]),
            (answers(&[("lines", json!({ "choices": ["c"] }))]), &["unknown-option /ballot/answers/0/value"]),
            (
                answers(&[("lines", json!({ "choices": ["a", "a"] }))]),
                &["duplicate-option /ballot/answers/0/value"],
            ),
            (
                answers(&[("lines", json!({ "choices": ["a", "b"] }))]),
                &["too-many-options /ballot/answers/0/value"],
            ),
            (answers(&[("grade", json!({ "number": 7 }))]), &["out-of-range /ballot/answers/0/value"]),
            (answers(&[("children", json!({ "number": -1 }))]), &["out-of-range /ballot/answers/0/value"]),
            (answers(&[no(), ("why", json!({ "text": " " }))]), &["empty-comment /ballot/answers/1/value"]),
            (
                answers(&[no(), ("why", json!({ "text": long }))]),
                &["comment-too-long /ballot/answers/1/value"],
            ),
        ],
    );
}

#[test]
fn a_required_question_is_asked_of_whoever_sees_it() {
    let required = QUESTIONS.replacen("kind = \"text\"", "kind = \"text\"\nrequired = true", 1);
    check(
        &required,
        &[
            (answers(&[("bus", json!({ "choice": "yes" }))]), &[]),
            (answers(&[("bus", json!({ "choice": "no" }))]), &["required-answer /ballot/answers"]),
            (json!({ "comments": [{ "text": "x" }] }), &[]),
        ],
    );
}
