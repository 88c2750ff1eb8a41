//! `GET /c/{slug}/frame`: the consultation for a frame on another site, where the widget itself may not run, or where
//! nothing but a frame may be pasted.
//!
//! What the server makes stands there at once and without script: what it is about, until when, the amounts in a table. The
//! loader then mounts the widget inside this page as on any other, and a script of its own talks with the page around the
//! frame, where that page asked for a version of the protocol that we speak. There is no form: a frame may stand in a sandbox, where
//! forms are not sent, so the link leads to the whole page.

use axum::{
    body::Body,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use glasno_model::{Label, Stage, urls};
use glasno_store::Snapshot;
use glasno_words::{Language, Speak as _, server::Word, widget};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use super::{
    consultation_page, hash,
    language::{Reader, of_texts},
    name::Named,
    origin::{Here, WebOrigin},
    page,
    plain::{Filled, Form, Sheet, beside_the_widget},
    state::App,
    view,
};
use crate::{
    assets::{self, Widget},
    encoding::Encoding,
};

/// Without `frame-ancestors`, which each consultation has its own.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; form-action 'none'; base-uri 'none'";
/// Nothing that a browser asks its user for, but for copying the receipt code.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), \
                           display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), \
                           idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), \
                           picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), \
                           storage-access=(), sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()";
/// The version of the protocol between the frame and the page around it.
const PROTOCOL: &str = "1";
/// From this page to the server's root. A site may have the server under an address of its own, `/uchastie/c/…/frame`,
/// and what the page loads shall come from there as well.
const ROOT: &str = "../..";
/// What an element can be told to leave out.
const HIDDEN: [&str; 4] = ["header", "footer", "results", "comments"];

/// What may stand in the query, beside the language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    scheme: Option<String>,
    #[serde(rename = "ref")]
    label: Option<String>,
    view: Option<String>,
    hide: Option<String>,
    compact: Option<String>,
    v: Option<String>,
}

/// Answers with the page; with 304 to who has it already.
pub async fn show(
    State(app): State<App>,
    Here(server): Here,
    Named(slug): Named,
    reader: Reader,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let language = reader.language;
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let (snapshot, stage) = match view::find(&app, slug).await {
        Ok(Some(found)) => found,
        Ok(None) => return notice(StatusCode::NOT_FOUND, language, &asked),
        Err(error) => {
            tracing::warn!(%error, "answered that a page in a frame cannot be shown");
            return notice(StatusCode::SERVICE_UNAVAILABLE, language, &asked);
        }
    };
    // A draft of thousands of lines takes a moment, in which the others shall not wait.
    let draw = move || {
        let page = asked.document(language, &content(&snapshot, stage, reader, &server, &asked));
        let ancestors = ancestors(&snapshot.record.allowed_origins);
        answer(page, &ancestors, &headers)
    };
    tokio::task::spawn_blocking(draw).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a page for a frame could not be drawn");
        notice(StatusCode::INTERNAL_SERVER_ERROR, language, &Asked::default())
    })
}

/// What stands in a page.
struct Content {
    title: String,
    head: Markup,
    body: Markup,
}

impl Asked {
    /// `light` or `dark`, where the page around said so.
    fn scheme(&self) -> Option<&str> {
        self.scheme.as_deref().filter(|scheme| ["light", "dark"].contains(scheme))
    }

    /// Where its readers come from.
    fn label(&self) -> Option<Label> {
        self.label.as_deref()?.parse().ok()
    }

    /// How much of it the element shows, where that is not all.
    fn view(&self) -> Option<&str> {
        self.view.as_deref().filter(|view| ["summary", "results"].contains(view))
    }

    /// What the element leaves out.
    fn hidden(&self) -> Option<String> {
        let asked = self.hide.as_deref().unwrap_or_default();
        let known: Vec<&str> =
            HIDDEN.into_iter().filter(|part| asked.split_whitespace().any(|word| word == *part)).collect();
        (!known.is_empty()).then(|| known.join(" "))
    }

    /// Does it do with less room?
    fn is_compact(&self) -> bool {
        self.compact.as_deref().is_some_and(|asked| !asked.is_empty())
    }

    /// Do both sides speak the same protocol? Else the frame says nothing to the page around it.
    fn speaks(&self) -> bool {
        self.v.as_deref().is_none_or(|version| version == PROTOCOL)
    }

    /// The scheme stands in the document itself, so that no frame flashes white on a dark page before its first paint.
    fn document(&self, language: Language, content: &Content) -> Markup {
        let style = |name: &str| {
            let url = assets::stylesheet(name);
            html! { @if let Some(url) = url { link rel="stylesheet" href={ (ROOT) (url) }; } }
        };
        html! {
            (DOCTYPE)
            html lang=(language.tag()) data-scheme=[self.scheme()] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content=(self.scheme().unwrap_or("light dark"));
                    title { (content.title) }
                    link rel="icon" href="data:,";
                    (style("page.css"))
                    (style("frame.css"))
                    (content.head)
                }
                body { (content.body) }
            }
        }
    }
}

