//! `DELETE /api/v1/submissions/{id}`: takes it back.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use glasno_model::{ProblemType, Receipt, Stage};
use glasno_store::{Change, NewChange};

use super::{Identified, finish, open, open::Opened};
use crate::http::{
    address::Client,
    problem::Refusal,
    state::{App, AppState},
    submissions,
};

/// Withdraws a submission, whichever version of it counts: 200 with the receipt of the withdrawal once it is on disk, and
/// the same again. What was sent stays stored and counts no more.
///
/// # Errors
/// Those of [`open::by_id`]; `RateLimited`, `NotOpenYet` or `Closed`, `Unavailable`.
pub async fn withdraw(
    State(app): State<App>,
    Identified(id): Identified,
    client: Client,
    headers: HeaderMap,
) -> Response {
    let opened = open::by_id(&app, id, &client, &headers).await;
    let readable = open::readable(&opened);
    let answer = async {
        let opened = opened?;
        submissions::check_rate(&app, &client)?;
        Ok(axum::Json(take_back(&app, &opened).await?).into_response())
    };
    finish(readable, answer.await)
}

/// The withdrawal itself, however it came.
///
/// # Errors
/// `NotOpenYet` or `Closed`, `Unavailable`.
pub(in crate::http) async fn take_back(app: &AppState, opened: &Opened) -> Result<Receipt, Refusal> {
    if opened.is_withdrawn() {
        return Ok(opened.receipt());
    }
    match opened.stage {
        Stage::Open => {}
        Stage::Draft => return Err(ProblemType::NotOpenYet.into()),
        Stage::Closed | Stage::Published => return Err(ProblemType::Closed.into()),
    }
    let change = NewChange {
        consultation: opened.kept.consultation.clone(),
        id: opened.kept.submission.id.clone(),
        receipt_hash: opened.receipt_hash,
        content_hash: submissions::content_hash(&opened.receipt_hash, None)?,
        received_at: app.clock.now(),
        change: Change::Withdraw,
    };
    Ok(open::receipt_for(app.store.change(change).await?)?)
}
