//! The officer's questions. Nothing is hidden without script: a condition is said in words above its question.

use glasno_model::ways::{Condition, Question, QuestionKind};
use glasno_words::{Speak as _, server::Word as Plain, widget::Word};
use maud::{Markup, html};

use super::Sheet;
use crate::http::plain::{filled::field, mistake::counted};

/// The section; nothing where nothing is asked.
pub fn questions(sheet: &Sheet<'_>) -> Markup {
    let questions = sheet.consultation.ways.questions.get();
    html! {
        @if !questions.is_empty() && sheet.has_fields {
            section #section-questions {
                h3 { (sheet.word(Word::WayQuestions)) }
                (sheet.told("section-questions"))
                @for question in questions { (ask(sheet, question)) }
            }
        }
    }
}

fn ask(sheet: &Sheet<'_>, question: &Question) -> Markup {
    let field = field("answer", question.id.as_str());
    let about = format!("about-{}", question.id);
    let has_about = !question.help.is_empty() || question.shown_if.is_some();
    let hint = has_about.then_some(about.as_str());
    let head = html! {
        (sheet.text(&question.text))
        @if question.required { span.quiet { " (" (sheet.word(Word::Required)) ")" } }
    };
    let help = html! {
        @if has_about {
            div.about id=(about) {
                @if let Some(condition) = &question.shown_if { p { (when(sheet, condition)) } }
                @if !question.help.is_empty() { p { (sheet.text(&question.help)) } }
            }
        }
    };
    let group = |choices: &Markup| {
        html! {
            fieldset.question id=(field) aria-describedby=[sheet.described(&field, hint)] {
                legend { (head) }
                (help)
                (choices)
                (sheet.told(&field))
            }
        }
    };
    match &question.kind {
        QuestionKind::Single { options } => group(&html! {
            @for option in options {
                (sheet.choice("radio", &field, option.id.as_str(), &sheet.text(&option.name)))
            }
            (sheet.choice("radio", &field, "", &html! { (sheet.word(Word::RatherNotSay)) }))
        }),
        QuestionKind::Multiple { options, at_most } => group(&html! {
            @if let Some(most) = at_most {
                p.about { (counted(Word::OptionsAtMost, (*most).into(), sheet.language)) }
            }
            @for option in options {
                (sheet.choice("checkbox", &field, option.id.as_str(), &sheet.text(&option.name)))
            }
        }),
        QuestionKind::Scale { from, to, low, high } => group(&html! {
            div.scale {
                @for step in *from..=*to {
                    @let ends = if step == *from { Some(low) } else if step == *to { Some(high) } else { None };
                    @let words = html! {
                        (step)
                        @if let Some(end) = ends.filter(|end| !end.is_empty()) { " – " (sheet.text(end)) }
                    };
                    (sheet.choice("radio", &field, &step.to_string(), &words))
                }
                (sheet.choice("radio", &field, "", &html! { (sheet.word(Word::RatherNotSay)) }))
            }
        }),
        QuestionKind::Number { .. } => html! {
            div.question { label for=(field) { (head) } (help) (sheet.number(&field, "", hint)) }
        },
        QuestionKind::Text => html! {
            div.question { label for=(field) { (head) } (help) (sheet.area(&field, 4)) }
        },
    }
}

/// “Answer only if your answer to … is …”.
fn when(sheet: &Sheet<'_>, condition: &Condition) -> String {
    let questions = sheet.consultation.ways.questions.get();
    let Some(asked) = questions.iter().find(|question| question.id == condition.question) else {
        return String::new();
    };
    let options: &[_] = match &asked.kind {
        QuestionKind::Single { options } | QuestionKind::Multiple { options, .. } => options,
        _ => &[],
    };
    let name = |wanted: &String| {
        let option = options.iter().find(|option| option.id.as_str() == wanted);
        option.map_or(wanted.as_str(), |option| sheet.bare(&option.name)).to_owned()
    };
    let answers =
        condition.any_of.iter().map(name).reduce(|one, other| {
            Plain::PlainAnswerOr.say(sheet.language, &[("one", &one), ("other", &other)])
        });
    let values = [("question", sheet.bare(&asked.text)), ("answers", answers.as_deref().unwrap_or_default())];
    Plain::PlainOnlyIf.say(sheet.language, &values)
}
