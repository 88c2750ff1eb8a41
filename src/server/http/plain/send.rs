//! `POST /c/{slug}`: takes the plain form.

use std::sync::Arc;

use axum::{
    Form,
    body::{Body, Bytes},
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use glasno_model::{BudgetDraft, Problem, ProblemType, Stage, SubmissionDocument, urls};
use glasno_store::{Snapshot, Submitted};
use glasno_words::{Language, Speak as _, server::Word, widget};

use super::{
    answer::{Returned, Told, answer, encoding},
    filled::Filled,
    mistake::Mistake,
    read, receipt,
    rendering::Rendering,
};
use crate::http::{
    address::Client,
    body,
    language::Reader,
    metrics::Outcome,
    name::Named,
    origin, page,
    state::{App, AppState, Settings},
    submissions, view, written,
};

/// The largest form: what JSON says in one byte, a form says in up to three, and it sends every empty field too.
const LARGEST_BYTES: usize = 4 * submissions::LARGEST_BYTES;

/// Takes a form: 201 with the receipt as a page, 200 with the same page for the same again, or the form once more
/// with everything that was typed and what to do.
pub async fn send(
    State(app): State<App>,
    Named(slug): Named,
    reader: Reader,
    client: Client,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let language = reader.language;
    let response = match body::read(&parts.headers, body, LARGEST_BYTES).await {
        Err(kind) => unreadable(kind, language),
        Ok(bytes) => match view::find(&app, slug).await {
            Ok(Some((snapshot, stage))) => taken(&app, snapshot, stage, reader, &client, parts, bytes).await,
            Ok(None) => page::missing(language),
            Err(error) => page::unavailable(&error, language),
        },
    };
    app.metrics.count(Outcome::of(response.status()));
    response
}

async fn taken(
    app: &App,
    snapshot: Arc<Snapshot>,
    stage: Stage,
    reader: Reader,
    client: &Client,
    parts: Parts,
    bytes: Bytes,
) -> Response {
    let language = reader.language;
    let headers = parts.headers.clone();
    if !is_our_form(&headers, &app.settings) {
        let foreign = Word::LoginForeign;
        return page::notice(StatusCode::FORBIDDEN, language, Word::PlainStoppedTitle, foreign);
    }
    let Some(draft) = snapshot.draft.clone() else {
        return page::notice(StatusCode::CONFLICT, language, Word::PlainStoppedTitle, Word::PageMissing);
    };
    let request = Request::from_parts(parts, Body::from(bytes));
    let Ok(Form(pairs)) = Form::<Vec<(String, String)>>::from_request(request, app).await else {
        return page::notice(StatusCode::BAD_REQUEST, language, Word::PlainStoppedTitle, Word::PlainBroken);
    };
    let filled = Filled::new(pairs);
    let Some(rendering) = Rendering::of(&filled) else {
        return match Rendering::fresh(&*app.random) {
            Ok(rendering) => {
                let problem = Problem::new(ProblemType::NotASubmission);
                let refused = Refused { filled, rendering, unread: Vec::new(), problem };
                refused.answer(snapshot, draft, stage, reader, headers).await
            }
            Err(error) => no_chance(&error, language),
        };
    };
    let (ballot, unread) = read::ballot(&filled, &draft, &snapshot.record.consultation, language);
    let document = SubmissionDocument {
        id: rendering.id.clone(),
        receipt_code: rendering.code.clone(),
        ballot,
        organisation: None,
    };
    let problem = match submit(app, &snapshot, stage, client, document, unread.is_empty()).await {
        Ok(Submitted::New(receipt)) => {
            return thank(&snapshot, &receipt, &rendering, language, StatusCode::CREATED, &headers);
        }
        Ok(Submitted::Repeated(receipt)) => {
            return thank(&snapshot, &receipt, &rendering, language, StatusCode::OK, &headers);
        }
        Ok(Submitted::IdReused) => Problem::new(ProblemType::IdReused),
        Err(problem) => problem,
    };
    Refused { filled, rendering, unread, problem }.answer(snapshot, draft, stage, reader, headers).await
}

/// The endpoint's own checks in their order. A form with a field that cannot be read is checked and not stored.
async fn submit(
    app: &AppState,
    snapshot: &Snapshot,
    stage: Stage,
    client: &Client,
    document: SubmissionDocument,
    is_read: bool,
) -> Result<Submitted, Problem> {
    submissions::check_rate(app, client)?;
    if is_read {
        return Ok(submissions::take(app, snapshot, stage, document).await?);
    }
    submissions::check(snapshot, stage, &document.ballot)?;
    Err(Problem::new(ProblemType::RuleBroken))
}

/// A form that was not taken.
struct Refused {
    filled: Filled,
    rendering: Rendering,
    unread: Vec<Mistake>,
    problem: Problem,
}

impl Refused {
    /// The form again, drawn beside the threads that answer: a large draft takes a moment.
    async fn answer(
        self,
        snapshot: Arc<Snapshot>,
        draft: Arc<BudgetDraft>,
        stage: Stage,
        reader: Reader,
        headers: HeaderMap,
    ) -> Response {
        let language = reader.language;
        let drawn =
            tokio::task::spawn_blocking(move || self.draw(&snapshot, &draft, stage, reader, &headers)).await;
        drawn.unwrap_or_else(|error| {
            tracing::error!(%error, "a plain form could not be drawn");
            page::notice(
                StatusCode::INTERNAL_SERVER_ERROR,
                language,
                Word::PageUnavailableTitle,
                Word::PageUnavailable,
            )
        })
    }

    fn draw(
        self,
        snapshot: &Snapshot,
        draft: &BudgetDraft,
        stage: Stage,
        reader: Reader,
        headers: &HeaderMap,
    ) -> Response {
        let language = reader.language;
        let consultation = &snapshot.record.consultation;
        let (ballot, _) = read::ballot(&self.filled, draft, consultation, language);
        let violations = &self.problem.violations;
        let mistakes = read::mistakes(violations, &ballot, self.unread, draft, consultation, language);
        let told = told(&self.problem, mistakes.len(), read::lost(&self.filled, draft), language);
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
        let action = reader.link(&urls::consultation_page(&consultation.slug));
        let returned = Returned {
            consultation,
            draft,
            stage,
            language,
            action: &action,
            filled: &self.filled,
            mistakes: &mistakes,
            rendering: &self.rendering,
            told: &told,
        };
        let mut response = answer(status, returned.render(), page::STILL, encoding(headers));
        if let Some(seconds) = self.problem.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What is said above the form.
fn told(problem: &Problem, mistakes: usize, lost: Vec<String>, language: Language) -> Told {
    let text = |word: Word| Some(word.text(language).to_owned());
    let sentence = match problem.kind {
        ProblemType::RuleBroken => None,
        ProblemType::IdReused => text(Word::PlainReused),
        ProblemType::Closed => text(Word::PlainClosed),
        ProblemType::NotOpenYet => Some(widget::Word::RefusedNotOpen.text(language).to_owned()),
        ProblemType::RateLimited => {
            let seconds = written::count(problem.retry_after.unwrap_or(1), language);
            Some(Word::PlainLimited.say(language, &[("seconds", &seconds)]))
        }
        ProblemType::NotASubmission => text(Word::PlainBroken),
        _ => text(Word::PlainAway),
    };
    let title = if sentence.is_none() {
        written::plural(Word::PlainWrongTitle, mistakes as u64, language)
    } else {
        Word::PlainStoppedTitle.text(language).to_owned()
    };
    Told { title, sentence, lost }
}

fn thank(
    snapshot: &Snapshot,
    stored: &glasno_model::Receipt,
    rendering: &Rendering,
    language: Language,
    status: StatusCode,
    headers: &HeaderMap,
) -> Response {
    let page = receipt::page(&snapshot.record.consultation, stored, &rendering.code, language);
    answer(status, page, page::STILL, encoding(headers))
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
    let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let sentence = if kind == ProblemType::TooLarge { Word::PlainTooLarge } else { Word::PlainTooSlow };
    page::notice(status, language, Word::PlainStoppedTitle, sentence)
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
