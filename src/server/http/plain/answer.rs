//! The form as an answer: packed for its way, kept by nobody.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use glasno_model::{ReceiptCode, Stage};
use glasno_words::{Speak as _, server::Word, widget};
use maud::{Markup, html};

use super::{
    code,
    mistake::Mistake,
    post::Posted,
    refused::Becomes,
    sheet::{Around, FORM, Sheet, whole},
};
use crate::http::{
    consultation_page,
    page::{self, Page},
    texts_language,
    view::Encoding,
};

/// What is said above a form that comes back.
#[derive(Debug, Clone)]
pub struct Told {
    /// In a few words.
    pub title: String,
    /// What to do.
    pub sentence: Option<String>,
    /// What was typed and has no place any more.
    pub lost: Vec<String>,
    /// The code of what is stored in its place, where the citizen may want to see that first.
    pub stored: Option<ReceiptCode>,
}

/// A form that comes back with everything that was typed.
pub struct Returned<'a> {
    /// As it came.
    pub posted: &'a Posted,
    /// What is wrong with it.
    pub mistakes: &'a [Mistake],
    /// What it becomes when it is sent again.
    pub becomes: &'a Becomes,
    /// What is said above it.
    pub told: &'a Told,
}

impl Returned<'_> {
    /// The page.
    pub fn render(&self) -> Markup {
        let Self { posted, mistakes, becomes, told } = self;
        let (consultation, language) = (posted.consultation(), posted.language());
        let action = posted.address();
        let sheet = Sheet::new(consultation, &posted.draft, language, &posted.filled, mistakes, true);
        let around = Around { action: &action, becomes, can_send: posted.stage == Stage::Open };
        let body = html! {
            header { h1.kind { (Word::PageKind.text(language)) } }
            main {
                // Whoever sent it stands here, with the keyboard too, and not at the top of the page.
                div.told #told tabindex="-1" autofocus role="group" aria-labelledby="told-title" {
                    h2 #told-title { (told.title) }
                    @if let Some(sentence) = &told.sentence { p { (sentence) } }
                    (sheet.summary())
                    @if !told.lost.is_empty() {
                        p { (Word::PlainLost.text(language)) }
                        ul { @for text in &told.lost { li.typed { (text) } } }
                    }
                    p { (Word::PlainKept.text(language)) }
                    @if matches!(becomes, Becomes::Second(_)) {
                        p { button type="submit" form=(FORM) { (widget::Word::Send.text(language)) } }
                        (code::behind_a_press(&action, language))
                    }
                    @if let Some(code) = &told.stored {
                        (code::open_again(&action, code, Word::PlainSeeStored.text(language)))
                    }
                }
                (consultation_page::about(consultation, posted.stage, language))
                (whole(&sheet, Some(&around)))
            }
        };
        let title = format!("{} – {}", told.title, consultation.title.get(texts_language(language)));
        Page { language, title: &title, style: "page.css", head: html! {}, body }.render()
    }
}

/// A page that carries somebody's own submission: never kept, and packed, because a large draft is long.
///
/// Packing what somebody typed together with their code is safe here: only our own page can make a browser send
/// the form, so nobody else can try texts out and watch the length.
pub fn answer(status: StatusCode, page: Markup, policy: &'static str, encoding: Encoding) -> Response {
    let packed = encoding.pack(page.into_string().into_bytes());
    let mut response = page::answer(status, html! {}, policy, "no-store");
    let headers = response.headers_mut();
    if let Some(code) = encoding.code() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(code));
    }
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language, Accept-Encoding"));
    // Under `no-referrer` browsers post a form without its origin, and we could not tell it from another site's.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    *response.body_mut() = Body::from(packed);
    response
}
