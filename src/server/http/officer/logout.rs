//! `POST /officer/logout`.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use glasno_model::urls;

use super::session;
use crate::http::{language::Reader, page, state::App};

/// Ends the session, and goes to the login. A form on a foreign page gets there too, but ends nothing.
pub async fn log_out(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Response {
    let mut response = session::go_to(&reader.link(urls::OFFICER));
    if session::is_our_form(&headers, &app.settings) {
        match session::end(&app, &headers).await {
            Ok(cookie) => response.headers_mut().insert(header::SET_COOKIE, cookie),
            Err(error) => return page::unavailable(&error, reader.language),
        };
    }
    response
}
