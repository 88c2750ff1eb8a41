//! Problems as answers: RFC 9457 documents, each error handled exactly once.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use glasno_model::{Problem, ProblemType};
use glasno_store::StoreError;

/// What a handler answers instead of what it was asked for.
#[derive(Debug)]
pub struct Refusal(Problem);

/// After how many seconds to come back when the database is away; its own patience is about as long.
const RETRY_AFTER_SECONDS: u64 = 5;

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<ProblemType> for Refusal {
    fn from(kind: ProblemType) -> Self {
        Self(Problem::new(kind))
    }
}

impl From<Refusal> for Problem {
    /// For pages, which say it in sentences.
    fn from(refusal: Refusal) -> Self {
        refusal.0
    }
}

impl From<StoreError> for Refusal {
    /// The operator reads the cause in the log; who asked learns only whether to come back.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                tracing::warn!(%error, "answered that nothing can be stored right now");
                Problem::new(ProblemType::Unavailable).with_retry_after(RETRY_AFTER_SECONDS).into()
            }
            StoreError::NotThere(_) => ProblemType::NotFound.into(),
            StoreError::AlreadyThere(_) | StoreError::NotADraft(_) | StoreError::Unreadable(_) => {
                tracing::error!(%error, "answered that something broke");
                ProblemType::Internal.into()
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        let Self(problem) = self;
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = problem.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The answer for an address at which there is nothing.
pub async fn not_found() -> Refusal {
    ProblemType::NotFound.into()
}

/// The answer for a method that an address does not take.
pub async fn method_not_allowed() -> Refusal {
    ProblemType::MethodNotAllowed.into()
}

/// The answer of a handler that panicked. What the panic said went to the log with its place, by the panic hook.
pub fn panicked(_payload: Box<dyn std::any::Any + Send>) -> Response<Body> {
    Refusal::from(ProblemType::Internal).into_response()
}

#[cfg(test)]
mod tests {
    use axum::{Router, http::Request, routing::get};
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    #[tokio::test]
    async fn a_citizen_gets_an_answer_even_when_a_handler_panics() {
        async fn panics() -> &'static str {
            panic!("a mistake of ours")
        }
        let router: Router = Router::new().route("/", get(panics)).layer(CatchPanicLayer::custom(panicked));
        let response = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 500);
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let problem: Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!((problem.kind, problem.detail), (ProblemType::Internal, None));
    }
}
