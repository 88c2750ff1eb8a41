//! `GET /officer/c/{slug}`: a consultation as its officers see it, with the downloads.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use glasno_model::{BudgetDraft, Label, Slug, Stage, urls};
use glasno_store::{Counts, Snapshot, StoreError};
use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use super::{frame, list, session::Officer};
use crate::{
    export::Format,
    http::{
        language::Reader,
        name::Named,
        page,
        state::{App, AppState},
        written,
    },
};

/// Answers with the page.
pub async fn show(State(app): State<App>, officer: Officer, Named(slug): Named, reader: Reader) -> Response {
    let Some(slug) = slug else { return page::missing(reader.language) };
    match read(&app, &slug).await {
        Ok(Some(seen)) => render(&app, &officer, reader, &seen),
        Ok(None) => page::missing(reader.language),
        Err(error) => failed(&error, reader),
    }
}

/// What the page is made of.
struct Seen {
    snapshot: Arc<Snapshot>,
    counts: Counts,
    /// How many stand in the register.
    organisations: usize,
    /// How many came by each label.
    arrivals: Vec<(Label, u64)>,
}

async fn read(app: &AppState, slug: &Slug) -> Result<Option<Seen>, StoreError> {
    let Some(snapshot) = app.store.snapshot(slug).await? else { return Ok(None) };
    Ok(Some(Seen {
        snapshot,
        counts: app.store.counts(slug).await?,
        organisations: app.store.organisations(slug).await?.len(),
        arrivals: app.store.arrivals(slug).await?,
    }))
}

fn failed(error: &StoreError, reader: Reader) -> Response {
    page::unavailable(error, reader.language)
}

fn render(
    app: &AppState,
    officer: &Officer,
    reader: Reader,
    Seen { snapshot, counts, organisations, arrivals }: &Seen,
) -> Response {
    let (counts, organisations) = (*counts, *organisations);
    let language = reader.language;
    let consultation = &snapshot.record.consultation;
    let title = consultation.title.get(reader.texts());
    let main = html! {
        p.path { a href=(reader.link(urls::OFFICER)) { (Word::OfficerBack.text(language)) } }
        h1 { (title) }
        dl.facts {
            @for (name, value) in facts(app, snapshot, counts, language) { div { dt { (name.text(language)) } dd { (value) } } }
        }
        @if snapshot.record.stage != Stage::Draft {
            p { a href=(reader.link(&urls::consultation_page(&consultation.slug))) { (Word::OfficerPublicPage.text(language)) } }
        }
        @if snapshot.draft.is_some() {
            h2 { (Word::ResultsTitle.text(language)) }
            ul.downloads {
                li {
                    a href=(reader.link(&urls::officer_results(&consultation.slug))) { (Word::ResultsTitle.text(language)) }
                    p { (Word::ResultsLinkHolds.text(language)) }
                }
            }
        }
        @if consultation.ways.organisations || organisations > 0 {
            (super::organisations::link(&consultation.slug, organisations, reader))
        }
        (super::arrivals::arrivals(arrivals, counts, language))
        h2 { (Word::OfficerDownloads.text(language)) }
        @match snapshot.draft.as_deref() {
            Some(draft) => (downloads(app, snapshot, draft, counts, reader)),
            None => p { (Word::OfficerDownloadNeedsDraft.text(language)) },
        }
    };
    frame::page(officer, reader, title, &main)
}

