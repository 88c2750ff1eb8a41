//! `GET /officer/c/{slug}/results`: what the ballots come to, as officers see it while they come in; and the same by
//! line as a table, `results.csv`.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, Uri, header},
    response::{IntoResponse as _, Response},
};
use glasno_model::{BudgetDraft, Discretion, Language as TextLanguage, Slug, urls};
use glasno_store::{Snapshot, StoreError};
use glasno_words::{Speak as _, server::Word};
use maud::{Markup, html};

use super::{bars, frame, session::Officer};
use crate::{
    http::{
        language::Reader,
        name::Named,
        page,
        state::{App, AppState},
        written,
    },
    results::{Results, ResultsError, table},
};

mod categories;
mod details;
mod draft;
mod figures;
mod weighted;

use categories::Names;
use draft::Order;

/// Answers with the page.
pub async fn show(
    State(app): State<App>,
    officer: Officer,
    Named(slug): Named,
    reader: Reader,
    address: Uri,
) -> Response {
    match look(&app, slug).await {
        Ok(Some((snapshot, results))) => {
            let seen =
                Seen { snapshot: &snapshot, reader, order: Order::of(address.query().unwrap_or_default()) };
            let title = Word::ResultsTitle.text(reader.language);
            frame::page(&officer, reader, title, &seen.main(&results))
        }
        Ok(None) => page::missing(reader.language),
        Err(error) => failed(&error, reader),
    }
}

/// Answers with the table.
pub async fn csv(State(app): State<App>, _: Officer, Named(slug): Named, reader: Reader) -> Response {
    match look(&app, slug).await {
        Ok(Some((snapshot, results))) => {
            let consultation = &snapshot.record.consultation;
            let day = written::day(app.clock.now(), &consultation.time_zone);
            file(table::csv(&results, reader.texts()), &format!("{}-{day}-results.csv", consultation.slug))
        }
        Ok(None) => page::missing(reader.language),
        Err(error) => failed(&error, reader),
    }
}

async fn look(
    app: &AppState,
    slug: Option<Slug>,
) -> Result<Option<(Arc<Snapshot>, Arc<Results>)>, ResultsError> {
    let Some(slug) = slug else { return Ok(None) };
    let snapshot = app.store.snapshot(&slug).await?;
    Ok(snapshot.zip(app.counting.results(&*app.store, &slug).await?))
}

fn failed(error: &ResultsError, reader: Reader) -> Response {
    match error {
        ResultsError::Store(error) => page::unavailable(error, reader.language),
        other => page::unavailable(&StoreError::Unreadable(other.to_string()), reader.language),
    }
}

fn file(text: String, name: &str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    headers
        .insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    response
}

/// The consultation as somebody sees it.
struct Seen<'a> {
    snapshot: &'a Snapshot,
    reader: Reader,
    order: Order,
}

impl Seen<'_> {
    /// A text of the consultation, marked where it is in another language than the page.
    fn text(&self, text: &glasno_model::Text) -> Markup {
        let (language, words): (TextLanguage, &str) =
            text.in_language(self.reader.texts()).unwrap_or((self.reader.texts(), ""));
        html! {
            @if language == self.reader.texts() { (words) } @else { span lang=(language.tag()) { (words) } }
        }
    }

    /// The name of a line; with who pays for it where another line that can be moved has the same name.
    fn name(&self, draft: &BudgetDraft, place: usize) -> Markup {
        html! {
            (self.text(&draft.lines[place].name))
            @if let Some(payer) = payer(draft, place) { ", " (payer.text(self.reader.language)) }
        }
    }

    /// The same without marks.
    fn plain_name(&self, draft: &BudgetDraft, place: usize) -> String {
        let name = draft.lines[place].name.get(self.reader.texts());
        match payer(draft, place) {
            Some(payer) => format!("{name}, {}", payer.text(self.reader.language)),
            None => name.to_owned(),
        }
    }

    fn main(&self, results: &Results) -> Markup {
        let language = self.reader.language;
        let consultation = &self.snapshot.record.consultation;
        html! {
            p.path {
                a href=(self.reader.link(&urls::officer_consultation(&consultation.slug))) {
                    (self.text(&consultation.title))
                }
            }
            h1 { (Word::ResultsTitle.text(language)) }
            p { (Word::ResultsInternal.text(language)) }
            @if results.ballots == 0 {
                p { (Word::ResultsNone.text(language)) }
            } @else {
                (self.facts(results))
                (self.trust(results))
                @if results.drafts.len() > 1 { p { (Word::ResultsPerVersion.text(language)) } }
                @for draft in &results.drafts { (self.draft(draft)) }
            }
        }
    }

    fn facts(&self, results: &Results) -> Markup {
        let language = self.reader.language;
        let names = Names::new(&self.snapshot.record.consultation, self.reader);
        html! {
            dl.facts.short {
                div {
                    dt { (Word::ResultsBallots.text(language)) }
                    dd { (written::count(results.ballots, language)) }
                }
                @for (category, ballots) in &results.channels {
                    div {
                        dt { (names.channel(category)) }
                        dd { (bars::size(*ballots, language)) }
                    }
                }
            }
        }
    }

    fn trust(&self, results: &Results) -> Markup {
        let language = self.reader.language;
        let ballots = written::plural(Word::ResultsCounted, results.ballots, language);
        let [few, least] = [crate::results::view::FEW_BASE, crate::results::view::LEAST_BASE]
            .map(|base| written::count(base, language));
        html! {
            section.trust aria-labelledby="trust" {
                h2 #trust { (Word::ResultsTrust.text(language)) }
                p.notice { (Word::ResultsDisclosure.say(language, &[("ballots", &ballots)])) }
                p { (Word::ResultsStability.text(language)) }
                p { (Word::ResultsBases.say(language, &[("few", &few), ("least", &least)])) }
            }
        }
    }
}

fn payer(draft: &BudgetDraft, place: usize) -> Option<Word> {
    let line = &draft.lines[place];
    let namesakes = draft.lines.iter().filter(|other| other.is_movable() && other.name == line.name);
    match line.discretion {
        _ if namesakes.count() < 2 => None,
        Discretion::TopUp => Some(Word::ResultsPayerTopUp),
        _ => Some(Word::ResultsPayerLocal),
    }
}

#[cfg(test)]
mod tests;
