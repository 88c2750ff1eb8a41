//! Which pages may send to a consultation.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use glasno_model::ProblemType;
use glasno_store::ConsultationRecord;

use super::{
    address::Client,
    state::{App, Settings},
};

/// An origin as browsers write it: scheme, host, and the port where it is not the scheme's own.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WebOrigin(String);

/// What stands there is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an origin such as https://www.example.bg")]
pub struct NotAnOrigin(pub String);

impl WebOrigin {
    /// The origin as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it reached over https?
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

impl std::str::FromStr for WebOrigin {
    type Err = NotAnOrigin;

    /// Reads an origin; capitals, a slash at the end and the scheme's own port are set right.
    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let bad = || NotAnOrigin(text.to_owned());
        let small = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, rest) = small.split_once("://").ok_or_else(bad)?;
        let own_port = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return Err(bad()),
        };
        let rest = rest.strip_suffix(own_port).unwrap_or(rest);
        let fits = |letter: char| letter.is_ascii_alphanumeric() || "-._:[]".contains(letter);
        if rest.is_empty() || rest.starts_with(':') || !rest.chars().all(fits) {
            return Err(bad());
        }
        Ok(Self(format!("{scheme}://{rest}")))
    }
}

/// Where whoever asks finds this server: what the operator said, else what the browser asks for. Empty where it asks for
/// nothing that can be an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here(pub String);

impl FromRequestParts<App> for Here {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        if let Some(ours) = &app.settings.public_url {
            return Ok(Self(ours.0.clone()));
        }
        let Ok(client) = Client::from_request_parts(parts, app).await;
        let scheme = if client.https { "https" } else { "http" };
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let asked = format!("{scheme}://{host}").parse::<WebOrigin>();
        Ok(Self(asked.map(|origin| origin.0).unwrap_or_default()))
    }
}

/// What browsers say of a page in a sandbox, whoever's it is.
const SANDBOXED: &str = "null";

/// May the page that asks send? Whether it may read the answer is another matter: see [`answer_may_be_read`].
///
/// Who sends no origin is not a page (a page cannot hold it back), and is welcome: the endpoint asks for no login
/// that a foreign page could abuse. A page in a sandbox may be anybody's, so its leave does not come from the list.
///
/// # Errors
/// `OriginNotAllowed`.
pub fn check(
    record: &ConsultationRecord,
    headers: &HeaderMap,
    settings: &Settings,
) -> Result<(), ProblemType> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or(SANDBOXED);
    let allowed = &record.allowed_origins;
    let may_send = if origin == SANDBOXED {
        record.allow_sandboxed
    } else {
        allowed.is_empty()
            || allowed.iter().any(|known| known == origin)
            || is_ours(origin, headers, settings)
    };
    may_send.then_some(()).ok_or(ProblemType::OriginNotAllowed)
}

/// Is it one of our own pages? By the address that the operator named, and where there is none, by the one that the
/// browser itself says it asks.
pub fn is_ours(origin: &str, headers: &HeaderMap, settings: &Settings) -> bool {
    if let Some(ours) = &settings.public_url {
        return ours.as_str() == origin;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let asked = origin.split_once("://").map(|(_, host)| host);
    asked.is_some() && asked == host
}

/// The header by which a browser lets the page read the answer.
///
/// An allowed page is named. Any other page may read why it was refused, or it would take a wrong setting for a
/// lost connection and try for ever; a ballot that is refused says nothing about anybody else.
pub fn answer_may_be_read(
    record: &ConsultationRecord,
    headers: &HeaderMap,
    settings: &Settings,
) -> HeaderValue {
    let named = headers.get(header::ORIGIN).filter(|origin| *origin != SANDBOXED);
    match named {
        Some(origin) if !record.allowed_origins.is_empty() && check(record, headers, settings).is_ok() => {
            origin.clone()
        }
        _ => HeaderValue::from_static("*"),
    }
}

#[cfg(test)]
mod tests {
    use glasno_store::Store as _;

    use super::*;
    use crate::http::testing::Town;

    async fn asks(origin: Option<&str>, allowed: &[&str], allow_sandboxed: bool) -> (bool, String) {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("glasno.example.bg"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        let town = Town::new().await;
        let mut record = town.store.consultations().await.unwrap().remove(0);
        record.allowed_origins = allowed.iter().map(ToString::to_string).collect();
        record.allow_sandboxed = allow_sandboxed;
        let settings = Settings::default();
        let read = answer_may_be_read(&record, &headers, &settings);
        (check(&record, &headers, &settings).is_ok(), read.to_str().unwrap().to_owned())
    }

    #[tokio::test]
    async fn a_citizen_sends_from_the_pages_that_the_officer_named() {
        let page = "https://www.example.bg";
        for (origin, allowed, expected) in [
            (Some(page), &[][..], (true, "*")),
            (None, &[], (true, "*")),
            (Some(page), &[page], (true, page)),
            (Some("https://glasno.example.bg"), &[page], (true, "https://glasno.example.bg")),
            (None, &[page], (true, "*")),
            (Some("https://evil.example"), &[page], (false, "*")),
            (Some("http://www.example.bg"), &[page], (false, "*")),
            (Some("https://www.example.bg.evil.example"), &[page], (false, "*")),
        ] {
            let seen = asks(origin, allowed, false).await;
            assert_eq!(seen, (expected.0, expected.1.to_owned()), "{origin:?} {allowed:?}");
        }
    }

    #[tokio::test]
    async fn a_citizen_sends_from_a_sandbox_unless_the_officer_said_no() {
        for allowed in [&[][..], &["https://www.example.bg"]] {
            assert_eq!(asks(Some("null"), allowed, true).await, (true, "*".into()), "{allowed:?}");
            assert_eq!(asks(Some("null"), allowed, false).await, (false, "*".into()), "{allowed:?}");
        }
    }

    #[test]
    fn an_officer_may_write_an_origin_a_little_wrong() {
        let read = |text: &str| text.parse::<WebOrigin>().map(|origin| origin.0);
        assert_eq!(read("https://WWW.example.bg:443/"), Ok("https://www.example.bg".into()));
        assert_eq!(read("http://127.0.0.1:8080"), Ok("http://127.0.0.1:8080".into()));
        for bad in ["", "www.example.bg", "https://", "https://a/b", "ftp://a", "https://a b", "*"] {
            assert!(read(bad).is_err(), "{bad} was taken");
        }
    }
}
