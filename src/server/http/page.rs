//! What all pages made by the server share: the frame around them, their headers, their errors.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use glasno_model::{Slug, urls};
use glasno_words::{Language, Speak as _, server::Word};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::assets;

/// What goes around a page.
pub struct Page<'a> {
    /// The language that it is written in.
    pub language: Language,
    /// What the browser's tab shows.
    pub title: &'a str,
    /// The stylesheet by its name: `page.css`, `officer.css`.
    pub style: &'a str,
    /// More for the head of the document.
    pub head: Markup,
    /// The page itself.
    pub body: Markup,
}

impl Page<'_> {
    /// The document.
    pub fn render(self) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    link rel="icon" href="data:,";
                    (style(self.style))
                    (self.head)
                }
                body { (self.body) }
            }
        }
    }
}

/// The stylesheet of a citizen's page. It stands in the page: on a slow network a second trip for it would take as long
/// as the page itself, and nothing is shown before it comes. Officers come often, and their browsers keep theirs.
const CARRIED: &str = "page.css";

fn style(name: &str) -> Markup {
    let carried = assets::inline_stylesheet(name).filter(|_| name == CARRIED);
    html! {
        @if let Some((text, _)) = carried { style { (PreEscaped(text)) } }
        @else if let Some(url) = assets::stylesheet(name) { link rel="stylesheet" href=(url); }
    }
}

/// The policy of a page, which allows the style that it carries by its hash.
fn with_carried_style(policy: &'static str) -> HeaderValue {
    let hash = assets::inline_stylesheet(CARRIED).map(|(_, hash)| hash);
    let allowed =
        hash.map(|hash| policy.replace("style-src 'self';", &format!("style-src 'self' '{hash}';")));
    let allowed = allowed.and_then(|policy| HeaderValue::try_from(policy).ok());
    allowed.unwrap_or(HeaderValue::from_static(policy))
}

/// The loader, and what it will fetch, for the head of a page that carries the widget. `root` leads from that page to
/// the server's root, where the page may be reached below another path; else it is empty.
pub fn widget(root: &str, slug: &Slug, language: Language) -> Markup {
    html! {
        @if let Some(widget) = assets::widget() {
            link rel="preload" as="script" href={ (root) (urls::LOADER) };
            link rel="preload" as="fetch" crossorigin href={ (root) (urls::consultation(slug)) };
            @for preload in widget.preloads(language.tag()) {
                @let fetched = (preload.rel == "preload").then_some("fetch");
                link rel=(preload.rel) as=[fetched] href={ (root) (preload.url) } integrity=[preload.integrity] crossorigin;
            }
            // Not `async`: a browser that looks through eighty fields for what it could fill in does so when the last
            // script that waits for the document has run, and until then it can show the first screen.
            script defer src={ (root) (urls::LOADER) } {}
        }
    }
}

/// A page as an answer, under a content security policy.
pub fn answer(status: StatusCode, page: Markup, policy: &'static str, cache: &'static str) -> Response {
    let mut response = (status, page.into_string()).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, cache),
        (header::VARY, "Accept-Language"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, with_carried_style(policy));
    response
}

/// The policy of a page without script.
pub const STILL: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; \
                         frame-ancestors 'none'; base-uri 'none'";

/// A page with one thing to say.
pub fn notice(status: StatusCode, language: Language, title: Word, sentence: Word) -> Response {
    let title = title.text(language);
    let body = html! { main { h1 { (title) } p { (sentence.text(language)) } } };
    let page = Page { language, title, style: "page.css", head: html! {}, body };
    answer(status, page.render(), STILL, "no-store")
}

/// The page for an address at which there is no consultation.
pub fn missing(language: Language) -> Response {
    notice(StatusCode::NOT_FOUND, language, Word::PageMissingTitle, Word::PageMissing)
}

/// The page for a store that cannot be read; its cause stands in the log.
pub fn unavailable(error: &glasno_store::StoreError, language: Language) -> Response {
    tracing::warn!(%error, "answered that a page cannot be shown");
    let mut response =
        notice(StatusCode::SERVICE_UNAVAILABLE, language, Word::PageUnavailableTitle, Word::PageUnavailable);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

/// The same page in the other languages.
pub fn languages(current: Language) -> Markup {
    languages_of(current, "")
}

/// The same for what an address asks for beside its language: `?ref=library-qr`.
pub fn languages_of(current: Language, address: &str) -> Markup {
    html! {
        nav.languages {
            @for other in Language::ALL.into_iter().filter(|other| *other != current) {
                @let href = urls::asking(address.to_owned(), "lang", Some(other.tag()));
                a href=(href) lang=(other.tag()) hreflang=(other.tag()) rel="alternate" {
                    (Word::LanguageName.text(other))
                }
            }
        }
    }
}