/// No `main`: that is the page's around it.
fn content(snapshot: &Snapshot, stage: Stage, reader: Reader, server: &str, asked: &Asked) -> Content {
    let language = reader.language;
    let consultation = &snapshot.record.consultation;
    let label = asked.label();
    // Addresses in full: in a sandbox a link may lead nowhere, but it can still be read and copied; and a site that has
    // the server below its own address passes no whole pages on.
    let own = |address: &str| {
        urls::asking(format!("{server}{}", reader.link(address)), "ref", label.as_ref().map(Label::as_str))
    };
    let server_made = html! {
        (consultation_page::about(consultation, stage, language))
        @if let Some(draft) = snapshot.draft.as_deref() {
            @let form = own(&urls::consultation_form(&consultation.slug));
            @let filled = Filled::default();
            @let sheet = Sheet::new(consultation, draft, language, &filled, &[], false);
            (beside_the_widget(&sheet, None, Form { address: &form, target: Some("_blank") }))
        } @else {
            p.notice { (widget::Word::NoDraft.text(language)) }
        }
    };
    let address = urls::consultation_page(&consultation.slug);
    let link = html! {
        a href=(own(&address)) target="_blank" rel="noopener" { (server) (address) }
    };
    let body = html! {
        @if assets::widget().is_some() {
            noscript { p.notice { (Word::FrameNoscript.text(language)) " " (link) } }
            glasno-budget src={ (ROOT) (address) } lang=(language.tag()) mode="inline" loading="eager" ref=[&label]
                data-page={ (server) (address) } view=[asked.view()] hide=[asked.hidden()] compact[asked.is_compact()] {
                div.server-made { (server_made) }
            }
        } @else {
            (server_made)
            p.notice { (Word::PageNotBuilt.text(language)) }
        }
        footer {
            p {
                (Word::FrameWhole.text(language)) " "
                (link)
            }
        }
    };
    let title = consultation.title.get(of_texts(language)).to_owned();
    let head = html! {
        (page::widget(ROOT, &consultation.slug, language))
        @if let Some(inside) = assets::widget().and_then(Widget::inside_frame).filter(|_| asked.speaks()) {
            script type="module" src={ (ROOT) (inside.url) } integrity=[inside.integrity] crossorigin {}
        }
    };
    Content { title, head, body }
}

/// A page with one thing to say. Any page may frame it: it tells nothing about anything.
fn notice(status: StatusCode, language: Language, asked: &Asked) -> Response {
    let (title, sentence) = if status == StatusCode::NOT_FOUND {
        (Word::PageMissingTitle, Word::PageMissing)
    } else {
        (Word::PageUnavailableTitle, Word::PageUnavailable)
    };
    let body = html! { h1 { (title.text(language)) } p { (sentence.text(language)) } };
    let content = Content { title: title.text(language).to_owned(), head: html! {}, body };
    let page = asked.document(language, &content);
    let mut response = answer(page, "*", &HeaderMap::new());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    response
}

/// The pages that may frame it: those that may send, and our own, which show web admins what it looks like.
fn ancestors(allowed: &[String]) -> String {
    let origins: Vec<WebOrigin> = allowed.iter().filter_map(|origin| origin.parse().ok()).collect();
    if allowed.is_empty() {
        return "*".to_owned();
    }
    let named = origins.iter().map(WebOrigin::as_str);
    ["'self'"].into_iter().chain(named).collect::<Vec<_>>().join(" ")
}

fn answer(page: Markup, ancestors: &str, asked: &HeaderMap) -> Response {
    let text = page.into_string();
    let encoding = Encoding::for_client(asked);
    let policy = format!("{POLICY}; frame-ancestors {ancestors}");
    // The policy too: whoever has the page gets a changed one with the 304, and keeps the old one without.
    let digest = hash::plain(&[text.as_bytes(), policy.as_bytes()]);
    let packed = encoding.code().map_or(String::new(), |code| format!("-{code}"));
    let tag = format!("\"{}{packed}\"", hash::hex(&digest[..16]));
    let unchanged = view::knows(asked, &tag);
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Body::from(encoding.pack(text.into())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        if let Some(code) = encoding.code() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(code));
        }
        response
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "Accept-Language, Accept-Encoding"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in [(header::CONTENT_SECURITY_POLICY, policy), (header::ETAG, tag)] {
        // Origins are plain ASCII, as they were read.
        headers.extend(HeaderValue::try_from(value).ok().map(|value| (name, value)));
    }
    response
}

#[cfg(test)]
#[path = "frame/tests.rs"]
mod tests;
