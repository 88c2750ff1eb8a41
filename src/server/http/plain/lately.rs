//! What was sent a moment ago, so that nobody sends it twice by going back.
//!
//! A form is sent once by its id. But a browser that goes back from the receipt fetches the form anew, with another id,
//! and then fills in what was typed: only the content and the network tell that it is the same again. Both are
//! remembered for half an hour, as keyed hashes and in memory only; whoever it was is asked, and nobody is refused.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use glasno_model::{
    BallotDocument, Respondent, Slug, SubmissionId, Timestamp,
    ways::{Answer, AnswerValue},
};

use crate::http::hash::{self, Key};

/// Longer than anybody looks at a receipt before going back.
const REMEMBERED_SECONDS: i64 = 30 * 60;
/// Marks of about a thousand proposals; while there are more, nobody is asked.
const MOST_MARKS: usize = 8_192;
/// So many characters in the same order, two people hardly write.
const OWN_WORDS: usize = 20;

/// The marks of what was sent.
pub struct SentLately {
    key: Key,
    marks: Mutex<HashMap<[u8; 32], (Timestamp, SubmissionId)>>,
}

impl SentLately {
    /// Nothing was sent yet.
    pub fn new(key: Key) -> Self {
        Self { key, marks: Mutex::default() }
    }

    /// Was the same, or something in the same words, just sent from there as another submission?
    pub fn holds(
        &self,
        from: &[u8],
        slug: &Slug,
        id: &SubmissionId,
        ballot: &BallotDocument,
        now: Timestamp,
    ) -> bool {
        let marks = self.lock();
        let known = |mark| marks.get(&mark).is_some_and(|(sent, other)| is_fresh(*sent, now) && other != id);
        self.marks_of(from, slug, ballot).any(known)
    }

    /// It was sent.
    pub fn remember(
        &self,
        from: &[u8],
        slug: &Slug,
        id: &SubmissionId,
        ballot: &BallotDocument,
        now: Timestamp,
    ) {
        let mut marks = self.lock();
        for mark in self.marks_of(from, slug, ballot) {
            if marks.len() < MOST_MARKS {
                marks.insert(mark, (now, id.clone()));
            }
        }
    }

    /// It was withdrawn: the same may come again.
    pub fn forget(&self, id: &SubmissionId) {
        self.lock().retain(|_, (_, known)| known != id);
    }

    /// Forgets what was sent long ago; to be called every minute or so.
    pub fn forget_the_old(&self, now: Timestamp) {
        let mut marks = self.lock();
        marks.retain(|_, (sent, _)| is_fresh(*sent, now));
        marks.shrink_to_fit();
    }

    /// By the content as a whole, whoever says to be its author, and by each longer text.
    fn marks_of(
        &self,
        from: &[u8],
        slug: &Slug,
        ballot: &BallotDocument,
    ) -> impl Iterator<Item = [u8; 32]> + use<'_> {
        let whole = BallotDocument { respondent: Respondent::default(), ..ballot.clone() };
        let whole = serde_json::to_vec(&whole).unwrap_or_default();
        let comments = ballot.comments.iter().map(|comment| &comment.text);
        let answers = ballot.answers.iter().filter_map(|Answer { value, .. }| match value {
            AnswerValue::Text(text) => Some(text),
            _ => None,
        });
        let own = comments.chain(answers).map(|text| text.trim());
        let own = own.filter(|text| text.chars().count() >= OWN_WORDS).map(|text| text.as_bytes().to_vec());
        let place = [from, &[0], slug.as_str().as_bytes(), &[0]].concat();
        let parts: Vec<Vec<u8>> = own.chain([whole]).collect();
        parts.into_iter().map(move |part| hash::keyed(&self.key, &[&*place, &part].concat()))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], (Timestamp, SubmissionId)>> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh(sent: Timestamp, now: Timestamp) -> bool {
    now.unix_seconds() - sent.unix_seconds() < REMEMBERED_SECONDS
}

#[cfg(test)]
mod tests {
    use glasno_model::{Comment, Language};

    use super::*;

    fn ballot(text: &str) -> BallotDocument {
        let comments = vec![Comment { line: None, text: text.to_owned() }];
        BallotDocument { comments, ..BallotDocument::new(1, Language::BULGARIAN) }
    }

    fn id(number: u8) -> SubmissionId {
        SubmissionId::from_random([number; 16])
    }

    const LONG: &str = "Дупките на улица „Раковски“";

    #[test]
    fn the_same_from_the_same_network_is_known_for_half_an_hour() {
        let (lately, slug) = (SentLately::new([7; 32]), "town".parse().unwrap());
        let at = Timestamp::from_unix_seconds;
        lately.remember(b"home", &slug, &id(1), &ballot(LONG), at(1_000));
        let holds = |from: &[u8], other, text: &str, now| {
            lately.holds(from, &slug, &id(other), &ballot(text), at(now))
        };
        assert!(holds(b"home", 2, LONG, 1_001));
        assert!(!holds(b"home", 1, LONG, 1_001), "the very same submission is no second one");
        assert!(!holds(b"library", 2, LONG, 1_001));
        assert!(!holds(b"home", 2, "Друго", 1_001));
        assert!(!holds(b"home", 2, LONG, 1_000 + REMEMBERED_SECONDS));
        lately.forget_the_old(at(1_000 + REMEMBERED_SECONDS));
        assert_eq!(lately.lock().len(), 0);
    }

    #[test]
    fn who_goes_back_and_adds_something_is_known_by_what_stayed() {
        let (lately, slug) = (SentLately::new([7; 32]), "town".parse().unwrap());
        let now = Timestamp::from_unix_seconds(1_000);
        lately.remember(b"home", &slug, &id(1), &ballot(LONG), now);
        let mut more = ballot(LONG);
        more.comments.push(Comment { line: None, text: "И още нещо".to_owned() });
        assert!(lately.holds(b"home", &slug, &id(2), &more, now));
        lately.forget(&id(1));
        assert!(!lately.holds(b"home", &slug, &id(2), &more, now));
    }
}
