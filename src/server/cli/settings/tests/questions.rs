//! The officer's own questions.

use glasno_model::ways::{Condition, Question, QuestionKind};

use super::*;

const TITLE: &str = "title = { bg = \"Бюджет\" }\nlanguages = [\"bg\"]\n";
const USES: &str = "[[questions]]\nid = \"uses\"\ntext = { bg = \"Ползвате ли автобуса?\" }\nkind = \"single\"\n\
                    options = [{ id = \"yes\", name = { bg = \"Да\" } }, { id = \"no\", name = { bg = \"Не\" } }]\n";

fn question(id: &str, rest: &str) -> String {
    format!("[[questions]]\nid = \"{id}\"\ntext = {{ bg = \"Въпрос\" }}\n{rest}\n")
}

fn questions(settings: &str) -> Result<Vec<Question>, String> {
    Ok(read(&format!("{TITLE}{settings}"))?.consultation.ways.questions.get().clone())
}

#[test]
fn an_officer_asks_questions_of_every_kind() {
    let options = "options = [{ id = \"a\", name = { bg = \"А\" } }, { id = \"b\", name = { bg = \"Б\" } }]";
    let file = [
        USES.to_owned(),
        question("which", &format!("kind = \"multiple\"\n{options}\nat_most = 1")),
        question(
            "grade",
            "kind = \"scale\"\nfrom = 1\nto = 5\nlow = { bg = \"зле\" }\nhigh = { bg = \"добре\" }",
        ),
        question("children", "kind = \"number\"\nleast = 0\nmost = 20\nhelp = { bg = \"До 18 г.\" }"),
        question(
            "why",
            "kind = \"text\"\nrequired = true\nshown_if = { question = \"grade\", any_of = [1, 2] }",
        ),
    ];
    let questions = questions(&file.concat()).unwrap();
    let ids: Vec<_> = questions.iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids, ["uses", "which", "grade", "children", "why"]);
    assert!(matches!(&questions[0].kind, QuestionKind::Single { options } if options[1].id.as_str() == "no"));
    assert!(
        matches!(&questions[1].kind, QuestionKind::Multiple { options, at_most: Some(1) } if options.len() == 2)
    );
    assert!(matches!(&questions[2].kind, QuestionKind::Scale { from: 1, to: 5, low, .. } if !low.is_empty()));
    assert_eq!(questions[3].kind, QuestionKind::Number { least: Some(0), most: Some(20) });
    assert_eq!(questions[3].help.get(TextLanguage::BULGARIAN), "До 18 г.");
    let condition = Condition { question: "grade".parse().unwrap(), any_of: vec!["1".into(), "2".into()] };
    assert_eq!((questions[4].required, &questions[4].shown_if), (true, &Some(condition)));
}

#[test]
fn an_officer_is_told_what_is_wrong_with_a_question() {
    let one = |rest: &str| question("q", rest);
    check_refused(&[
        ("questions = 5", &["line 1", "questions", "[[questions]]"]),
        ("questions = [1]", &["line 1", "questions", "id, text and kind"]),
        ("[[questions]]\nid = \"q\"\nkind = \"text\"", &["line 1", "questions", "“text” is missing"]),
        (&one("kind = \"choice\""), &["line 4", "questions.kind", "single, multiple, scale, number, text"]),
        (&one("kind = \"text\"\nmost = 5"), &["line 5", "questions.most", "shown_if."]),
        (&one("kind = \"number\"\nmust = true"), &["line 5", "questions.must", "least, most"]),
        (&one("kind = \"text\"\nrequired = 1"), &["line 5", "questions.required", "true or false"]),
        (&one("kind = \"text\"\nhelp = \"x\""), &["line 5", "questions.help", "by language"]),
        (&question("q q", "kind = \"text\""), &["line 2", "questions.id", "“\"q q\"”", "64"]),
        (&[one("kind = \"text\""), one("kind = \"text\"")].concat(), &["line 6", "“q”", "twice"]),
        (&one("kind = \"single\""), &["line 1", "“options” is missing"]),
        (&one("kind = \"single\"\noptions = []"), &["line 5", "questions.options", "“0”", "2 to 40"]),
        (
            &one("kind = \"single\"\noptions = [{ id = \"a\", name = { bg = \"А\" } }]"),
            &["line 5", "questions.options", "“1”", "2 to 40"],
        ),
        (
            &one(
                "kind = \"single\"\noptions = [{ id = \"a\", name = { bg = \"А\" } },\n{ id = \"a\", name = { bg = \"Б\" } }]",
            ),
            &["line 6", "questions.options", "“a”", "twice"],
        ),
        (
            &one("kind = \"single\"\noptions = [\"a\", \"b\"]"),
            &["line 5", "questions.options", "“\"a\"”", "id and name"],
        ),
        (
            &one(
                "kind = \"single\"\noptions = [{ id = \"a\" }, { id = \"b\", name = { bg = \"Б\" }, cost = 1 }]",
            ),
            &["“name” is missing", "questions.options.cost", "id, name"],
        ),
        (
            &one(
                "kind = \"multiple\"\nat_most = 3\noptions = [{ id = \"a\", name = { bg = \"А\" } }, { id = \"b\", name = { bg = \"Б\" } }]",
            ),
            &["line 5", "questions.at_most", "“3”", "from 1 to 2"],
        ),
        (&one("kind = \"scale\"\nfrom = 1"), &["line 1", "“to” is missing"]),
        (&one("kind = \"scale\"\nfrom = 1\nto = 1"), &["line 6", "questions.to", "“1”", "from 2 to 11"]),
        (&one("kind = \"scale\"\nfrom = 0\nto = 11"), &["line 6", "questions.to", "“11”", "from 1 to 10"]),
        (&one("kind = \"number\"\nleast = 5\nmost = 4"), &["line 6", "questions.most", "“4”", "from 5 to"]),
    ]);
}

