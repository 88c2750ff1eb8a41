//! Whoever has a code, on paper or over the phone: one field, and a page for when it does not fit.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use glasno_model::{Problem, ProblemType, ReceiptCode};
use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use super::{
    act::{ACT, Act},
    post::{Posted, status},
    rendering::CODE,
};
use crate::http::{page::Page, written};

/// The field's own id; the name is also that of a hidden field of the large form.
const FIELD: &str = "receipt-code";

/// “Have a code?”, behind one press on the consultation's page.
pub fn behind_a_press(action: &str, language: Language) -> Markup {
    html! {
        details.have-code {
            summary { (Word::PlainCode.text(language)) }
            (ask(action, language, "", None))
        }
    }
}

/// The code goes up in the body of a POST and stands in no address.
fn ask(action: &str, language: Language, typed: &str, wrong: Option<&str>) -> Markup {
    let described = if wrong.is_some() { "wrong-code about-code" } else { "about-code" };
    html! {
        form.ask method="post" action=(action) novalidate {
            p.hint id="about-code" { (Word::PlainCodeHint.text(language)) }
            input type="hidden" name=(ACT) value=(Act::Find.code()) autocomplete="off";
            label for=(FIELD) { (Word::PlainCodeLabel.text(language)) }
            input.code-field id=(FIELD) name=(CODE) type="text" maxlength="80" autocomplete="off"
                autocapitalize="characters" spellcheck="false" placeholder="XXXX-XXXX-XXXX-XXXX"
                value=[(!typed.is_empty()).then_some(typed)] autofocus[wrong.is_some()]
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=(described);
            @if let Some(sentence) = wrong { p.wrong id="wrong-code" { (sentence) } }
            button type="submit" { (Word::PlainCodeOpen.text(language)) }
        }
    }
}

/// A button that shows the submission of a code that the page has already shown.
pub fn open_again(action: &str, code: &ReceiptCode, words: &str) -> Markup {
    html! {
        form.ask method="post" action=(action) {
            input type="hidden" name=(ACT) value=(Act::Find.code()) autocomplete="off";
            input type="hidden" name=(CODE) value=(code.reveal()) autocomplete="off";
            button.second type="submit" { (words) }
        }
    }
}

/// The field again, with what was typed and why it did not do.
pub async fn refuse(posted: Posted, problem: &Problem) -> Response {
    let (kind, retry_after) = (problem.kind, problem.retry_after);
    let sentence = sentence(problem, posted.language());
    let draw = move |posted: &Posted| {
        let language = posted.language();
        let title = Word::PlainCode.text(language);
        let address = posted.address();
        let body = html! {
            header { h1.kind { (Word::PageKind.text(language)) } }
            main {
                h2 { (title) }
                (ask(&address, language, posted.filled.first(CODE), Some(&sentence)))
                p.print { a href=(address) { (Word::PlainAgain.text(language)) } }
            }
        };
        Page { language, title, style: "page.css", head: html! {}, body }.render()
    };
    let mut response = posted.draw(status(kind), draw).await;
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn sentence(problem: &Problem, language: Language) -> String {
    let word = match problem.kind {
        ProblemType::ReceiptCodeMistyped => Word::PlainCodeMistyped,
        ProblemType::SubmissionNotFound => Word::PlainCodeUnknown,
        ProblemType::RateLimited => {
            let seconds = written::count(problem.retry_after.unwrap_or(1), language);
            return Word::PlainCodeLimited.say(language, &[("seconds", &seconds)]);
        }
        _ => Word::PlainCodeAway,
    };
    word.text(language).to_owned()
}
