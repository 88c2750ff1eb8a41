//! `POST /officer/c/{slug}/organisations`: takes an entry out of the register, or puts it back.

use axum::{
    Form,
    body::Body,
    extract::{FromRequest as _, Request, State},
    http::StatusCode,
    response::Response,
};
use glasno_model::{
    Slug, Ways, urls,
    ways::{Organisation, OrganisationDocument, OrganisationKind},
};
use glasno_store::StoreError;
use glasno_words::{Speak as _, server::Word};
use maud::{Markup, html};

use crate::http::{
    body,
    language::Reader,
    name::Named,
    officer::{
        frame,
        session::{self, Officer},
    },
    page,
    state::{App, AppState},
};

/// The largest form: what JSON says in one byte, a form says in up to three.
const LARGEST_BYTES: usize = 8 * 1024;

/// What can be done with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Act {
    /// It is taken out.
    Remove,
    /// It is put back.
    Restore,
}

#[derive(serde::Deserialize)]
struct Asked {
    act: Act,
    name: String,
    kind: OrganisationKind,
    #[serde(default)]
    area: String,
}

/// Does it, and shows the register again: with a way back after a removal. A form on a foreign page changes nothing.
pub async fn act(
    State(app): State<App>,
    officer: Officer,
    Named(slug): Named,
    reader: Reader,
    request: Request,
) -> Response {
    let Some(slug) = slug else { return page::missing(reader.language) };
    if !session::is_our_form(request.headers(), &app.settings) {
        return refused(StatusCode::FORBIDDEN, reader);
    }
    let Some(Asked { act, name, kind, area }) = read(&app, request).await else {
        return refused(StatusCode::BAD_REQUEST, reader);
    };
    let organisation = OrganisationDocument { name, kind, area };
    let done = match act {
        Act::Remove => remove(&app, &slug, &organisation, reader).await,
        Act::Restore => match restore(&app, &slug, organisation).await {
            Ok(true) => return session::go_to(&reader.link(&urls::officer_organisations(&slug))),
            Ok(false) => return refused(StatusCode::BAD_REQUEST, reader),
            Err(error) => Err(error),
        },
    };
    match done {
        Ok(told) => super::answer(&app, &officer, Some(slug), reader, &told).await,
        Err(StoreError::NotThere(_)) => page::missing(reader.language),
        Err(error) => page::unavailable(&error, reader.language),
    }
}

/// The button beside an entry, or beside what is told of it.
pub(super) fn form(slug: &Slug, act: Act, organisation: &OrganisationDocument, reader: Reader) -> Markup {
    let (value, word) = match act {
        Act::Remove => ("remove", Word::OrganisationsRemove),
        Act::Restore => ("restore", Word::OrganisationsRestore),
    };
    let label = Word::OrganisationsRemoveNamed.say(reader.language, &[("name", &organisation.name)]);
    html! {
        form.act method="post" action=(reader.link(&urls::officer_organisations(slug))) {
            input type="hidden" name="name" value=(organisation.name);
            input type="hidden" name="kind" value=(organisation.kind.code());
            input type="hidden" name="area" value=(organisation.area);
            button type="submit" name="act" value=(value) aria-label=[(act == Act::Remove).then_some(label)] {
                (word.text(reader.language))
            }
        }
    }
}

async fn remove(
    app: &AppState,
    slug: &Slug,
    organisation: &OrganisationDocument,
    reader: Reader,
) -> Result<Markup, StoreError> {
    let was_there = app.store.remove_organisation(slug, &organisation.name, &organisation.area).await?;
    let word = if was_there { Word::OrganisationsRemoved } else { Word::OrganisationsNotThere };
    let told = word.say(reader.language, &[("name", &organisation.name)]);
    Ok(html! {
        div.notice role="status" {
            p { (told) }
            @if was_there { (form(slug, Act::Restore, organisation, reader)) }
        }
    })
}

/// Could the entry be put back? What an officer sends is checked like what a citizen does; whether the register is kept
/// just now does not matter to an entry that stood in it.
async fn restore(
    app: &AppState,
    slug: &Slug,
    organisation: OrganisationDocument,
) -> Result<bool, StoreError> {
    let ways = Ways { organisations: true, ..Ways::default() };
    let Ok(organisation) = Organisation::check(organisation, &ways) else { return Ok(false) };
    app.store.enter_organisation(slug, organisation).await?;
    Ok(true)
}

async fn read(app: &App, request: Request) -> Option<Asked> {
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, LARGEST_BYTES).await.ok()?;
    let request = Request::from_parts(parts, Body::from(bytes));
    Form::<Asked>::from_request(request, app).await.ok().map(|Form(asked)| asked)
}

fn refused(status: StatusCode, reader: Reader) -> Response {
    let title = Word::OrganisationsTitle.text(reader.language);
    let told = Word::OrganisationsForeign.text(reader.language);
    frame::answer(status, reader, title, html! { main { h1 { (title) } p.notice role="alert" { (told) } } })
}
