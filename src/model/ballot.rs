//! The ballot: what one citizen proposes and says, and the rules that it has to keep.

use serde::{Deserialize, Serialize};

use crate::violation::Located;
use crate::ways::{Answer, Clarity, LeverChoice, PotShare, ProjectVote, check as ways};
use crate::{
    Amount, Balance, BalanceRule, BudgetDraft, BudgetLine, Consultation, Language, LineId, Respondent,
    Respondents, Violation,
};

/// The longest comment on one line, in characters (Unicode scalar values).
///
/// Not in grapheme clusters: their borders move with each version of Unicode, and browser and endpoint must
/// count alike for as long as a ballot may be read.
pub const LINE_COMMENT_CHARACTERS: usize = 2_000;
/// The longest comment on the whole draft, in characters.
pub const WHOLE_COMMENT_CHARACTERS: usize = 4_000;
/// All comments of a ballot together, with its answers in free text, in characters; keeps every ballot below the endpoint's 256 KB.
pub const ALL_COMMENTS_CHARACTERS: usize = 30_000;

/// A ballot as it stands in JSON, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotDocument {
    /// The version of the draft that the citizen saw.
    pub draft_version: u32,
    /// The language that the citizen read.
    pub language: Language,
    /// The lines that the citizen touched, each with the amount proposed for it. A line that stands here with the
    /// draft's own amount was kept on purpose; one that does not stand here was left untouched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allocation: Vec<Allocation>,
    /// The steps chosen for levers of revenue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levers: Vec<LeverChoice>,
    /// How the citizen shares the pot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pot: Vec<PotShare>,
    /// The projects that the citizen chose; in a ranking the one wanted most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<ProjectVote>,
    /// What the citizen said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
    /// For which lines the citizen said whether they are clear.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clarity: Vec<Clarity>,
    /// The answers to the officer's questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// Who answers, as far as the citizen wants to say it.
    #[serde(default, skip_serializing_if = "Respondent::is_empty")]
    pub respondent: Respondent,
}

/// The amount that a citizen proposes for one line, in the draft's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// The line.
    pub line: LineId,
    /// The whole amount proposed, not the change.
    pub amount: Amount,
}

/// What a citizen says on one line, or on the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// The line; nothing where the comment is on the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<LineId>,
    /// The text as it was typed, to the byte.
    pub text: String,
}

/// A ballot that keeps every rule of its consultation. It exists only where [`Ballot::check`] found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot(BallotDocument);

impl BallotDocument {
    /// A ballot that says nothing yet.
    pub const fn new(draft_version: u32, language: Language) -> Self {
        Self {
            draft_version,
            language,
            allocation: Vec::new(),
            levers: Vec::new(),
            pot: Vec::new(),
            projects: Vec::new(),
            comments: Vec::new(),
            clarity: Vec::new(),
            answers: Vec::new(),
            respondent: Respondent { group: None, district: None },
        }
    }

    /// Does it say nothing? Who answers is not yet an answer.
    pub fn is_empty(&self) -> bool {
        self.allocation.is_empty()
            && self.levers.is_empty()
            && self.pot.is_empty()
            && self.projects.is_empty()
            && self.comments.is_empty()
            && self.clarity.is_empty()
            && self.answers.is_empty()
    }
}

impl Ballot {
    /// Checks a ballot against the draft that it was made on and the rules of its consultation.
    ///
    /// # Errors
    /// Every broken rule with its place in the submission, in the order of the document.
    pub fn check(
        document: BallotDocument,
        draft: &BudgetDraft,
        consultation: &Consultation,
    ) -> Result<Self, Vec<Located>> {
        let mut found = Findings(Vec::new());
        if document.draft_version != draft.version {
            found.add("/ballot/draft_version", Violation::OtherDraftVersion { current: draft.version });
        }
        if document.is_empty() {
            found.add("/ballot", Violation::Empty);
        }
        check_allocation(&document, draft, consultation.balance_rule, &mut found);
        ways::check(&document, draft, &consultation.ways, &mut |place, violation| {
            found.add(place, violation);
        });
        check_comments(&document, draft, &mut found);
        check_respondent(&document.respondent, &consultation.respondents, &mut found);
        if found.0.is_empty() { Ok(Self(document)) } else { Err(found.0) }
    }

    /// The ballot as it goes over the wire and into the store.
    pub const fn document(&self) -> &BallotDocument {
        &self.0
    }

    /// The ballot as it goes over the wire and into the store.
    pub fn into_document(self) -> BallotDocument {
        self.0
    }
}

