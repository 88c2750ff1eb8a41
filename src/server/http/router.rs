//! Every address of the server on one screen.

use axum::{
    Router, middleware,
    routing::{get, post},
};
use glasno_model::urls;
use tower_http::catch_panic::CatchPanicLayer;

use super::{
    consultation, consultation_page, every_answer, frame, health, home, metrics, oembed, officer, openapi,
    picture, plain, problem, snippet, state::App, submission, submissions,
};
use crate::assets;

/// The addresses and methods that programs use, and that `openapi.json` describes.
pub const PUBLIC_API: &[(&str, &str)] = &[
    (urls::CONSULTATION, "get"),
    (urls::SUBMISSIONS, "post"),
    (urls::SUBMISSION, "get"),
    (urls::SUBMISSION, "put"),
    (urls::SUBMISSION, "delete"),
    (urls::SUBMISSION_SEARCH, "post"),
    (urls::OEMBED, "get"),
    (urls::OPENAPI, "get"),
    (urls::HEALTH, "get"),
    (urls::READY, "get"),
    (urls::METRICS, "get"),
];

/// The server as browsers and programs see it.
pub fn router(app: App) -> Router {
    Router::new()
        // Citizens, on our own pages.
        .route(urls::HOME, get(home::show))
        .route(urls::CONSULTATION_PAGE, get(consultation_page::show).post(plain::receive))
        // Citizens, on any page.
        .route(urls::FRAME, get(frame::show))
        .route(urls::PICTURE, get(picture::show))
        .route(urls::OEMBED, get(oembed::show))
        .route(urls::SNIPPET, get(snippet::show).post(snippet::check))
        .merge(assets::routes())
        .route(urls::CONSULTATION, get(consultation::show))
        .route(urls::SUBMISSIONS, post(submissions::submit).options(submissions::preflight))
        .route(
            urls::SUBMISSION,
            get(submission::show)
                .put(submission::replace)
                .delete(submission::withdraw)
                .options(submission::preflight),
        )
        .route(urls::SUBMISSION_SEARCH, post(submission::find).options(submission::preflight_find))
        // Officers.
        .route(urls::OFFICER, get(officer::first))
        .route(urls::OFFICER_LOGIN, post(officer::log_in))
        .route(urls::OFFICER_LOGOUT, post(officer::log_out))
        .route(urls::OFFICER_CONSULTATION, get(officer::consultation))
        .route(urls::OFFICER_EXPORT, get(officer::download))
        .route(urls::OFFICER_RESULTS, get(officer::results))
        .route(urls::OFFICER_RESULTS_CSV, get(officer::results_csv))
        .route(urls::OFFICER_ORGANISATIONS, get(officer::organisations).post(officer::act_on_organisations))
        .route(urls::OFFICER_ORGANISATIONS_CSV, get(officer::organisations_csv))
        .route(urls::OFFICER_ORGANISATIONS_JSON, get(officer::organisations_json))
        // Programs and whoever watches over the server.
        .route(urls::OPENAPI, get(openapi::show))
        .route(urls::HEALTH, get(health::alive))
        .route(urls::READY, get(health::ready))
        .route(urls::METRICS, get(metrics::show))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::from_fn_with_state(app.clone(), every_answer::watch))
        .with_state(app)
}
