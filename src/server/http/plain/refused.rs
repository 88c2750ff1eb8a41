//! A form that was not taken: it comes back with everything that was typed and what to do.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use glasno_model::{Ballot, Problem, ProblemType, ReceiptCode};
use glasno_words::{Language, Speak as _, server::Word, widget};

use super::{
    answer::{Returned, Told},
    organisation,
    post::{Posted, status},
    read,
    rendering::Rendering,
};
use crate::http::written;

/// What a form becomes when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    /// A submission.
    New(Rendering),
    /// One that looks like what was just sent, and is meant all the same.
    Second(Rendering),
    /// Another version of one, in the place of this version.
    Change(Rendering, u32),
}

impl Becomes {
    /// The submission.
    pub const fn rendering(&self) -> &Rendering {
        match self {
            Self::New(rendering) | Self::Second(rendering) | Self::Change(rendering, _) => rendering,
        }
    }

    /// The version that it replaces.
    pub const fn replaces(&self) -> Option<u32> {
        match self {
            Self::New(_) | Self::Second(_) => None,
            Self::Change(_, version) => Some(*version),
        }
    }
}

/// Why it comes back, and as what.
pub struct Refused {
    /// What it becomes when it is sent again.
    pub becomes: Becomes,
    /// Why.
    pub problem: Problem,
}

impl Refused {
    /// The page.
    pub async fn answer(self, posted: Posted) -> Response {
        let Self { becomes, problem } = self;
        let (status, retry_after) = (status(problem.kind), problem.retry_after);
        let draw = move |posted: &Posted| {
            let Posted { draft, filled, .. } = posted;
            let (consultation, language) = (posted.consultation(), posted.language());
            // By the newest draft, which is the one that is drawn, and not by the one that the form was made from.
            let (ballot, mut unread) = read::ballot(filled, draft, consultation, language);
            if becomes.replaces().is_none() {
                unread.extend(organisation::read(filled, consultation, language).err().unwrap_or_default());
            }
            let found = match problem.kind {
                ProblemType::RuleBroken => Ballot::check(ballot.clone(), draft, consultation).err(),
                _ => None,
            };
            let found = found.unwrap_or_default();
            let mistakes = read::mistakes(&found, &ballot, unread, draft, consultation, language);
            let told = Told {
                lost: read::lost(filled, draft),
                ..told(&problem, mistakes.len(), &becomes, language)
            };
            Returned { posted, mistakes: &mistakes, becomes: &becomes, told: &told }.render()
        };
        let mut response = posted.draw(status, draw).await;
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What is said above the form.
fn told(problem: &Problem, mistakes: usize, becomes: &Becomes, language: Language) -> Told {
    let is_change = becomes.replaces().is_some();
    let word = |new: Word, change: Word| if is_change { change } else { new };
    let text = |word: Word| Some(word.text(language).to_owned());
    let sentence = match problem.kind {
        ProblemType::RuleBroken => None,
        _ if matches!(becomes, Becomes::Second(_)) => text(Word::PlainSentLately),
        ProblemType::IdReused => text(Word::PlainReused),
        ProblemType::ChangedMeanwhile => text(Word::PlainChangeMeanwhile),
        ProblemType::Withdrawn => text(Word::PlainChangeWithdrawn),
        ProblemType::SubmissionNotFound => text(Word::PlainCodeUnknown),
        ProblemType::Closed => text(word(Word::PlainClosed, Word::PlainChangeClosed)),
        ProblemType::NotOpenYet => Some(widget::Word::RefusedNotOpen.text(language).to_owned()),
        ProblemType::RateLimited => {
            let seconds = written::count(problem.retry_after.unwrap_or(1), language);
            Some(Word::PlainLimited.say(language, &[("seconds", &seconds)]))
        }
        ProblemType::NotASubmission => text(Word::PlainBroken),
        _ => text(word(Word::PlainAway, Word::PlainChangeAway)),
    };
    let title = if matches!(becomes, Becomes::Second(_)) {
        Word::PlainSentLatelyTitle.text(language).to_owned()
    } else if sentence.is_none() {
        let title = word(Word::PlainWrongTitle, Word::PlainChangeWrongTitle);
        written::plural(title, mistakes as u64, language)
    } else {
        word(Word::PlainStoppedTitle, Word::PlainChangeStoppedTitle).text(language).to_owned()
    };
    // What was typed replaces what is stored: whoever wants to see that first can.
    let stored: Option<ReceiptCode> = (is_change
        && matches!(problem.kind, ProblemType::IdReused | ProblemType::ChangedMeanwhile))
    .then(|| becomes.rendering().code.clone());
    Told { title, sentence, lost: Vec::new(), stored }
}
