//! `GET /`: the operator's own page, or the consultations that the public can see.

use axum::{extract::State, http::StatusCode, response::Response};
use glasno_model::{Stage, urls};
use glasno_words::{Speak as _, server::Word};
use maud::{PreEscaped, html};

use super::{
    consultation_page::deadline,
    language::Reader,
    page::{self, Page},
    state::App,
};

/// The operator answers for what stands in that page; it may style itself, and run what this server serves.
const OWN_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
                          img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
                          frame-ancestors 'none'";

/// Answers with the page.
pub async fn show(State(app): State<App>, reader: Reader) -> Response {
    let language = reader.language;
    if let Some(own) = &app.settings.home {
        return page::answer(StatusCode::OK, PreEscaped(own.clone()), OWN_POLICY, "no-cache");
    }
    let records = match app.store.consultations().await {
        Ok(records) => records,
        Err(error) => return page::unavailable(&error, language),
    };
    let now = app.clock.now();
    let public: Vec<_> = records.iter().filter(|record| record.stage != Stage::Draft).collect();
    let title = Word::PageHomeTitle.text(language);
    let body = html! {
        header { (page::languages(language)) }
        main {
            h1 { (title) }
            @if public.is_empty() { p { (Word::PageHomeNone.text(language)) } }
            ul.consultations {
                @for record in public {
                    @let consultation = &record.consultation;
                    @let stage = record.stage.effective(consultation.opens_at, consultation.closes_at, now);
                    li {
                        h2 {
                            a href=(reader.link(&urls::consultation_page(&consultation.slug))) {
                                (consultation.title.get(reader.texts()))
                            }
                        }
                        @if let Some(sentence) = deadline(consultation, stage, language) { p { (sentence) } }
                    }
                }
            }
        }
        footer { p { a href=(reader.link(urls::OFFICER)) { (Word::PageOfficers.text(language)) } } }
    };
    let page = Page { language, title, style: "page.css", head: html! {}, body };
    page::answer(StatusCode::OK, page.render(), page::STILL, "no-cache")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{state::Settings, testing::Town};

    #[tokio::test]
    async fn a_citizen_finds_the_consultations_that_are_open() {
        let town = Town::new().await;
        let page = town.get("/?lang=en").await.text();
        assert!(page.contains(r#"<a href="/c/sample?lang=en">The town's budget</a>"#), "{page}");
        town.set_stage(Stage::Draft).await;
        assert!(!town.get("/").await.text().contains("sample"));
    }

    #[tokio::test]
    async fn an_operator_shows_a_page_of_their_own() {
        let home = Some("<!doctype html><p>Община</p>".to_owned());
        let town = Town::with(Settings { home, ..Settings::default() }).await;
        let answer = town.get("/").await;
        assert_eq!(answer.text(), "<!doctype html><p>Община</p>");
        assert!(answer.header("content-security-policy").contains("'unsafe-inline'"));
    }
}
