//! `POST /api/v1/submissions/find`: a submission for whoever has only the code, on paper or over the phone.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue},
    response::{IntoResponse as _, Response},
};
use glasno_model::{Problem, ProblemType, ReceiptCode, SearchDocument, Slug};

use super::{finish, open};
use crate::http::{address::Client, body, problem::Refusal, state::App, submissions};

/// Longer than any code and any name of a consultation, however they are written.
const LARGEST_BYTES: usize = 4 * 1024;

/// Answers with the submission, as [`super::show`] does.
///
/// # Errors
/// `TooLarge`, `TooSlow`, `NotJson`, `NotASubmission`, `ReceiptCodeMistyped` (nothing was looked for), and those of
/// [`open::by_code`].
pub async fn find(State(app): State<App>, client: Client, headers: HeaderMap, body: Body) -> Response {
    let searched = body::read(&headers, body, LARGEST_BYTES).await.map_err(Refusal::from);
    let (slug, code) = match searched.and_then(|body| read(&body)) {
        Ok(searched) => searched,
        Err(refusal) => return finish(HeaderValue::from_static("*"), Err(refusal)),
    };
    let opened = open::by_code(&app, &slug, &code, &client, &headers).await;
    let readable = open::readable(&opened);
    finish(readable, opened.map(|opened| axum::Json(opened.view()).into_response()))
}

fn read(body: &[u8]) -> Result<(Slug, ReceiptCode), Refusal> {
    // What is wrong is not repeated: a code may stand in any place of a body that is wrong.
    let document: SearchDocument = submissions::parse(body).map_err(|problem: Problem| problem.kind)?;
    let code = document.receipt_code.parse().map_err(|_| ProblemType::ReceiptCodeMistyped)?;
    Ok((document.consultation, code))
}
