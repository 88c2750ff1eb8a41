//! What is wrong, beside which field, in a sentence with the next step.

use glasno_model::{
    BallotDocument, BudgetDraft, Consultation, Text, Violation,
    violation::Located,
    ways::{Pot, PotUnit},
};
use glasno_words::{Language, Speak as _, fill, form, server, widget};

use super::filled::field;
use crate::http::{language::of_texts, written};

/// One thing that cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The name of the field; the section where it concerns several.
    pub field: String,
    /// What to do.
    pub sentence: String,
}

impl Mistake {
    /// A broken rule in a ballot that was read from the form.
    pub fn of(
        located: &Located,
        ballot: &BallotDocument,
        draft: &BudgetDraft,
        consultation: &Consultation,
        language: Language,
    ) -> Self {
        let field = place(located, ballot);
        Self { field, sentence: sentence(&located.violation, draft, consultation, language) }
    }
}

/// The field that a place of the ballot was read from.
fn place(located: &Located, ballot: &BallotDocument) -> String {
    if let Violation::RequiredAnswer { question } = &located.violation {
        return field("answer", question.as_str());
    }
    let mut parts = located.pointer.split('/').skip(2);
    let (part, at) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let at: usize = at.parse().unwrap_or(usize::MAX);
    let known = match part {
        "allocation" => ballot.allocation.get(at).map(|entry| field("amount", entry.line.as_str())),
        "levers" => ballot.levers.get(at).map(|entry| field("lever", entry.line.as_str())),
        "pot" => ballot.pot.get(at).map(|entry| field("pot", entry.area.as_str())),
        "projects" => ballot.projects.get(at).map(|entry| field("project", entry.project.as_str())),
        "clarity" => ballot.clarity.get(at).map(|entry| field("clear", entry.line.as_str())),
        "answers" => ballot.answers.get(at).map(|entry| field("answer", entry.question.as_str())),
        "comments" => ballot.comments.get(at).map(|entry| {
            entry.line.as_ref().map_or_else(|| "comment".to_owned(), |line| field("comment", line.as_str()))
        }),
        "respondent" if located.pointer.ends_with("district") => Some("district".to_owned()),
        "respondent" => Some("group".to_owned()),
        _ => None,
    };
    known.unwrap_or_else(|| match part {
        "pot" | "projects" => format!("section-{part}"),
        "answers" => "section-questions".to_owned(),
        "comments" => "comment".to_owned(),
        _ => "section-spending".to_owned(),
    })
}

fn sentence(
    violation: &Violation,
    draft: &BudgetDraft,
    consultation: &Consultation,
    language: Language,
) -> String {
    use widget::Word;
    let money = |amount| written::amount(amount, draft.currency, language);
    let with_amount = |word: Word, amount: &str| word.say(language, &[("amount", amount)]);
    let pot = consultation.ways.pot.get().as_ref();
    match violation {
        Violation::Empty => server::Word::PlainEmpty.text(language).to_owned(),
        Violation::OtherDraftVersion { .. } => server::Word::PlainDraftChanged.text(language).to_owned(),
        Violation::BelowMinimum { line, least } => {
            because(with_amount(Word::BelowMinimum, &money(*least)), draft, line, language)
        }
        Violation::AboveMaximum { line, most } => {
            because(with_amount(Word::AboveMaximum, &money(*most)), draft, line, language)
        }
        Violation::Short { by } => with_amount(Word::Short, &money(*by)),
        Violation::LeftOver { by } => with_amount(Word::LeftOverTooMuch, &money(*by)),
        Violation::CommentTooLong { at_most, found } => {
            counted(Word::CommentTooLong, (found - at_most) as u64, language)
        }
        Violation::CommentsTooLong { at_most, found } => {
            let over = written::count((found - at_most) as u64, language);
            server::Word::PlainAllTooLong.say(language, &[("count", &over)])
        }
        Violation::ControlCharacter => Word::ControlCharacter.text(language).to_owned(),
        Violation::UnaskedGroup { .. } | Violation::UnaskedDistrict { .. } => {
            Word::RefusedRespondent.text(language).to_owned()
        }
        Violation::PotExceeded { by } => {
            with_amount(Word::ShareExceeded, &pot_amount(pot, *by, draft, language))
        }
        Violation::PotLeftOver { by } => {
            let total = pot.map_or(0, |pot| pot.total.into());
            let (left, total) =
                (pot_amount(pot, *by, draft, language), pot_amount(pot, total, draft, language));
            let remains = Word::Remains.say(language, &[("amount", &left), ("total", &total)]);
            format!("{remains} {}", Word::ShareAll.text(language))
        }
        Violation::ProjectsOverBudget { by } => with_amount(Word::OverBudget, &money(*by)),
        Violation::TooManyProjects { at_most, found } => {
            counted(Word::ChoseTooMany, (found - at_most).into(), language)
        }
        Violation::TooManyPoints { at_most } => {
            with_amount(Word::AtMostEach, &counted(Word::Points, (*at_most).into(), language))
        }
        Violation::PointsExceeded { by } => {
            with_amount(Word::ShareExceeded, &counted(Word::Points, *by, language))
        }
        Violation::HiddenQuestion { .. } => server::Word::PlainHidden.text(language).to_owned(),
        Violation::RequiredAnswer { .. } | Violation::EmptyAnswer { .. } => {
            Word::RequiredAnswer.text(language).to_owned()
        }
        Violation::TooManyOptions { at_most, found, .. } => {
            counted(Word::OptionsTooMany, (found - at_most).into(), language)
        }
        Violation::OutOfRange { least, most, .. } => {
            let bound = |word: Word, limit: Option<i64>| {
                limit.map(|limit| format!("{}.", with_amount(word, &limit.to_string())))
            };
            let bounds = [bound(Word::AtLeast, *least), bound(Word::AtMost, *most)];
            bounds.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        // The form offers nothing else that could be wrong: somebody changed it.
        _ => Word::RefusedRule.text(language).to_owned(),
    }
}

/// A sentence of the widget in the plural form for this number, with `{n}` filled in.
pub fn counted(word: widget::Word, number: u64, language: Language) -> String {
    let category = if number == 1 { "one" } else { "other" };
    fill(form(word.text(language), category), &[("n", &written::count(number, language))])
}

/// So much of a pot, in its unit.
pub fn pot_amount(pot: Option<&Pot>, amount: u64, draft: &BudgetDraft, language: Language) -> String {
    if pot.is_some_and(|pot| pot.unit == PotUnit::Money) {
        let minor =
            i64::try_from(amount).ok().and_then(|whole| whole.checked_mul(draft.currency.minor_units()));
        let amount = minor.and_then(|minor| minor.try_into().ok()).unwrap_or(glasno_model::Amount::MAX);
        written::amount(amount, draft.currency, language)
    } else {
        counted(widget::Word::Points, amount, language)
    }
}

/// The officer says why there is a bound.
fn because(sentence: String, draft: &BudgetDraft, line: &glasno_model::LineId, language: Language) -> String {
    let reason: Option<&Text> = draft.line(line).map(|line| &line.bounds_reason);
    match reason.map(|reason| reason.get(of_texts(language))) {
        Some(reason) if !reason.is_empty() => format!("{sentence} {reason}"),
        _ => sentence,
    }
}
