//! `GET /api/v1/submissions/{id}`: the submission as it counts now.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};

use super::{Identified, finish, open};
use crate::http::{address::Client, state::App};

/// Answers whoever holds the code with the ballot that counts, its version, and until when it can be changed; after the
/// close and after a withdrawal too.
///
/// # Errors
/// Those of [`open::by_id`].
pub async fn show(
    State(app): State<App>,
    Identified(id): Identified,
    client: Client,
    headers: HeaderMap,
) -> Response {
    let opened = open::by_id(&app, id, &client, &headers).await;
    let readable = open::readable(&opened);
    finish(readable, opened.map(|opened| axum::Json(opened.view()).into_response()))
}
