//! `PUT /api/v1/submissions/{id}`: puts another ballot in its place.

use axum::{
    body::Body,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use glasno_model::{ChangeDocument, ProblemType, Receipt};
use glasno_store::{Change, NewChange};

use super::{Identified, finish, open, open::Opened};
use crate::http::{
    address::Client,
    body,
    problem::Refusal,
    state::{App, AppState},
    submissions::{self, LARGEST_BYTES},
};

/// Changes a submission: 200 with the receipt of the new version once it is on disk, and the same for the same again. The
/// version before stays stored and counts no more.
///
/// # Errors
/// `TooLarge`, `TooSlow`; those of [`open::by_id`]; `RateLimited`, `NotJson`, `NotASubmission`, `Withdrawn`, `NotOpenYet`
/// or `Closed`, `RuleBroken`, `ChangedMeanwhile`, `Unavailable`.
pub async fn replace(
    State(app): State<App>,
    Identified(id): Identified,
    client: Client,
    headers: HeaderMap,
    body: Body,
) -> Response {
    // The body comes first: who is answered while still sending often sees a broken connection and no answer.
    let body = body::read(&headers, body, LARGEST_BYTES).await;
    let opened = open::by_id(&app, id, &client, &headers).await;
    let readable = open::readable(&opened);
    let answer = async {
        let (body, opened) = (body?, opened?);
        submissions::check_rate(&app, &client)?;
        Ok(axum::Json(change(&app, &opened, submissions::parse(&body)?).await?).into_response())
    };
    finish(readable, answer.await)
}

/// The change itself, however it came.
///
/// # Errors
/// `Withdrawn`, `NotOpenYet` or `Closed`, `RuleBroken`, `ChangedMeanwhile`, `Unavailable`.
pub(in crate::http) async fn change(
    app: &AppState,
    opened: &Opened,
    document: ChangeDocument,
) -> Result<Receipt, Refusal> {
    let ChangeDocument { version, ballot } = document;
    if opened.is_withdrawn() {
        return Err(ProblemType::Withdrawn.into());
    }
    let content_hash = submissions::content_hash(&opened.receipt_hash, Some(&ballot))?;
    if opened.kept.content_hash == content_hash {
        // The answer was lost on the way, perhaps until after the close. It was taken in time.
        return Ok(opened.receipt());
    }
    submissions::check(&opened.snapshot, opened.stage, &ballot)?;
    let change = NewChange {
        consultation: opened.kept.consultation.clone(),
        id: opened.kept.submission.id.clone(),
        receipt_hash: opened.receipt_hash,
        content_hash,
        received_at: app.clock.now(),
        change: Change::Replace { version, ballot: Box::new(ballot) },
    };
    Ok(open::receipt_for(app.store.change(change).await?)?)
}
