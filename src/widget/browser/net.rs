//! The one request that the widget sends by itself: the submission.

use glasno_model::problem::{ProblemSummary, ProblemType};
use glasno_model::{Receipt, SubmissionDocument};
use gloo_net::http::{Request, Response};
use web_sys::{AbortSignal, ReferrerPolicy, RequestCredentials};

use crate::visit::delivery::Outcome;

/// After how many milliseconds without an answer an attempt counts as failed.
const TIME_LIMIT: u32 = 20_000;

/// Sends a submission once. Everything that can go wrong is an [`Outcome`].
pub async fn submit(address: &str, submission: &SubmissionDocument) -> Outcome {
    let request = Request::post(address)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_LIMIT)))
        .header("accept", "application/json, application/problem+json")
        .json(submission);
    let response = match request {
        Ok(request) => request.send().await,
        Err(error) => Err(error),
    };
    match response {
        Ok(response) => read(response).await,
        Err(_) => Outcome::Unreachable,
    }
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
