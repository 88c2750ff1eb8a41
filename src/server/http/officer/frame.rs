//! What stands around every officer's page.

use axum::{http::StatusCode, response::Response};
use glasno_model::urls;
use glasno_words::{Speak as _, server::Word};
use maud::{Markup, html};

use super::session::Officer;
use crate::http::{
    language::Reader,
    page::{self, Page},
};

/// A page for an officer who is logged in.
pub fn page(officer: &Officer, reader: Reader, title: &str, main: &Markup) -> Response {
    let language = reader.language;
    let body = html! {
        header {
            nav {
                a.home href=(reader.link(urls::OFFICER)) { "Glasno" }
                (page::languages(language))
                form method="post" action=(reader.link(urls::OFFICER_LOGOUT)) {
                    span { (Word::OfficerSignedIn.say(language, &[("name", &officer.name)])) }
                    button type="submit" { (Word::OfficerLogout.text(language)) }
                }
            }
        }
        main { (main) }
    };
    answer(StatusCode::OK, reader, title, body)
}

/// A page without anybody's name.
pub fn answer(status: StatusCode, reader: Reader, title: &str, body: Markup) -> Response {
    let page = Page { language: reader.language, title, style: "officer.css", head: html! {}, body };
    page::answer(status, page.render(), page::STILL, "no-store")
}
