//! What is published of a proposal, said before it is sent.

use glasno_words::{Speak as _, widget::Word};

use super::Sheet;

/// One part for each way that is on.
pub fn published(sheet: &Sheet<'_>) -> String {
    let ways = &sheet.consultation.ways;
    let parts = [
        (ways.rebalance, Word::PublishedChanges),
        (ways.comments, Word::PublishedComments),
        (ways.clarity, Word::PublishedClarity),
        (!ways.pot.is_empty(), Word::PublishedPot),
        (!ways.projects.is_empty(), Word::PublishedProjects),
        (!ways.questions.is_empty(), Word::PublishedAnswers),
    ];
    let parts = parts.into_iter().filter(|(is_on, _)| *is_on).map(|(_, word)| sheet.word(word));
    Word::PublishedWhat.say(sheet.language, &[("what", &parts.collect::<Vec<_>>().join(", "))])
}
