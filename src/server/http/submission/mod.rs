//! `/api/v1/submissions/{id}`: one submission, for whoever holds its receipt code; and `/api/v1/submissions/find`, for
//! whoever has only the code.
//!
//! The code comes in a header, `Authorization: Glasno-Receipt 7KXM-3ADT-…`. This header, because proxies and programs
//! keep it out of logs and shared caches by themselves; a scheme of its own, because none of the registered ones is meant
//! for a code that a person reads over the phone. It stands in no address, no log line and no text of an error.
//!
//! Each handler is a file: it opens the submission ([`open`]), does its part, and ends with [`finish`].

use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use glasno_model::{ProblemType, ReceiptCode, SubmissionId};

use super::problem::Refusal;

mod delete;
mod find;
mod get;
mod guesses;
mod open;
mod put;

pub(super) use delete::take_back;
pub use delete::withdraw;
pub use find::find;
pub use get::show;
pub use guesses::Guesses;
pub(super) use open::{Opened, by_code, by_id_and_code};
pub(super) use put::change;
pub use put::replace;

/// The name of our scheme in `Authorization`.
const SCHEME: &str = "Glasno-Receipt";

/// The submission that an address names, if the name can be one; at any other address there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified(pub Option<SubmissionId>);

impl<S: Send + Sync> FromRequestParts<S> for Identified {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let segment = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(segment.ok().and_then(|Path(id)| id.try_into().ok())))
    }
}

/// The code that a request carries.
///
/// # Errors
/// `ReceiptCodeMissing`, `ReceiptCodeMistyped`.
fn code_of(headers: &HeaderMap) -> Result<ReceiptCode, ProblemType> {
    let value = headers.get(header::AUTHORIZATION).ok_or(ProblemType::ReceiptCodeMissing)?;
    // Whatever cannot be text in a header cannot be a code either.
    let value = value.to_str().map_err(|_| ProblemType::ReceiptCodeMistyped)?.trim();
    let (scheme, code) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case(SCHEME) {
        return Err(ProblemType::ReceiptCodeMissing);
    }
    code.parse().map_err(|_| ProblemType::ReceiptCodeMistyped)
}

/// Adds to an answer what every answer of these addresses has: it is kept nowhere, and the page of the consultation may
/// read it.
fn finish(readable: HeaderValue, answer: Result<Response, Refusal>) -> Response {
    let mut response = answer.unwrap_or_else(Refusal::into_response);
    let is_without_code = response.status() == StatusCode::UNAUTHORIZED;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, readable);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Retry-After"));
    headers.insert(header::VARY, HeaderValue::from_static("Origin, Authorization"));
    if is_without_code {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(SCHEME));
    }
    response
}

/// Answers a browser that asks whether a page may send here.
///
/// Any page may ask: a preflight carries neither code nor body, so the consultation is not known yet, and an answer by the
/// id alone would tell strangers which ids there are. The page is checked with the request itself, before anything is
/// done or shown.
pub async fn preflight() -> Response {
    preflight_for("GET, PUT, DELETE", "GET, HEAD, PUT, DELETE, OPTIONS")
}

/// The same where submissions are looked for.
pub async fn preflight_find() -> Response {
    preflight_for("POST", "POST, OPTIONS")
}

fn preflight_for(methods: &'static str, allow: &'static str) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static(allow));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
    // `*` would not stand for `Authorization`, which browsers want to see named.
    let named = HeaderValue::from_static("Authorization, Content-Type");
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, named);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
    response
}

#[cfg(test)]
mod tests;
