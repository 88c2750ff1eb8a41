//! `POST /api/v1/consultations/{slug}/submissions`: takes a ballot.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use glasno_model::{
    Ballot, BallotDocument, Channel, Problem, ProblemType, Receipt, ReceiptCode, Stage, SubmissionDocument,
    urls,
    ways::{Organisation, OrganisationDocument},
};
use glasno_store::{NewSubmission, Snapshot, Submitted};
use serde::de::DeserializeOwned;

use super::{
    address::Client,
    body, hash,
    metrics::Outcome,
    name::Named,
    origin,
    problem::Refusal,
    state::{App, AppState},
    view,
};

/// The largest body. The longest ballot that keeps the rules is well below it.
pub(super) const LARGEST_BYTES: usize = 256 * 1024;
/// The longest repetition of what a sender wrote wrong.
const DETAIL_CHARACTERS: usize = 300;

/// Takes a ballot: 201 with a receipt once it is on disk, 200 with the same receipt for the same again.
///
/// # Errors
/// In the order of the checks: `TooLarge`, `TooSlow`, `NotFound`, `OriginNotAllowed`, `RateLimited`, `NotJson`,
/// `NotASubmission`, `NotOpenYet` or `Closed`, `RuleBroken`, `IdReused`, `Unavailable`.
pub async fn submit(
    State(app): State<App>,
    Named(slug): Named,
    client: Client,
    headers: HeaderMap,
    body: Body,
) -> Response {
    // The body comes first: who is answered while still sending often sees a broken connection and no answer.
    let read = body::read(&headers, body, LARGEST_BYTES).await;
    let snapshot = view::public(&app, slug).await;
    let readable = match &snapshot {
        Ok((snapshot, _)) => origin::answer_may_be_read(&snapshot.record, &headers, &app.settings),
        Err(_) => HeaderValue::from_static("*"),
    };
    let answer = async {
        let body = read?;
        let (snapshot, stage) = snapshot?;
        origin::check(&snapshot.record, &headers, &app.settings)?;
        check_rate(&app, &client)?;
        take(&app, &snapshot, stage, parse(&body)?).await
    };
    let mut response = match answer.await {
        Ok(Submitted::New(receipt)) => created(&receipt),
        Ok(Submitted::Repeated(receipt)) => axum::Json(receipt).into_response(),
        Ok(Submitted::IdReused) => Refusal::from(ProblemType::IdReused).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    app.metrics.count(Outcome::of(response.status()));
    let answer = response.headers_mut();
    let mut set = |name: HeaderName, value| answer.insert(name, value);
    set(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, readable);
    set(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Location, Retry-After"));
    set(header::VARY, HeaderValue::from_static("Origin"));
    response
}

/// Answers a browser that asks whether a page may send here.
///
/// # Errors
/// `NotFound`, `Unavailable`.
pub async fn preflight(
    State(app): State<App>,
    Named(slug): Named,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (snapshot, _) = view::public(&app, slug).await?;
    let readable = origin::answer_may_be_read(&snapshot.record, &headers, &app.settings);
    let mut response = StatusCode::NO_CONTENT.into_response();
    let answer = response.headers_mut();
    let mut set = |name: HeaderName, value| answer.insert(name, value);
    set(header::ALLOW, HeaderValue::from_static("POST, OPTIONS"));
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, readable);
    set(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    set(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("Content-Type"));
    set(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
    set(header::VARY, HeaderValue::from_static("Origin"));
    Ok(response)
}

/// Checks a ballot and what stands beside it, and stores both apart; the same again gets the same receipt.
///
/// # Errors
/// `NotOpenYet` or `Closed`, `RuleBroken`, `Unavailable`.
pub(super) async fn take(
    app: &AppState,
    snapshot: &Snapshot,
    stage: Stage,
    document: SubmissionDocument,
) -> Result<Submitted, Refusal> {
    let checked = check_whole(snapshot, stage, &document);
    let mut submission = prepare(app, snapshot, document)?;
    match checked {
        Ok(organisation) => submission.organisation = organisation,
        // A ballot whose answer was lost on the way is sent again, perhaps after the close or after a correction of
        // the draft. It was taken in time; what holds now does not concern it.
        Err(problem) => {
            return match app.store.submitted_before(&submission).await? {
                Some(Submitted::Repeated(receipt)) => Ok(Submitted::Repeated(receipt)),
                _ => Err(problem.into()),
            };
        }
    }
    Ok(app.store.submit(submission).await?)
}

/// Counts one more ballot that comes from an address.
///
/// # Errors
/// `RateLimited`.
pub(super) fn check_rate(app: &AppState, client: &Client) -> Result<(), Refusal> {
    app.submissions.check(&client.network()).map_err(|seconds| {
        app.metrics.count(Outcome::RateLimited);
        Problem::new(ProblemType::RateLimited).with_retry_after(seconds).into()
    })
}

/// Reads what a browser posts.
///
/// # Errors
/// `NotJson`, `NotASubmission`.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        // An object of the wrong shape is reported where it goes wrong, before its end was seen, and an answer of two
        // kinds at once even as broken JSON: whether the whole is JSON takes another look, in the second case at every
        // string too.
        let syntax = if error.is_data() {
            serde_json::from_slice::<serde::de::IgnoredAny>(body).err()
        } else {
            serde_json::from_slice::<serde_json::Value>(body).err()
        };
        let kind = if syntax.is_none() { ProblemType::NotASubmission } else { ProblemType::NotJson };
        let detail = syntax.unwrap_or(error).to_string();
        Problem::new(kind).with_detail(detail.chars().take(DETAIL_CHARACTERS).collect::<String>())
    })
}

