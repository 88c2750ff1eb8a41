//! A proposal taken back.

use axum::{http::StatusCode, response::Response};
use glasno_model::{Problem, ProblemType, Receipt};
use glasno_words::{Speak as _, server::Word};
use maud::{Markup, html};

use super::{code, held, post::Posted, rendering::Rendering};
use crate::http::{page::Page, submission, submissions, written};

/// Withdraws a submission by the endpoint's own rules: 200 with a page that says so, and the same again.
pub async fn withdraw(posted: Posted) -> Response {
    let Some(rendering) = Rendering::of(&posted.filled) else {
        return code::refuse(posted, &Problem::new(ProblemType::ReceiptCodeMistyped)).await;
    };
    let opened = match posted.open(&rendering).await {
        Ok(opened) => opened,
        Err(problem) => return code::refuse(posted, &problem).await,
    };
    let taken_back = match submissions::check_rate(&posted.app, &posted.client) {
        Ok(()) => submission::take_back(&posted.app, &opened).await,
        Err(refusal) => Err(refusal),
    };
    match taken_back.map_err(Problem::from) {
        Ok(receipt) => {
            posted.app.sent_lately.forget(&receipt.id);
            posted.draw(StatusCode::OK, move |posted| done(posted, &receipt)).await
        }
        Err(problem) if matches!(problem.kind, ProblemType::Closed | ProblemType::NotOpenYet) => {
            held::show(posted, opened, rendering.code, Some(problem.kind)).await
        }
        Err(problem) => code::refuse(posted, &problem).await,
    }
}

fn done(posted: &Posted, receipt: &Receipt) -> Markup {
    let language = posted.language();
    let title = Word::PlainWithdrawnTitle.text(language);
    let time = written::moment(receipt.received_at, &posted.consultation().time_zone, language);
    let sentence = Word::PlainWithdrawn.say(language, &[("time", &time)]).replace("..", ".");
    let body = html! {
        header { h1.kind { (Word::PageKind.text(language)) } }
        main.receipt {
            h2 tabindex="-1" autofocus { (title) }
            p { (sentence) }
            p.print { a href=(posted.address()) { (Word::PlainAgain.text(language)) } }
        }
    };
    Page { language, title, style: "page.css", head: html! {}, body }.render()
}
