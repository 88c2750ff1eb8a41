//! Who is logged in: a cookie with a random token, of which the store knows only the hash.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use glasno_model::{Timestamp, urls};
use glasno_store::StoreError;

use crate::http::{
    address::Client,
    hash,
    language::Reader,
    origin, page,
    state::{App, AppState, Settings},
};

/// `__Host-` binds it to this host and to https.
const COOKIE: &str = "__Host-glasno-officer";
/// A working day.
const LASTS_SECONDS: i64 = 8 * 60 * 60;

/// An officer who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The name.
    pub name: String,
}

/// Whoever asks for an officer's page.
#[derive(Debug)]
pub enum Visitor {
    /// An officer.
    Officer(Officer),
    /// Anybody else.
    Stranger,
    /// It cannot be told.
    Unknown(StoreError),
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let Some(token) = token(&parts.headers) else { return Ok(Self::Stranger) };
        let officer = app.store.session_officer(hash::plain(&[token.as_bytes()]), app.clock.now()).await;
        Ok(match officer {
            Ok(Some(name)) => Self::Officer(Officer { name }),
            Ok(None) => Self::Stranger,
            Err(error) => Self::Unknown(error),
        })
    }
}

impl FromRequestParts<App> for Officer {
    type Rejection = Response;

    /// Strangers are sent to the login.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Ok(reader) = Reader::from_request_parts(parts, app).await;
        let Ok(visitor) = Visitor::from_request_parts(parts, app).await;
        match visitor {
            Visitor::Officer(officer) => Ok(officer),
            Visitor::Stranger => Err(go_to(&reader.link(urls::OFFICER))),
            Visitor::Unknown(error) => Err(page::unavailable(&error, reader.language)),
        }
    }
}

/// Sends a browser on; it asks for the next page with GET.
pub fn go_to(address: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(address) = HeaderValue::try_from(address) {
        headers.insert(header::LOCATION, address);
    }
    response
}

/// Begins a session and says the cookie for it.
///
/// # Errors
/// When the store or the randomness fails.
pub async fn begin(app: &AppState, officer: &str) -> Result<HeaderValue, StoreError> {
    let unavailable = |error: &dyn std::fmt::Display| StoreError::Unavailable(error.to_string());
    let mut random = [0; 32];
    app.random.fill(&mut random).map_err(|error| unavailable(&error))?;
    let token = hash::hex(&random);
    let expires_at = Timestamp::from_unix_seconds(app.clock.now().unix_seconds() + LASTS_SECONDS);
    app.store.add_session(hash::plain(&[token.as_bytes()]), officer, expires_at).await?;
    cookie(&token, LASTS_SECONDS).map_err(|error| unavailable(&error))
}

/// Ends the session of a request, if it has one, and says the cookie that takes the old one away.
///
/// # Errors
/// When the store fails.
pub async fn end(app: &AppState, headers: &HeaderMap) -> Result<HeaderValue, StoreError> {
    if let Some(token) = token(headers) {
        app.store.end_session(hash::plain(&[token.as_bytes()])).await?;
    }
    cookie("", 0).map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// Did the form come from one of our own pages? Newer browsers say it outright. Elsewhere the origin tells; what
/// sends neither is no browser, and nobody's cookie comes with it.
pub fn is_our_form(headers: &HeaderMap, settings: &Settings) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin::is_ours(origin, headers, settings),
        (None, None) => true,
    }
}

/// Will the browser keep the cookie? Over https, and on the very computer that the server runs on.
pub fn cookie_is_kept(client: &Client, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let bare = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let is_loopback = bare.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    client.https || is_loopback || bare == "localhost" || bare.ends_with(".localhost")
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|list| list.split(';')).find_map(|pair| {
        let (name, token) = pair.trim().split_once('=')?;
        (name == COOKIE && !token.is_empty()).then_some(token)
    })
}

fn cookie(token: &str, seconds: i64) -> Result<HeaderValue, header::InvalidHeaderValue> {
    let text = format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}");
    let mut value = HeaderValue::try_from(text)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_on_a_foreign_page_cannot_act_for_an_officer() {
        for (site, origin, expected) in [
            (Some("same-origin"), Some("null"), true),
            (Some("same-site"), Some("http://127.0.0.1:8080"), false),
            (Some("cross-site"), None, false),
            (None, Some("http://127.0.0.1:8080"), true),
            (None, Some("https://evil.example"), false),
            (None, Some("null"), false),
            (None, None, true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:8080"));
            for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                value.map(|value| headers.insert(name, HeaderValue::from_static(value)));
            }
            assert_eq!(is_our_form(&headers, &Settings::default()), expected, "{site:?} {origin:?}");
        }
    }

    #[test]
    fn a_browser_keeps_the_cookie_over_https_and_at_home() {
        let stranger = Client { address: std::net::Ipv4Addr::LOCALHOST.into(), https: false, local: false };
        for (host, expected) in [
            ("127.0.0.1:8080", true),
            ("localhost", true),
            ("[::1]:8080", true),
            ("glasno.example.bg", false),
            ("192.168.1.4:8080", false),
            ("localhost.example.bg", false),
        ] {
            let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
            assert_eq!(cookie_is_kept(&stranger, &headers), expected, "{host}");
            assert!(cookie_is_kept(&Client { https: true, ..stranger }, &headers));
        }
    }
}