/// May this ballot count now?
///
/// # Errors
/// `NotOpenYet`, `Closed`, `RuleBroken`.
pub(super) fn check(snapshot: &Snapshot, stage: Stage, ballot: &BallotDocument) -> Result<(), Problem> {
    match (stage, snapshot.draft.as_deref()) {
        (Stage::Closed | Stage::Published, _) => Err(Problem::new(ProblemType::Closed)),
        // Without a draft there is nothing to propose yet.
        (Stage::Draft, _) | (Stage::Open, None) => Err(Problem::new(ProblemType::NotOpenYet)),
        (Stage::Open, Some(draft)) => Ballot::check(ballot.clone(), draft, &snapshot.record.consultation)
            .map(drop)
            .map_err(|violations| Problem::new(ProblemType::RuleBroken).with_violations(violations)),
    }
}

/// The same with the organisation beside the ballot, which it gives back checked.
///
/// # Errors
/// As [`check`]: what is wrong with both, first the ballot.
pub(super) fn check_whole(
    snapshot: &Snapshot,
    stage: Stage,
    document: &SubmissionDocument,
) -> Result<Option<Organisation>, Problem> {
    let ways = &snapshot.record.consultation.ways;
    let organisation = document.organisation.clone();
    let organisation = organisation.map(|it: OrganisationDocument| Organisation::check(it, ways)).transpose();
    match (check(snapshot, stage, &document.ballot), organisation) {
        (Ok(()), Ok(organisation)) => Ok(organisation),
        (Ok(()), Err(violations)) => Err(Problem::new(ProblemType::RuleBroken).with_violations(violations)),
        (Err(mut problem), Err(violations)) if problem.kind == ProblemType::RuleBroken => {
            problem.violations.extend(violations);
            Err(problem)
        }
        (Err(problem), _) => Err(problem),
    }
}

fn prepare(
    app: &AppState,
    snapshot: &Snapshot,
    document: SubmissionDocument,
) -> Result<NewSubmission, ProblemType> {
    let receipt_hash = receipt_hash(app, &document.receipt_code);
    Ok(NewSubmission {
        consultation: snapshot.record.consultation.slug.clone(),
        id: document.id,
        receipt_hash,
        content_hash: content_hash(&receipt_hash, Some(&document.ballot))?,
        channel: Channel::Web,
        received_at: app.clock.now(),
        ballot: document.ballot,
        organisation: None,
        label: document.label,
    })
}

/// What is kept of a receipt code.
pub(super) fn receipt_hash(app: &AppState, code: &ReceiptCode) -> [u8; 32] {
    hash::keyed(&app.receipt_key, code.reveal().as_bytes())
}

/// By this a repetition is told from another content; without a ballot the content is that nothing counts any more.
/// The organisation beside the ballot is no part of it: the hash stands with the ballot, and whoever holds the
/// database could try each name of the register until it fits.
///
/// # Errors
/// `Internal` where the ballot cannot be written.
pub(super) fn content_hash(
    receipt_hash: &[u8; 32],
    ballot: Option<&BallotDocument>,
) -> Result<[u8; 32], ProblemType> {
    // Written again, so that two spellings of one document are one; over the code's hash instead of the code, so
    // that nothing is stored from which the code could be tried out.
    let ballot = serde_json::to_vec(&ballot).map_err(|_| ProblemType::Internal)?;
    Ok(hash::plain(&[receipt_hash, &ballot]))
}

fn created(receipt: &Receipt) -> Response {
    let mut response = (StatusCode::CREATED, axum::Json(receipt)).into_response();
    if let Ok(location) = HeaderValue::try_from(urls::submission(&receipt.id)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

#[cfg(test)]
#[path = "submissions/tests.rs"]
mod tests;