fn facts(app: &AppState, snapshot: &Snapshot, counts: Counts, language: Language) -> Vec<(Word, String)> {
    let record = &snapshot.record;
    let consultation = &record.consultation;
    let time = |moment| written::moment(moment, &consultation.time_zone, language);
    let opens = consultation.opens_at.map_or_else(|| Word::OfficerAtOnce.text(language).to_owned(), time);
    let closes =
        consultation.closes_at.map_or_else(|| Word::OfficerNoDeadline.text(language).to_owned(), time);
    let origins = match record.allowed_origins.as_slice() {
        [] => Word::OfficerAnyOrigin.text(language).to_owned(),
        origins => origins.join(", "),
    };
    let mut facts = vec![
        (Word::OfficerStage, list::stage(record, app.clock.now(), language).to_owned()),
        (Word::OfficerOpens, opens),
        (Word::OfficerCloses, closes),
        (Word::OfficerSubmissions, written::count(counts.submissions, language)),
        (Word::OfficerWithdrawn, written::count(counts.withdrawn, language)),
    ];
    if let Some(draft) = snapshot.draft.as_deref() {
        let (version, lines) =
            (draft.version.to_string(), written::count(draft.lines.len() as u64, language));
        let values = [("version", version.as_str()), ("lines", &lines)];
        facts.extend([
            (Word::OfficerDraft, Word::OfficerDraftVersion.say(language, &values)),
            (Word::OfficerTotal, written::amount(draft.total(), draft.currency, language)),
            (Word::OfficerMovable, written::amount(draft.movable_total(), draft.currency, language)),
        ]);
    } else {
        facts.push((Word::OfficerDraft, Word::OfficerNoDraft.text(language).to_owned()));
    }
    facts.push((Word::OfficerOrigins, origins));
    facts
}

fn downloads(
    app: &AppState,
    snapshot: &Snapshot,
    draft: &BudgetDraft,
    counts: Counts,
    reader: Reader,
) -> Markup {
    let language = reader.language;
    let consultation = &snapshot.record.consultation;
    let now = snapshot.record.stage.effective(consultation.opens_at, consultation.closes_at, app.clock.now());
    // One row a version of the draft stands above the submissions.
    let rows = written::plural(Word::OfficerRows, counts.submissions + u64::from(draft.version), language);
    let values = [
        ("rows", rows),
        ("lines", written::count(draft.lines.len() as u64, language)),
        ("submissions", written::count(counts.submissions, language)),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    html! {
        @if now == Stage::Open { p { (Word::OfficerRunning.text(language)) } }
        ul.downloads {
            @for format in [Format::Xlsx, Format::Csv, Format::CsvLong, Format::Json, Format::Zip] {
                @let (name, holds) = described(format);
                li {
                    a href=(reader.link(&urls::officer_export(&consultation.slug, format.code()))) download {
                        (name.text(language))
                    }
                    p { (holds.say(language, &values)) }
                }
            }
        }
        p { (Word::OfficerAnonymous.text(language)) }
        @if consultation.ways.organisations { p { (Word::OrganisationsInFiles.text(language)) } }
    }
}

const fn described(format: Format) -> (Word, Word) {
    match format {
        Format::Csv => (Word::OfficerDownloadCsv, Word::OfficerDownloadCsvHolds),
        Format::CsvLong => (Word::OfficerDownloadCsvLong, Word::OfficerDownloadCsvLongHolds),
        Format::Xlsx => (Word::OfficerDownloadXlsx, Word::OfficerDownloadXlsxHolds),
        Format::Json => (Word::OfficerDownloadJson, Word::OfficerDownloadJsonHolds),
        Format::Zip => (Word::OfficerDownloadZip, Word::OfficerDownloadZipHolds),
    }
}

#[cfg(test)]
mod tests {
    use crate::http::testing::{Town, ballot};

    #[tokio::test]
    async fn an_officer_sees_how_many_rows_a_download_has_before_taking_it() {
        let town = Town::new().await;
        town.send(&ballot(1)).await;
        town.send(&ballot(2)).await;
        let officer = town.log_in().await;
        let list = officer.get("/officer?lang=en").await.text();
        assert!(list.contains("The town&apos;s budget") || list.contains("The town's budget"), "{list}");
        assert!(list.contains(r#"href="/officer/c/sample?lang=en""#), "{list}");
        let page = officer.get("/officer/c/sample?lang=en").await.text();
        assert!(page.contains("3 rows: the draft"), "{page}");
        assert!(page.contains(r#"href="/officer/c/sample/export/xlsx?lang=en""#), "{page}");
        assert_eq!(officer.get("/officer/c/other").await.status, 404);
    }

    #[tokio::test]
    async fn a_stranger_is_sent_to_the_login() {
        let town = Town::new().await;
        for path in ["/officer/c/sample", "/officer/c/sample/export/csv", "/officer/c/other/export/csv"] {
            let answer = town.get(path).await;
            assert_eq!((answer.status, answer.header("location").as_str()), (303, "/officer"), "{path}");
            assert!(answer.body.is_empty());
        }
    }
}
