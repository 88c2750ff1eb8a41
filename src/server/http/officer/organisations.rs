//! `GET /officer/c/{slug}/organisations`: the register of participating organisations, with a way to take out what is no
//! organisation; and the same as files, `organisations.csv` and `organisations.json`.

use std::{io, sync::Arc};

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use glasno_model::{Slug, urls, ways::OrganisationDocument};
use glasno_store::{Snapshot, StoreError};
use glasno_words::{Speak as _, server::Word, widget};
use maud::{Markup, html};

use super::{frame, session::Officer};
use crate::{
    export,
    http::{
        language::Reader,
        name::Named,
        page,
        state::{App, AppState},
        written,
    },
};

mod act;

pub use act::act;

/// Answers with the page.
pub async fn show(State(app): State<App>, officer: Officer, Named(slug): Named, reader: Reader) -> Response {
    answer(&app, &officer, slug, reader, &html! {}).await
}

/// Answers with the table.
pub async fn csv(State(app): State<App>, _: Officer, Named(slug): Named, reader: Reader) -> Response {
    let write =
        |register: &[OrganisationDocument], out: &mut Vec<u8>| export::organisations::csv(register, out);
    file(&app, slug, reader, ("csv", "text/csv; charset=utf-8"), write).await
}

/// Answers with the document.
pub async fn json(State(app): State<App>, _: Officer, Named(slug): Named, reader: Reader) -> Response {
    let write = |register: &[OrganisationDocument], out: &mut Vec<u8>| {
        export::organisations::json(register, out).map_err(io::Error::from)
    };
    file(&app, slug, reader, ("json", "application/json"), write).await
}

/// The way to the page, on the one of the consultation.
pub(super) fn link(slug: &Slug, organisations: usize, reader: Reader) -> Markup {
    let rows = written::plural(Word::OfficerRows, organisations as u64, reader.language);
    html! {
        h2 { (Word::OrganisationsTitle.text(reader.language)) }
        ul.downloads {
            li {
                a href=(reader.link(&urls::officer_organisations(slug))) { (Word::OrganisationsTitle.text(reader.language)) }
                p { (Word::OrganisationsLinkHolds.say(reader.language, &[("rows", &rows)])) }
            }
        }
    }
}

async fn look(
    app: &AppState,
    slug: Option<Slug>,
) -> Result<Option<(Arc<Snapshot>, Vec<OrganisationDocument>)>, StoreError> {
    let Some(slug) = slug else { return Ok(None) };
    let Some(snapshot) = app.store.snapshot(&slug).await? else { return Ok(None) };
    Ok(Some((snapshot, app.store.organisations(&slug).await?)))
}

/// The page, with what was just done above the list.
async fn answer(
    app: &AppState,
    officer: &Officer,
    slug: Option<Slug>,
    reader: Reader,
    told: &Markup,
) -> Response {
    match look(app, slug).await {
        Ok(Some((snapshot, register))) => {
            let title = Word::OrganisationsTitle.text(reader.language);
            frame::page(officer, reader, title, &main(&snapshot, &register, reader, told))
        }
        Ok(None) => page::missing(reader.language),
        Err(error) => page::unavailable(&error, reader.language),
    }
}

fn main(snapshot: &Snapshot, register: &[OrganisationDocument], reader: Reader, told: &Markup) -> Markup {
    let language = reader.language;
    let consultation = &snapshot.record.consultation;
    html! {
        p.path {
            a href=(reader.link(&urls::officer_consultation(&consultation.slug))) {
                (consultation.title.get(reader.texts()))
            }
        }
        h1 { (Word::OrganisationsTitle.text(language)) }
        (told)
        p { (Word::OrganisationsWhat.text(language)) }
        @if !consultation.ways.organisations { p.notice { (Word::OrganisationsOff.text(language)) } }
        @if register.is_empty() {
            p { (Word::OrganisationsNone.text(language)) }
        } @else {
            (table(&consultation.slug, register, reader))
            h2 { (Word::OfficerDownloads.text(language)) }
            (downloads(&consultation.slug, reader))
        }
    }
}

fn table(slug: &Slug, register: &[OrganisationDocument], reader: Reader) -> Markup {
    let word = |word: widget::Word| word.text(reader.language);
    html! {
        div.wide {
            table.register {
                thead {
                    tr {
                        th scope="col" { (word(widget::Word::OrganisationName)) }
                        th scope="col" { (word(widget::Word::OrganisationKind)) }
                        th scope="col" { (Word::OrganisationsArea.text(reader.language)) }
                        th scope="col" { (Word::OrganisationsAct.text(reader.language)) }
                    }
                }
                tbody {
                    @for organisation in register {
                        tr {
                            th scope="row" { bdi { (organisation.name) } }
                            td { (word(written::group(organisation.kind.group()))) }
                            td { bdi { (organisation.area) } }
                            td { (act::form(slug, act::Act::Remove, organisation, reader)) }
                        }
                    }
                }
            }
        }
    }
}

fn downloads(slug: &Slug, reader: Reader) -> Markup {
    let files = [
        (urls::officer_organisations_csv(slug), Word::OfficerDownloadCsv, Word::OrganisationsCsvHolds),
        (urls::officer_organisations_json(slug), Word::OfficerDownloadJson, Word::OrganisationsJsonHolds),
    ];
    html! {
        ul.downloads {
            @for (address, name, holds) in files {
                li {
                    a href=(reader.link(&address)) download { (name.text(reader.language)) }
                    p { (holds.text(reader.language)) }
                }
            }
        }
    }
}

async fn file(
    app: &AppState,
    slug: Option<Slug>,
    reader: Reader,
    (ending, kind): (&str, &'static str),
    write: impl FnOnce(&[OrganisationDocument], &mut Vec<u8>) -> io::Result<()>,
) -> Response {
    let (snapshot, register) = match look(app, slug).await {
        Ok(Some(found)) => found,
        Ok(None) => return page::missing(reader.language),
        Err(error) => return page::unavailable(&error, reader.language),
    };
    let mut body = Vec::new();
    if let Err(error) = write(&register, &mut body) {
        return page::unavailable(&StoreError::Unreadable(error.to_string()), reader.language);
    }
    let consultation = &snapshot.record.consultation;
    let day = written::day(app.clock.now(), &consultation.time_zone);
    let name = format!("attachment; filename=\"{}-{day}-organisations.{ending}\"", consultation.slug);
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    let name = HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(header::CONTENT_DISPOSITION, name);
    response
}

#[cfg(test)]
mod tests;