/// Checks one proposed amount against its line alone.
///
/// # Errors
/// The rule of the line that it breaks.
pub fn check_amount(line: &BudgetLine, amount: Amount) -> Result<(), Violation> {
    let id = || line.id.clone();
    if amount == line.amount {
        return Ok(());
    }
    if !line.is_movable() {
        return Err(Violation::LockedLine { line: id() });
    }
    if amount < line.least() {
        return Err(Violation::BelowMinimum { line: id(), least: line.least() });
    }
    match line.most() {
        Some(most) if amount > most => Err(Violation::AboveMaximum { line: id(), most }),
        _ => Ok(()),
    }
}

/// Checks the text of one comment alone.
///
/// # Errors
/// The rule that it breaks.
pub fn check_comment(text: &str, on_a_line: bool) -> Result<(), Violation> {
    check_text(text, if on_a_line { LINE_COMMENT_CHARACTERS } else { WHOLE_COMMENT_CHARACTERS })
}

/// Checks one text that a citizen typed: something must stand there, of at most so many characters (Unicode scalar
/// values), without control characters.
///
/// # Errors
/// The rule that it breaks.
pub(crate) fn check_text(text: &str, at_most: usize) -> Result<(), Violation> {
    let count = text.chars().count();
    if text.trim().is_empty() {
        Err(Violation::EmptyComment)
    } else if count > at_most {
        Err(Violation::CommentTooLong { at_most, found: count })
    } else if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) {
        Err(Violation::ControlCharacter)
    } else {
        Ok(())
    }
}

struct Findings(Vec<Located>);

impl Findings {
    fn add(&mut self, pointer: impl Into<String>, violation: Violation) {
        self.0.push(Located { pointer: pointer.into(), violation });
    }
}

fn check_allocation(ballot: &BallotDocument, draft: &BudgetDraft, rule: BalanceRule, found: &mut Findings) {
    let mut seen = vec![false; draft.lines.len()];
    // More revenue pays for more spending.
    let mut difference = -ways::lever_yield(ballot, draft);
    for (at, proposed) in ballot.allocation.iter().enumerate() {
        let line = proposed.line.clone();
        let Some(position) = draft.position(&proposed.line) else {
            found.add(format!("/ballot/allocation/{at}/line"), Violation::UnknownLine { line });
            continue;
        };
        if core::mem::replace(&mut seen[position], true) {
            found.add(format!("/ballot/allocation/{at}/line"), Violation::DuplicateLine { line });
            continue;
        }
        if let Err(violation) = check_amount(&draft.lines[position], proposed.amount) {
            found.add(format!("/ballot/allocation/{at}/amount"), violation);
        }
        difference += i128::from(proposed.amount.minor()) - i128::from(draft.lines[position].amount.minor());
    }
    // A difference beyond what can be held is a shortfall all the same; it is reported as the largest amount.
    let difference = i64::try_from(difference.clamp(Amount::MIN.minor().into(), Amount::MAX.minor().into()));
    let balance =
        Balance::of_difference(difference.ok().and_then(|minor| minor.try_into().ok()).unwrap_or_default());
    if !rule.allows(balance) {
        match balance {
            Balance::Short(by) => found.add("/ballot/allocation", Violation::Short { by }),
            Balance::LeftOver(by) => found.add("/ballot/allocation", Violation::LeftOver { by }),
            Balance::Balanced => {}
        }
    }
}

fn check_comments(ballot: &BallotDocument, draft: &BudgetDraft, found: &mut Findings) {
    let mut seen = std::collections::BTreeSet::new();
    for (at, comment) in ballot.comments.iter().enumerate() {
        if let Some(line) = comment.line.as_ref().filter(|line| draft.position(line).is_none()) {
            found.add(format!("/ballot/comments/{at}/line"), Violation::UnknownLine { line: line.clone() });
        }
        if !seen.insert(&comment.line) {
            found.add(format!("/ballot/comments/{at}/line"), Violation::DuplicateComment);
        }
        if let Err(violation) = check_comment(&comment.text, comment.line.is_some()) {
            found.add(format!("/ballot/comments/{at}/text"), violation);
        }
    }
    let comments: usize = ballot.comments.iter().map(|comment| comment.text.chars().count()).sum();
    let total = comments + ways::answer_characters(ballot);
    if total > ALL_COMMENTS_CHARACTERS {
        let violation = Violation::CommentsTooLong { at_most: ALL_COMMENTS_CHARACTERS, found: total };
        found.add("/ballot/comments", violation);
    }
}

fn check_respondent(respondent: &Respondent, asked: &Respondents, found: &mut Findings) {
    if let Some(group) = respondent.group.filter(|group| !asked.groups.contains(group)) {
        found.add("/ballot/respondent/group", Violation::UnaskedGroup { group });
    }
    if let Some(district) = respondent.district.as_ref().filter(|id| asked.district(id).is_none()) {
        let district = district.clone();
        found.add("/ballot/respondent/district", Violation::UnaskedDistrict { district });
    }
}

#[cfg(test)]
#[path = "ballot/tests.rs"]
mod tests;
