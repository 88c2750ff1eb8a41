//! `GET /officer`: the consultations, or the login.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use glasno_model::{Stage, Timestamp, urls};
use glasno_store::{ConsultationRecord, Counts, StoreError};
use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use super::{
    frame, login,
    session::{Officer, Visitor},
};
use crate::http::{
    address::Client,
    language::Reader,
    page,
    state::{App, AppState},
    written,
};

/// Answers with the page.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    reader: Reader,
    client: Client,
    headers: HeaderMap,
) -> Response {
    let shown = match visitor {
        Visitor::Officer(officer) => list(&app, &officer, reader).await,
        Visitor::Stranger => Ok(login::form(StatusCode::OK, reader, &client, &headers, None)),
        Visitor::Unknown(error) => Err(error),
    };
    shown.unwrap_or_else(|error| page::unavailable(&error, reader.language))
}

async fn list(app: &AppState, officer: &Officer, reader: Reader) -> Result<Response, StoreError> {
    let language = reader.language;
    let mut rows = Vec::new();
    for record in app.store.consultations().await? {
        let counts = app.store.counts(&record.consultation.slug).await?;
        rows.push(row(&record, counts, app.clock.now(), reader));
    }
    let title = Word::OfficerTitle.text(language);
    let main = html! {
        h1 #title { (title) }
        @if rows.is_empty() {
            p { (Word::OfficerNone.text(language)) }
        } @else {
            div.wide tabindex="0" role="region" aria-labelledby="title" {
                table {
                    thead {
                        tr {
                            th scope="col" { (Word::OfficerConsultation.text(language)) }
                            th scope="col" { (Word::OfficerStage.text(language)) }
                            th scope="col" { (Word::OfficerCloses.text(language)) }
                            th.number scope="col" { (Word::OfficerSubmissions.text(language)) }
                            th.number scope="col" { (Word::OfficerWithdrawn.text(language)) }
                        }
                    }
                    tbody { @for row in rows { (row) } }
                }
            }
        }
    };
    Ok(frame::page(officer, reader, title, &main))
}

fn row(record: &ConsultationRecord, counts: Counts, now: Timestamp, reader: Reader) -> Markup {
    let consultation = &record.consultation;
    let language = reader.language;
    let (words, title) = consultation.title.in_language(reader.texts()).unwrap_or((reader.texts(), ""));
    let closes =
        consultation.closes_at.map(|moment| written::moment(moment, &consultation.time_zone, language));
    html! {
        tr {
            th scope="row" {
                a href=(reader.link(&urls::officer_consultation(&consultation.slug))) lang=(words.tag()) { (title) }
                " " small { (consultation.slug) }
            }
            td { (stage(record, now, language)) }
            td { (closes.as_deref().unwrap_or(Word::OfficerNoDeadline.text(language))) }
            td.number { (written::count(counts.submissions, language)) }
            td.number { (written::count(counts.withdrawn, language)) }
        }
    }
}

/// The stage that holds, in the officer's words: what citizens cannot see yet is called so.
pub fn stage(record: &ConsultationRecord, now: Timestamp, language: Language) -> &'static str {
    let consultation = &record.consultation;
    match record.stage {
        Stage::Draft => Word::OfficerStageHidden.text(language),
        stage => {
            written::stage(stage.effective(consultation.opens_at, consultation.closes_at, now), language)
        }
    }
}
