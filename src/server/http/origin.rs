//! Which pages may send to a consultation.

use axum::http::{HeaderMap, HeaderValue, header};
use glasno_model::ProblemType;

use super::state::Settings;

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

/// May the page that asks send? Whether it may read the answer is another matter: see [`answer_may_be_read`].
///
/// Who sends no origin is not a page (a page cannot hold it back), and is welcome: the endpoint asks for no login
/// that a foreign page could abuse. `null` is a page in a sandbox, which may be anybody's.
pub fn check(allowed: &[String], headers: &HeaderMap, settings: &Settings) -> Result<(), ProblemType> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or("null");
    if allowed.is_empty() || allowed.iter().any(|known| known == origin) || is_ours(origin, headers, settings)
    {
        Ok(())
    } else {
        Err(ProblemType::OriginNotAllowed)
    }
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
pub fn answer_may_be_read(allowed: &[String], headers: &HeaderMap, settings: &Settings) -> HeaderValue {
    match headers.get(header::ORIGIN) {
        Some(origin) if !allowed.is_empty() && check(allowed, headers, settings).is_ok() => origin.clone(),
        _ => HeaderValue::from_static("*"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(origin: Option<&str>, allowed: &[&str]) -> (bool, String) {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("glasno.example.bg"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        let settings = Settings::default();
        let read = answer_may_be_read(&allowed, &headers, &settings);
        (check(&allowed, &headers, &settings).is_ok(), read.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_citizen_sends_from_the_pages_that_the_officer_named() {
        let page = "https://www.example.bg";
        for (origin, allowed, expected) in [
            (Some(page), &[][..], (true, "*")),
            (Some("null"), &[], (true, "*")),
            (None, &[], (true, "*")),
            (Some(page), &[page], (true, page)),
            (Some("https://glasno.example.bg"), &[page], (true, "https://glasno.example.bg")),
            (None, &[page], (true, "*")),
            (Some("null"), &[page], (false, "*")),
            (Some("https://evil.example"), &[page], (false, "*")),
            (Some("http://www.example.bg"), &[page], (false, "*")),
            (Some("https://www.example.bg.evil.example"), &[page], (false, "*")),
        ] {
            assert_eq!(asks(origin, allowed), (expected.0, expected.1.to_owned()), "{origin:?} {allowed:?}");
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
