//! Who holds the receipt code opens the submission.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue};
use glasno_model::{
    EventKind, Problem, ProblemType, Receipt, ReceiptCode, Slug, Stage, SubmissionId, SubmissionView,
};
use glasno_store::{Changed, KeptSubmission, Snapshot, StoreError};

use super::code_of;
use crate::http::{
    address::Client, origin, problem::Refusal, state::AppState, submissions::receipt_hash, view,
};

/// A submission in the hands of its citizen.
pub(in crate::http) struct Opened {
    pub kept: KeptSubmission,
    pub receipt_hash: [u8; 32],
    pub snapshot: Arc<Snapshot>,
    pub stage: Stage,
    /// Who may read the answers about it.
    pub readable: HeaderValue,
}

/// Opens a submission by its id and the code in the header.
///
/// # Errors
/// In the order of the checks: `ReceiptCodeMissing`, `ReceiptCodeMistyped`, `RateLimited`, `SubmissionNotFound` for an
/// unknown id as for another's code, `OriginNotAllowed`; `Unavailable`.
pub(super) async fn by_id(
    app: &AppState,
    id: Option<SubmissionId>,
    client: &Client,
    headers: &HeaderMap,
) -> Result<Opened, Refusal> {
    by_id_and_code(app, id.as_ref(), &code_of(headers)?, client, headers).await
}

/// The same with a code that came in another way.
///
/// # Errors
/// `RateLimited`, `SubmissionNotFound`, `OriginNotAllowed`; `Unavailable`.
pub(in crate::http) async fn by_id_and_code(
    app: &AppState,
    id: Option<&SubmissionId>,
    code: &ReceiptCode,
    client: &Client,
    headers: &HeaderMap,
) -> Result<Opened, Refusal> {
    let target = id.map_or(&b"no id"[..], |id| id.as_str().as_bytes());
    open(app, client, headers, (code, target), async |receipt_hash| match id {
        Some(id) => app.store.submission(id, receipt_hash).await,
        None => Ok(None),
    })
    .await
}

/// Opens a submission by the code alone.
///
/// # Errors
/// `RateLimited`, `SubmissionNotFound`, `OriginNotAllowed`; `Unavailable`.
pub(in crate::http) async fn by_code(
    app: &AppState,
    slug: &Slug,
    code: &ReceiptCode,
    client: &Client,
    headers: &HeaderMap,
) -> Result<Opened, Refusal> {
    let look = async |receipt_hash| app.store.find_submission(slug, receipt_hash).await;
    open(app, client, headers, (code, slug.as_str().as_bytes()), look).await
}

async fn open(
    app: &AppState,
    client: &Client,
    headers: &HeaderMap,
    (code, target): (&ReceiptCode, &[u8]),
    look: impl AsyncFnOnce([u8; 32]) -> Result<Option<KeptSubmission>, StoreError>,
) -> Result<Opened, Refusal> {
    let who = client.network();
    app.guesses
        .check(&who, target)
        .map_err(|seconds| Problem::new(ProblemType::RateLimited).with_retry_after(seconds))?;
    let receipt_hash = receipt_hash(app, code);
    let found = match look(receipt_hash).await? {
        // What its officer took back to a draft is not there, for anybody.
        Some(kept) => view::find(app, Some(kept.consultation.clone())).await?.map(|seen| (kept, seen)),
        None => None,
    };
    let Some((kept, (snapshot, stage))) = found else {
        app.guesses.count_wrong(&who, target);
        return Err(ProblemType::SubmissionNotFound.into());
    };
    origin::check(&snapshot.record, headers, &app.settings)?;
    let readable = origin::answer_may_be_read(&snapshot.record, headers, &app.settings);
    Ok(Opened { kept, receipt_hash, snapshot, stage, readable })
}

/// Who may read an answer: whoever may read the submission, and anybody why it was not opened.
pub(super) fn readable(opened: &Result<Opened, Refusal>) -> HeaderValue {
    opened.as_ref().map_or(HeaderValue::from_static("*"), |opened| opened.readable.clone())
}

impl Opened {
    /// The submission as its citizen sees it.
    pub(super) fn view(self) -> SubmissionView {
        let KeptSubmission { consultation, received_at, submission, .. } = self.kept;
        SubmissionView {
            id: submission.id,
            consultation,
            version: submission.version,
            kind: submission.kind,
            received_at,
            changed_at: submission.received_at,
            stage: self.stage,
            closes_at: self.snapshot.record.consultation.closes_at,
            ballot: submission.ballot,
        }
    }

    /// The receipt for what counts now.
    pub(super) fn receipt(&self) -> Receipt {
        let last = &self.kept.submission;
        Receipt { id: last.id.clone(), version: last.version, received_at: last.received_at }
    }

    pub(in crate::http) fn is_withdrawn(&self) -> bool {
        self.kept.submission.kind == EventKind::Withdrawn
    }
}

/// The receipt for a change that is on disk.
///
/// # Errors
/// `ChangedMeanwhile`, `Withdrawn`, `SubmissionNotFound`.
pub(super) fn receipt_for(changed: Changed) -> Result<Receipt, ProblemType> {
    match changed {
        Changed::Done(receipt) | Changed::Repeated(receipt) => Ok(receipt),
        Changed::Meanwhile => Err(ProblemType::ChangedMeanwhile),
        Changed::Withdrawn => Err(ProblemType::Withdrawn),
        Changed::NotFound => Err(ProblemType::SubmissionNotFound),
    }
}
