//! What all answers have in common: one line in the log, a count, and the headers that are always right.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::state::App;

/// Passes a request on and looks at its answer.
///
/// The line names the route, not the address that was asked for, and nothing of the client: no address, no query,
/// no body.
pub async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let of_the_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if of_the_api {
        // The API knows no login, so any page may read what it says; an endpoint may be stricter by itself.
        headers.entry(header::ACCESS_CONTROL_ALLOW_ORIGIN).or_insert(HeaderValue::from_static("*"));
    }
    let status = response.status();
    app.metrics.count_answer(status);
    let route = route.as_ref().map_or("no route", MatchedPath::as_str);
    let microseconds = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(%method, route, status = status.as_u16(), microseconds, "answered");
    response
}
