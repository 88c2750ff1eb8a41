//! The requests that the widget sends by itself.

use glasno_model::problem::{ProblemSummary, ProblemType};
use glasno_model::{
    EventKind, ReceiptCode, SearchDocument, Slug, SubmissionId, SubmissionView, Timestamp, urls,
};
use gloo_net::http::{Request, RequestBuilder, Response};
use serde::{Deserialize, de::DeserializeOwned};
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials};

use crate::visit::{delivery::Outcome, sending::Outgoing};

/// After how many milliseconds without an answer an attempt counts as failed.
const TIME_LIMIT: u32 = 20_000;

/// Sends a ballot once. Everything that can go wrong is an [`Outcome`].
pub async fn send(server: &str, slug: &Slug, outgoing: &Outgoing) -> Outcome {
    let request = match outgoing {
        Outgoing::First(document) => {
            prepared(Request::post(&format!("{server}{}", urls::submissions(slug)))).json(document)
        }
        Outgoing::Change { opened, document } => {
            let request = Request::put(&address_of(server, &opened.id));
            authorised(request, &opened.receipt_code).json(document)
        }
    };
    exchange(request).await
}

/// Looks for a submission by its code alone.
pub async fn find(server: &str, slug: &Slug, code: &ReceiptCode) -> Outcome<SubmissionView> {
    // In the body: addresses are kept in logs and histories.
    let document = SearchDocument { consultation: slug.clone(), receipt_code: code.reveal().into() };
    let address = [server, urls::SUBMISSION_SEARCH].concat();
    exchange(prepared(Request::post(&address)).json(&document)).await
}

/// As much of a [`SubmissionView`] as sending needs: reading a ballot is the business of another part.
#[derive(Debug, Deserialize)]
pub struct Counting {
    /// Which version counts.
    pub version: u32,
    /// What that version is.
    pub kind: EventKind,
    /// When it was stored.
    pub changed_at: Timestamp,
}

/// Asks for a submission as it counts now: a [`SubmissionView`], or as much of it as is wanted.
pub async fn open<T: DeserializeOwned>(server: &str, id: &SubmissionId, code: &ReceiptCode) -> Outcome<T> {
    exchange(authorised(Request::get(&address_of(server, id)), code).build()).await
}

/// Takes a submission back.
pub async fn withdraw(server: &str, id: &SubmissionId, code: &ReceiptCode) -> Outcome {
    exchange(authorised(Request::delete(&address_of(server, id)), code).build()).await
}

fn address_of(server: &str, id: &SubmissionId) -> String {
    [server, &urls::submission(id)].concat()
}

/// The header that proxies and programs keep out of logs by themselves.
fn authorised(request: RequestBuilder, code: &ReceiptCode) -> RequestBuilder {
    prepared(request).header("authorization", &["Glasno-Receipt ", &code.reveal()].concat())
}

async fn exchange<T: DeserializeOwned>(request: Result<Request, gloo_net::Error>) -> Outcome<T> {
    let response = match request {
        Ok(request) => request.send().await,
        Err(error) => Err(error),
    };
    match response {
        Ok(response) => read(response).await,
        Err(_) => Outcome::Unreachable,
    }
}

/// What the server has at an address by now, whatever the browser may have kept of it; nothing where there is no answer
/// that could be read.
pub async fn get(address: &str) -> Option<String> {
    let response = prepared(Request::get(address)).cache(RequestCache::NoCache).send().await.ok()?;
    if response.ok() { response.text().await.ok() } else { None }
}

/// No cookie and no page's address goes with a request, and no attempt waits for ever.
fn prepared(request: RequestBuilder) -> RequestBuilder {
    request
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_LIMIT)))
        .header("accept", "application/json, application/problem+json")
}

async fn read<T: DeserializeOwned>(response: Response) -> Outcome<T> {
    if response.ok() {
        return response.json::<T>().await.map_or(Outcome::Unreachable, Outcome::Received);
    }
    let status = response.status();
    let retry_after = response.headers().get("retry-after").and_then(|seconds| seconds.parse().ok());
    match response.json::<ProblemSummary>().await {
        Ok(mut problem) => {
            problem.retry_after = problem.retry_after.or(retry_after);
            Outcome::Refused(problem)
        }
        // Something between us and the server answered in its own words.
        Err(_) if status == 413 => Outcome::Refused(ProblemSummary::new(ProblemType::TooLarge)),
        Err(_) => Outcome::Unreachable,
    }
}