#[test]
fn an_officer_is_told_what_is_wrong_with_a_condition() {
    let after = |condition: &str| {
        format!("{USES}{}", question("why", &format!("kind = \"text\"\nshown_if = {condition}")))
    };
    let scale = question("grade", "kind = \"scale\"\nfrom = 1\nto = 3");
    check_refused(&[
        (&after("\"uses\""), &["line 10", "questions.shown_if", "any_of"]),
        (&after("{ question = \"uses\" }"), &["line 10", "“any_of” is missing"]),
        (
            &after("{ question = \"uses\", any_of = [\"yes\"], not = 1 }"),
            &["questions.shown_if.not", "question, any_of"],
        ),
        (&after("{ question = \"uses\", any_of = [] }"), &["questions.shown_if.any_of", "a list"]),
        (&after("{ question = \"uses\", any_of = [\"maybe\"] }"), &["line 10", "“\"maybe\"”", "yes, no"]),
        (&after("{ question = \"uses\", any_of = [\"no\", \"no\"] }"), &["line 10", "“no”", "twice"]),
        (
            &after("{ question = \"bus\", any_of = [\"yes\"] }"),
            &["line 10", "no question “bus”", "uses, why"],
        ),
        (&after("{ question = \"why\", any_of = [\"yes\"] }"), &["line 10", "“why” does not stand before"]),
        (
            &[
                question("a", "kind = \"text\"\nshown_if = { question = \"grade\", any_of = [1] }"),
                scale.clone(),
            ]
            .concat(),
            &["line 5", "“grade” does not stand before"],
        ),
        (
            &[
                question("a", "kind = \"text\""),
                question("b", "kind = \"text\"\nshown_if = { question = \"a\", any_of = [\"x\"] }"),
            ]
            .concat(),
            &["line 9", "“a” is not answered by choosing", "single, multiple or scale"],
        ),
        (
            &[scale, question("b", "kind = \"text\"\nshown_if = { question = \"grade\", any_of = [4] }")]
                .concat(),
            &["line 11", "questions.shown_if.any_of", "“4”", "1, 2, 3"],
        ),
    ]);
}

#[test]
fn a_question_is_asked_in_every_language_of_the_consultation() {
    let wrong = read(&format!("languages = [\"bg\", \"en\"]\n{USES}")).unwrap_err();
    for part in ["line 4, questions.text", "line 6, questions.options.name", "en"] {
        assert!(wrong.contains(part), "“{part}” is missing in “{wrong}”");
    }
}

#[test]
fn an_officer_asks_fifty_questions_and_not_one_more() {
    let many = |count: usize| {
        (0..count).map(|at| question(&format!("q{at}"), "kind = \"text\"")).collect::<String>()
    };
    assert_eq!(questions(&many(50)).unwrap().len(), 50);
    let wrong = questions(&many(51)).unwrap_err();
    assert!(wrong.contains("51") && wrong.contains("at most 50"), "{wrong}");
}

#[test]
fn questions_replace_those_of_before_and_an_empty_list_takes_them_away() {
    let before = read(&format!("{TITLE}{USES}")).unwrap();
    let after = |new: &str| {
        let settings = file::read("new.toml", new, Language::En).unwrap();
        let record = settings.apply(Some(before.clone()), &"sofia-2027".parse().unwrap(), Language::En);
        record.unwrap().consultation.ways
    };
    assert_eq!(after("[ways]\nclarity = true").questions, before.consultation.ways.questions);
    assert_eq!(after(&question("new", "kind = \"text\"")).questions.get().len(), 1);
    assert!(after("questions = []").is_default());
}
