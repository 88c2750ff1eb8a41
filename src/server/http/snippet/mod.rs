//! `/snippet`: for whoever looks after a municipality's site. Pick a consultation, see it, copy the lines for it; paste the
//! site's content security policy and read what it lets the widget do.
//!
//! The page works without script. A small one ([`snippet.js`](../../../../src/server/http/snippet/snippet.js)) shows changes
//! at once and copies. Consultations that their officers still prepare are not named here.

use axum::{
    Form,
    extract::{FromRequest as _, Query, Request, State, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use glasno_model::{Consultation, Label, Stage};
use glasno_store::StoreError;
use glasno_words::Language;
use serde::Deserialize;

use super::{
    body,
    language::{Reader, of_texts},
    origin::Here,
    page,
    state::{App, AppState},
};
use colours::Colours;
use forms::Picked;
use made::Made;

mod colour;
mod colours;
mod forms;
mod made;
mod policy;
mod source;
mod verdict;

/// What the page may do: show the widget itself in every way, and ask for itself anew.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-src 'self'; \
                      style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";
/// The largest form; servers refuse headers of more than 16 KB.
const LARGEST_BYTES: usize = 128 * 1024;

/// What was picked, as the form says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    consultation: Option<String>,
    language: Option<String>,
    theme: Option<String>,
    mode: Option<String>,
    level: Option<String>,
    view: Option<String>,
    #[serde(rename = "ref")]
    label: Option<String>,
    /// A municipality's own colours: the accent and the text on it, for light and for dark.
    accent: Option<String>,
    accent_text: Option<String>,
    dark_accent: Option<String>,
    dark_accent_text: Option<String>,
    /// The policy that was pasted; only where the form was posted.
    policy: Option<String>,
    /// The address of the site with that policy.
    site: Option<String>,
}

/// Answers with the page.
pub async fn show(
    State(app): State<App>,
    here: Here,
    reader: Reader,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let mut asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    // A policy in an address would stand in logs and histories; it comes in a body.
    asked.policy = None;
    answer(&app, &here, reader, &asked, StatusCode::OK).await
}

/// Answers with the page and what the policy in the form comes to. Nothing is kept.
pub async fn check(State(app): State<App>, here: Here, reader: Reader, request: Request) -> Response {
    let asked = read(&app, request).await;
    let status = if asked.is_some() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    answer(&app, &here, reader, &asked.unwrap_or_default(), status).await
}

async fn read(app: &App, request: Request) -> Option<Asked> {
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, LARGEST_BYTES).await.ok()?;
    let whole = Request::from_parts(parts, bytes.into());
    Form::<Asked>::from_request(whole, app).await.ok().map(|Form(asked)| asked)
}

async fn answer(app: &App, here: &Here, reader: Reader, asked: &Asked, status: StatusCode) -> Response {
    let consultations = match public(app).await {
        Ok(consultations) => consultations,
        Err(error) => return page::unavailable(&error, reader.language),
    };
    let label = asked.typed_label().parse::<Label>().ok();
    let picked = asked.picked(&consultations, &here.0, reader.language);
    let picked = picked.map(|picked| Picked { label: label.as_ref(), ..picked });
    let page = Made { reader, server: &here.0, consultations: &consultations, picked, asked };
    let cache = if asked.policy.is_some() { "no-store" } else { "no-cache" };
    page::answer(status, page.render(), POLICY, cache)
}

/// Those that the public can see, the newest first.
async fn public(app: &AppState) -> Result<Vec<Consultation>, StoreError> {
    let records = app.store.consultations().await?;
    let seen = records.into_iter().rev().filter(|record| record.stage != Stage::Draft);
    Ok(seen.map(|record| record.consultation).collect())
}

impl Asked {
    /// What stands in the field of the label, which need not be one.
    fn typed_label(&self) -> &str {
        self.label.as_deref().unwrap_or_default().trim()
    }

    /// What was picked, as far as it is there; else what most people want.
    fn picked<'a>(
        &self,
        consultations: &'a [Consultation],
        server: &'a str,
        reads: Language,
    ) -> Option<Picked<'a>> {
        let named =
            |consultation: &&Consultation| Some(consultation.slug.as_str()) == self.consultation.as_deref();
        let consultation = consultations.iter().find(named).or_else(|| consultations.first())?;
        let held = languages(consultation);
        let wanted = self.language.as_deref().and_then(Language::from_tag);
        let spoken = wanted.filter(|language| held.contains(language));
        let language = spoken.or_else(|| held.iter().copied().find(|held| *held == reads));
        Some(Picked {
            consultation,
            server,
            language: language.or_else(|| held.first().copied()).unwrap_or_default(),
            theme: one_of(self.theme.as_deref(), &["light", "dark"]),
            mode: one_of(self.mode.as_deref(), &["inline", "frame"]),
            level: one_of(self.level.as_deref(), &["3", "4", "5", "6"]),
            view: one_of(self.view.as_deref(), &["summary", "results"]),
            label: None,
            colours: Colours::of(self),
        })
    }
}

/// The languages that both the consultation and the widget have.
fn languages(consultation: &Consultation) -> Vec<Language> {
    let held = |language: &Language| consultation.languages.contains(&of_texts(*language));
    Language::ALL.into_iter().filter(held).collect()
}

fn one_of(asked: Option<&str>, known: &[&'static str]) -> Option<&'static str> {
    known.iter().copied().find(|known| Some(*known) == asked)
}
