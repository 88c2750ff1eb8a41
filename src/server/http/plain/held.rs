//! A proposal in the hands of whoever has its code: filled in to be changed, or only to be read.

use std::sync::Arc;

use axum::{http::StatusCode, response::Response};
use glasno_model::{
    Ballot, BallotDocument, BudgetDraft, Problem, ProblemType, ReceiptCode, Stage, SubmissionId,
};
use glasno_words::{Speak as _, server::Word, widget};
use maud::{Markup, html};

use super::{
    act::{ACT, Act},
    code,
    filled::Filled,
    post::{Posted, status},
    read,
    refill::{Refilled, refill},
    refused::Becomes,
    rendering::{CODE, ID, Rendering},
    sheet::{Around, Sheet, whole},
};
use crate::http::{
    consultation_page,
    page::{self, Page},
    submission::{self, Opened},
    written,
};

/// Shows the proposal of the code that was typed.
pub async fn find(posted: Posted) -> Response {
    let Ok(code) = posted.filled.first(CODE).parse::<ReceiptCode>() else {
        return code::refuse(posted, &Problem::new(ProblemType::ReceiptCodeMistyped)).await;
    };
    let Posted { app, client, headers, .. } = &posted;
    match submission::by_code(app, &posted.consultation().slug, &code, client, headers).await {
        Ok(opened) => show(posted, opened, code, None).await,
        Err(refusal) => code::refuse(posted, &refusal.into()).await,
    }
}

/// Shows a proposal; with a reason where something was asked for that cannot be done any more.
pub async fn show(
    posted: Posted,
    opened: Opened,
    code: ReceiptCode,
    reason: Option<ProblemType>,
) -> Response {
    let version =
        opened.kept.submission.ballot.as_ref().map_or(posted.draft.version, |ballot| ballot.draft_version);
    let made_on = match posted.draft_of(version).await {
        Ok(draft) => draft,
        Err(error) => return page::unavailable(&error, posted.language()),
    };
    let status = reason.map_or(StatusCode::OK, status);
    let held = Held { opened, code, made_on, reason };
    posted.draw(status, move |posted| held.page(posted)).await
}

struct Held {
    opened: Opened,
    code: ReceiptCode,
    made_on: Arc<BudgetDraft>,
    reason: Option<ProblemType>,
}

impl Held {
    fn page(&self, posted: &Posted) -> Markup {
        let language = posted.language();
        let title = widget::Word::YourProposal.text(language);
        let ballot = self.opened.kept.submission.ballot.as_ref();
        let form = ballot.filter(|_| self.opened.stage == Stage::Open);
        let body = html! {
            header { h1.kind { (Word::PageKind.text(language)) } }
            main {
                h2 #yours tabindex="-1" autofocus { (title) }
                (self.standing(posted))
                @if let Some(ballot) = form {
                    (self.to_change(posted, ballot))
                } @else {
                    @if let Some(ballot) = ballot {
                        @let nothing = Filled::default();
                        (Sheet::new(posted.consultation(), &self.made_on, language, &nothing, &[], false).said(ballot))
                    }
                    p.print { a href=(posted.address()) { (Word::PlainAgain.text(language)) } }
                }
            }
        };
        Page { language, title, style: "page.css", head: html! {}, body }.render()
    }

    /// When it came, and what can be done with it.
    fn standing(&self, posted: &Posted) -> Markup {
        let language = posted.language();
        let consultation = posted.consultation();
        let kept = &self.opened.kept;
        let moment = |moment| written::moment(moment, &consultation.time_zone, language);
        // Both the date and the sentence end with a point in Bulgarian; one is enough.
        let say = |word: Word, time: &str| word.say(language, &[("time", time)]).replace("..", ".");
        let changed = moment(kept.submission.received_at);
        let now = match (self.opened.stage, consultation.closes_at) {
            _ if self.opened.is_withdrawn() => say(Word::PlainHeldWithdrawn, &changed),
            (Stage::Open, Some(closes_at)) => say(Word::PlainUntil, &moment(closes_at)),
            (Stage::Open, None) => Word::PlainWhileOpen.text(language).to_owned(),
            (Stage::Draft, _) => Word::PlainHeldEarly.text(language).to_owned(),
            _ if self.reason.is_some() => Word::PlainWithdrawClosed.text(language).to_owned(),
            _ => Word::PlainHeldClosed.text(language).to_owned(),
        };
        let received = widget::Word::ReceivedAt.say(language, &[("moment", &moment(kept.received_at))]);
        let received = format!("{received}.").replace("..", ".");
        html! {
            p.quiet {
                (received) " "
                @if kept.submission.version > 1 { (say(Word::PlainChangedAt, &changed)) }
            }
            p.notice[self.opened.stage != Stage::Open || self.opened.is_withdrawn()] { (now) }
        }
    }

    fn to_change(&self, posted: &Posted, ballot: &BallotDocument) -> Markup {
        let (consultation, draft, language) = (posted.consultation(), &posted.draft, posted.language());
        let last = &self.opened.kept.submission;
        let Refilled { filled, lost } = refill(ballot, &self.made_on, draft, consultation, language);
        let filled = filled.with(ID, last.id.as_str());
        let (again, unread) = read::ballot(&filled, draft, consultation, language);
        let found = Ballot::check(again.clone(), draft, consultation).err().unwrap_or_default();
        let mistakes = read::mistakes(&found, &again, unread, draft, consultation, language);
        let sheet = Sheet::new(consultation, draft, language, &filled, &mistakes, true);
        let rendering = Rendering { id: last.id.clone(), code: self.code.clone() };
        let becomes = Becomes::Change(rendering, last.version);
        let address = posted.address();
        let around = Around { action: &address, becomes: &becomes, can_send: true };
        let is_corrected = ballot.draft_version != draft.version || !lost.is_empty() || !mistakes.is_empty();
        html! {
            (withdrawal(posted, &last.id, &self.code))
            @if is_corrected {
                div.told #told role="group" aria-labelledby="told-title" {
                    h2 #told-title { (Word::PlainCorrectedTitle.text(language)) }
                    p { (Word::PlainCorrected.text(language)) }
                    @if !mistakes.is_empty() {
                        p { (Word::PlainCorrectedWrong.text(language)) }
                        (sheet.summary())
                    }
                    @if !lost.is_empty() {
                        p { (Word::PlainLost.text(language)) }
                        ul { @for text in &lost { li.typed { (text) } } }
                    }
                }
            }
            (consultation_page::about(consultation, self.opened.stage, language))
            (whole(&sheet, Some(&around)))
        }
    }
}

/// Withdrawing: behind one press, so that nobody does it by mistake, and done with the next one.
fn withdrawal(posted: &Posted, id: &SubmissionId, code: &ReceiptCode) -> Markup {
    let language = posted.language();
    html! {
        details.withdrawal {
            summary { (Word::PlainWithdraw.text(language)) }
            form.ask method="post" action=(posted.address()) {
                p { (Word::PlainWithdrawSure.text(language)) }
                input type="hidden" name=(ACT) value=(Act::Withdraw.code()) autocomplete="off";
                input type="hidden" name=(ID) value=(id) autocomplete="off";
                input type="hidden" name=(CODE) value=(code.reveal()) autocomplete="off";
                button.second type="submit" { (Word::PlainWithdrawYes.text(language)) }
            }
        }
    }
}
