//! A new proposal.

use axum::{http::StatusCode, response::Response};
use glasno_model::{BallotDocument, Problem, ProblemType, Receipt, SubmissionDocument};
use glasno_store::Submitted;

use super::{
    act::{LABEL, SECOND},
    organisation,
    post::{Posted, no_chance},
    read,
    receipt::{self, Kind},
    refused::{Becomes, Refused},
    rendering::Rendering,
};
use crate::http::{metrics::Outcome, page, submissions};

/// Takes it: 201 with the receipt as a page, 200 with the same page for the same again, or the form once more.
pub async fn send(posted: Posted) -> Response {
    let app = posted.app.clone();
    let response = taken(posted).await;
    app.metrics.count(Outcome::of(response.status()));
    response
}

async fn taken(posted: Posted) -> Response {
    let language = posted.language();
    let Some(rendering) = Rendering::of(&posted.filled) else {
        return anew(posted, Problem::new(ProblemType::NotASubmission)).await;
    };
    let draft = match posted.draft_of_form().await {
        Ok(draft) => draft,
        Err(error) => return page::unavailable(&error, language),
    };
    let (ballot, unread) = read::ballot(&posted.filled, &draft, posted.consultation(), language);
    let organisation = organisation::read(&posted.filled, posted.consultation(), language);
    let is_read = unread.is_empty() && organisation.is_ok();
    if unread.is_empty() && looks_sent(&posted, &rendering, &ballot) {
        let (becomes, problem) = (Becomes::Second(rendering), Problem::new(ProblemType::IdReused));
        return Refused { becomes, problem }.answer(posted).await;
    }
    let document = SubmissionDocument {
        id: rendering.id.clone(),
        receipt_code: rendering.code.clone(),
        ballot: ballot.clone(),
        organisation: organisation.unwrap_or_default(),
        label: posted.filled.first(LABEL).parse().ok(),
    };
    let problem = match submit(&posted, document, is_read).await {
        Ok(Submitted::New(receipt)) => {
            let (from, slug) = (posted.client.network(), &posted.consultation().slug);
            posted.app.sent_lately.remember(&from, slug, &rendering.id, &ballot, posted.app.clock.now());
            return thank(posted, StatusCode::CREATED, receipt, rendering, ballot).await;
        }
        Ok(Submitted::Repeated(receipt)) => {
            return thank(posted, StatusCode::OK, receipt, rendering, ballot).await;
        }
        Ok(Submitted::IdReused) => return already_sent(posted, rendering).await,
        Err(problem) => problem,
    };
    Refused { becomes: Becomes::New(rendering), problem }.answer(posted).await
}

/// Would it be taken, and was the same just taken from there? Then somebody went back, or two think alike; they know.
fn looks_sent(posted: &Posted, rendering: &Rendering, ballot: &BallotDocument) -> bool {
    let Posted { app, client, snapshot, stage, filled, .. } = posted;
    let slug = &posted.consultation().slug;
    filled.first(SECOND).is_empty()
        && app.sent_lately.holds(&client.network(), slug, &rendering.id, ballot, app.clock.now())
        && submissions::check(snapshot, *stage, ballot).is_ok()
}

/// The endpoint's own checks in their order. A form with a field that cannot be read is checked and not stored.
async fn submit(posted: &Posted, document: SubmissionDocument, is_read: bool) -> Result<Submitted, Problem> {
    let Posted { app, snapshot, stage, client, .. } = posted;
    submissions::check_rate(app, client)?;
    if is_read {
        return Ok(submissions::take(app, snapshot, *stage, document).await?);
    }
    submissions::check(snapshot, *stage, &document.ballot)?;
    Err(Problem::new(ProblemType::RuleBroken))
}

/// Somebody went back to a form that was sent, wrote something else and sent it again: what was sent before is theirs,
/// and this can take its place.
async fn already_sent(posted: Posted, rendering: Rendering) -> Response {
    match posted.open(&rendering).await {
        Ok(opened) if opened.is_withdrawn() => anew(posted, Problem::new(ProblemType::Withdrawn)).await,
        Ok(opened) => {
            let becomes = Becomes::Change(rendering, opened.kept.submission.version);
            let problem = Problem::new(ProblemType::IdReused);
            Refused { becomes, problem }.answer(posted).await
        }
        // The id is another citizen's: somebody changed the form.
        Err(_) => anew(posted, Problem::new(ProblemType::NotASubmission)).await,
    }
}

/// The form again, to become another submission than it was to be.
pub async fn anew(posted: Posted, problem: Problem) -> Response {
    match Rendering::fresh(&*posted.app.random) {
        Ok(rendering) => Refused { becomes: Becomes::New(rendering), problem }.answer(posted).await,
        Err(error) => no_chance(&error, posted.language()),
    }
}

/// The page of a receipt.
pub async fn thank(
    posted: Posted,
    status: StatusCode,
    receipt: Receipt,
    rendering: Rendering,
    ballot: BallotDocument,
) -> Response {
    let draft = match posted.draft_of(ballot.draft_version).await {
        Ok(draft) => draft,
        // It is stored; only what it says cannot be repeated by the names of a draft that cannot be read.
        Err(_) => posted.draft.clone(),
    };
    let kind = if receipt.version > 1 { Kind::Changed } else { Kind::Sent };
    let code = rendering.code;
    posted.draw(status, move |posted| receipt::page(posted, kind, &receipt, &code, &ballot, &draft)).await
}
