//! `POST /c/{slug}`: takes what a plain page sends, whatever it asks for.

use std::sync::Arc;

use axum::{
    Form,
    body::Body,
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use glasno_model::{BudgetDraft, Consultation, Problem, ProblemType, Stage, urls};
use glasno_store::{Snapshot, StoreError};
use glasno_words::{Language, server::Word};
use maud::Markup;

use super::{act::Act, answer::answer, change, filled::Filled, held, rendering::Rendering, send, withdraw};
use crate::http::{
    address::Client,
    body,
    language::Reader,
    name::Named,
    origin, page,
    state::{App, Settings},
    submission::{self, Opened},
    submissions, view,
};

/// The largest form: what JSON says in one byte, a form says in up to three, and it sends every empty field too.
const LARGEST_BYTES: usize = 4 * submissions::LARGEST_BYTES;

/// A form of ours that has arrived.
pub struct Posted {
    /// What the handlers share.
    pub app: App,
    /// The consultation, its newest draft included.
    pub snapshot: Arc<Snapshot>,
    /// The newest draft.
    pub draft: Arc<BudgetDraft>,
    /// The stage that holds now.
    pub stage: Stage,
    /// In which language it is answered.
    pub reader: Reader,
    /// Who sent it, as far as the limits need to know.
    pub client: Client,
    /// How it was sent.
    pub headers: HeaderMap,
    /// What was typed.
    pub filled: Filled,
}

/// Takes a form and answers with a page: of a receipt, of a proposal that was found, or with everything that was typed
/// and what to do.
pub async fn receive(
    State(app): State<App>,
    Named(slug): Named,
    reader: Reader,
    client: Client,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let language = reader.language;
    let bytes = match body::read(&parts.headers, body, LARGEST_BYTES).await {
        Ok(bytes) => bytes,
        Err(kind) => return unreadable(kind, language),
    };
    let (snapshot, stage) = match view::find(&app, slug).await {
        Ok(Some(found)) => found,
        Ok(None) => return page::missing(language),
        Err(error) => return page::unavailable(&error, language),
    };
    let headers = parts.headers.clone();
    if !is_our_form(&headers, &app.settings) {
        let foreign = Word::LoginForeign;
        return page::notice(StatusCode::FORBIDDEN, language, Word::PlainStoppedTitle, foreign);
    }
    let Some(draft) = snapshot.draft.clone() else {
        return page::notice(StatusCode::CONFLICT, language, Word::PlainStoppedTitle, Word::PageMissing);
    };
    let request = Request::from_parts(parts, Body::from(bytes));
    let Ok(Form(pairs)) = Form::<Vec<(String, String)>>::from_request(request, &app).await else {
        return page::notice(StatusCode::BAD_REQUEST, language, Word::PlainStoppedTitle, Word::PlainBroken);
    };
    let filled = Filled::new(pairs);
    let act = Act::of(&filled);
    let posted = Posted { app, snapshot, draft, stage, reader, client, headers, filled };
    match act {
        Act::Send => send::send(posted).await,
        Act::Find => held::find(posted).await,
        Act::Change => change::change(posted).await,
        Act::Withdraw => withdraw::withdraw(posted).await,
    }
}

impl Posted {
    /// The language of the answer.
    pub const fn language(&self) -> Language {
        self.reader.language
    }

    /// The consultation.
    pub fn consultation(&self) -> &Consultation {
        &self.snapshot.record.consultation
    }

    /// Where forms go, and where the draft stands.
    pub fn address(&self) -> String {
        self.reader.link(&urls::consultation_page(&self.consultation().slug))
    }

    /// The submission that a form is about, in the hands of its citizen.
    ///
    /// # Errors
    /// As [`submission::by_id_and_code`]; `SubmissionNotFound` also for one of another consultation.
    pub async fn open(&self, rendering: &Rendering) -> Result<Opened, Problem> {
        let Self { app, client, headers, .. } = self;
        let opened =
            submission::by_id_and_code(app, Some(&rendering.id), &rendering.code, client, headers).await?;
        let is_here = opened.kept.consultation == self.consultation().slug;
        if is_here { Ok(opened) } else { Err(Problem::new(ProblemType::SubmissionNotFound)) }
    }

    /// The draft of a version: the newest, or an earlier one as it is kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn draft_of(&self, version: u32) -> Result<Arc<BudgetDraft>, StoreError> {
        if version == self.draft.version {
            return Ok(self.draft.clone());
        }
        let kept = self.app.store.draft(&self.consultation().slug, version).await?;
        Ok(kept.map_or_else(|| self.draft.clone(), Arc::new))
    }

    /// The draft that the form was made from, by which it has to be read: whoever sends a form again after a
    /// correction of the draft sends the same as before.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn draft_of_form(&self) -> Result<Arc<BudgetDraft>, StoreError> {
        let named = self.filled.first("draft_version").parse();
        self.draft_of(named.unwrap_or(self.draft.version)).await
    }

    /// A page about it, drawn beside the threads that answer: a large draft takes a moment, in which the others shall
    /// not wait.
    pub async fn draw(
        self,
        status: StatusCode,
        draw: impl FnOnce(&Self) -> Markup + Send + 'static,
    ) -> Response {
        let language = self.language();
        let drawn = tokio::task::spawn_blocking(move || {
            answer(status, draw(&self), page::STILL, view::Encoding::for_client(&self.headers))
        });
        drawn.await.unwrap_or_else(|error| no_chance(&std::io::Error::other(error), language))
    }
}

/// The status of a page that says this problem.
pub fn status(kind: ProblemType) -> StatusCode {
    StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
}

/// Is the form our own page's, and not one that another site has put there? Unlike the endpoint, which shows nobody
/// anything, this answers with a code: no other page may choose what it stands for.
fn is_our_form(headers: &HeaderMap, settings: &Settings) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin::is_ours(origin, headers, settings),
        (None, None) => true,
    }
}

fn unreadable(kind: ProblemType, language: Language) -> Response {
    let sentence = if kind == ProblemType::TooLarge { Word::PlainTooLarge } else { Word::PlainTooSlow };
    page::notice(status(kind), language, Word::PlainStoppedTitle, sentence)
}

/// Without randomness there is no submission.
pub fn no_chance(error: &std::io::Error, language: Language) -> Response {
    tracing::error!(%error, "a form could not be made");
    page::notice(
        StatusCode::INTERNAL_SERVER_ERROR,
        language,
        Word::PageUnavailableTitle,
        Word::PageUnavailable,
    )
}
