//! Another proposal in the place of one that was sent.

use axum::{http::StatusCode, response::Response};
use glasno_model::{BallotDocument, ChangeDocument, Problem, ProblemType, Receipt};

use super::{
    act::VERSION,
    mistake::Mistake,
    post::Posted,
    read,
    refused::{Becomes, Refused},
    rendering::Rendering,
    send::{anew, thank},
};
use crate::http::{page, submission, submissions};

/// Changes a submission by the endpoint's own rules: 200 with the receipt of the new version, the same for the same
/// again, or the form once more.
pub async fn change(posted: Posted) -> Response {
    let language = posted.language();
    let Some(rendering) = Rendering::of(&posted.filled) else {
        return anew(posted, Problem::new(ProblemType::NotASubmission)).await;
    };
    let draft = match posted.draft_of_form().await {
        Ok(draft) => draft,
        Err(error) => return page::unavailable(&error, language),
    };
    let (ballot, unread) = read::ballot(&posted.filled, &draft, posted.consultation(), language);
    match replace(&posted, &rendering, &ballot, &unread).await {
        Ok(receipt) => thank(posted, StatusCode::OK, receipt, rendering, ballot).await,
        // What was withdrawn stays so. What was typed can still become a proposal of its own.
        Err(problem) if problem.kind == ProblemType::Withdrawn => anew(posted, problem).await,
        Err(problem) => {
            let version = match problem.kind {
                ProblemType::ChangedMeanwhile => newest(&posted, &rendering).await,
                _ => None,
            };
            let becomes = Becomes::Change(rendering, version.unwrap_or_else(|| named(&posted)));
            Refused { becomes, problem }.answer(posted).await
        }
    }
}

async fn replace(
    posted: &Posted,
    rendering: &Rendering,
    ballot: &BallotDocument,
    unread: &[Mistake],
) -> Result<Receipt, Problem> {
    let opened = posted.open(rendering).await?;
    let app = &posted.app;
    submissions::check_rate(app, &posted.client)?;
    if unread.is_empty() {
        let document = ChangeDocument { version: named(posted), ballot: ballot.clone() };
        return Ok(submission::change(app, &opened, document).await?);
    }
    if opened.is_withdrawn() {
        return Err(Problem::new(ProblemType::Withdrawn));
    }
    submissions::check(&opened.snapshot, opened.stage, ballot)?;
    Err(Problem::new(ProblemType::RuleBroken))
}

/// The version that the form replaces.
fn named(posted: &Posted) -> u32 {
    posted.filled.first(VERSION).parse().unwrap_or_default()
}

/// The version that counts now, where it can be read.
async fn newest(posted: &Posted, rendering: &Rendering) -> Option<u32> {
    posted.open(rendering).await.ok().map(|opened| opened.kept.submission.version)
}
