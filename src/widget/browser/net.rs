//! The requests that the widget sends by itself.

use glasno_model::problem::{ProblemSummary, ProblemType};
use glasno_model::{Receipt, Slug, urls};
use gloo_net::http::{Request, RequestBuilder, Response};
use web_sys::{AbortSignal, ReferrerPolicy, RequestCredentials};

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
            let address = format!("{server}{}", urls::submission(&opened.id));
            let code = format!("Glasno-Receipt {}", opened.receipt_code.reveal());
            prepared(Request::put(&address)).header("authorization", &code).json(document)
        }
    };
    let response = match request {
        Ok(request) => request.send().await,
        Err(error) => Err(error),
    };
    match response {
        Ok(response) => read(response).await,
        Err(_) => Outcome::Unreachable,
    }
}

/// What the server has at an address; nothing where there is no answer that could be read.
pub async fn get(address: &str) -> Option<String> {
    let response = prepared(Request::get(address)).send().await.ok()?;
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

async fn read(response: Response) -> Outcome {
    if response.ok() {
        return response.json::<Receipt>().await.map_or(Outcome::Unreachable, Outcome::Received);
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
