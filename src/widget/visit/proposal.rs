//! What the citizen proposes so far. Plain data with plain tests; the signals of [`super::Visit`] mirror it.

use glasno_model::{
    Allocation, Amount, Balance, BallotDocument, BudgetDraft, Comment, Currency, Language, LineId,
    Respondent,
    ways::{Clarity, LeverChoice, Ways},
};

use super::ways::Said;

/// The amounts and comments of a ballot in the making. Lines are named by their place in the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    amounts: Sorted<usize, Amount>,
    comments: Sorted<Place, String>,
    levers: Vec<Pulled>,
    difference: i64,
    /// What is said in the other ways to take part.
    pub said: Said,
    /// Who answers, as far as the citizen wants to say it.
    pub respondent: Respondent,
}

/// A lever of revenue, moved to one of its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// The line and the step.
    pub choice: LeverChoice,
    /// How many minor units more (or, negative, less) it brings than the draft foresees.
    pub yields: i64,
    /// The name of the line, for the review: what reads the revenue is not loaded there.
    pub line_name: String,
    /// What the step says.
    pub step_name: String,
}

/// Values by their keys, in order. A visit holds a handful of them, for which the standard tree would be three times
/// the code in every citizen's browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted<K, V>(Vec<(K, V)>);

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Copy + Ord, V> Sorted<K, V> {
    fn find(&self, key: K) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(&key))
    }

    /// The value of a key.
    pub fn get(&self, key: K) -> Option<&V> {
        self.find(key).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    /// Puts a value in the place of the key's last one.
    pub fn insert(&mut self, key: K, value: V) {
        match self.find(key) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    /// Takes a key's value out.
    pub fn remove(&mut self, key: K) {
        if let Ok(at) = self.find(key) {
            self.0.remove(at);
        }
    }

    /// Every key with its value.
    pub fn pairs(&self) -> core::slice::Iter<'_, (K, V)> {
        self.0.iter()
    }

    /// Is there nothing?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Where a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// On one line.
    Line(usize),
    /// On the whole draft.
    Whole,
}

impl Place {
    /// The line, by its place in the draft.
    pub const fn line(self) -> Option<usize> {
        match self {
            Self::Line(position) => Some(position),
            Self::Whole => None,
        }
    }
}

impl Proposal {
    /// Nothing proposed yet, in a consultation with these ways on.
    pub fn begin(ways: &Ways) -> Self {
        Self { said: Said::begin(ways), ..Self::default() }
    }

    /// Proposes an amount for a line; the draft's own amount takes the proposal back.
    /// Says by how many minor units the line's proposal moved.
    pub fn propose(&mut self, draft: &BudgetDraft, line: usize, amount: Amount) -> i64 {
        let Some(budget_line) = draft.lines.get(line) else { return 0 };
        let moved = amount.minor() - self.amount(draft, line).minor();
        if amount == budget_line.amount {
            self.amounts.remove(line);
        } else {
            self.amounts.insert(line, amount);
        }
        self.difference = self.difference.saturating_add(moved);
        moved
    }

    /// The amount proposed for a line, or the draft's where it was left alone.
    pub fn amount(&self, draft: &BudgetDraft, line: usize) -> Amount {
        let drafted = || draft.lines.get(line).map_or(Amount::ZERO, |line| line.amount);
        self.amounts.get(line).copied().unwrap_or_else(drafted)
    }

    /// The lines with another amount than the draft's, in the draft's order.
    pub fn changes(&self) -> impl Iterator<Item = (usize, Amount)> {
        self.amounts.pairs().map(|(line, amount)| (*line, *amount))
    }

    /// Moves a lever of revenue to a step, or, with nothing, back to where the draft has it.
    pub fn pull(&mut self, line: &LineId, pulled: Option<Pulled>) {
        if let Some(at) = self.levers.iter().position(|other| other.choice.line == *line) {
            self.difference = self.difference.saturating_add(self.levers.remove(at).yields);
        }
        if let Some(pulled) = pulled {
            // More revenue pays for more spending.
            self.difference = self.difference.saturating_sub(pulled.yields);
            self.levers.push(pulled);
        }
    }

    /// Puts every lever back.
    pub fn let_go(&mut self) {
        for pulled in self.levers.drain(..) {
            self.difference = self.difference.saturating_add(pulled.yields);
        }
    }

    /// The levers that were moved.
    pub fn levers(&self) -> &[Pulled] {
        &self.levers
    }

    /// In how many places it has another figure than the draft.
    pub fn moves(&self) -> usize {
        self.amounts.pairs().len() + self.levers.len()
    }

    /// Says something; nothing but white space takes it back.
    pub fn say(&mut self, place: Place, text: &str) {
        if text.trim().is_empty() {
            self.comments.remove(place);
        } else {
            self.comments.insert(place, text.to_owned());
        }
    }

    /// What was said, the lines first, in the draft's order.
    pub fn comments(&self) -> impl Iterator<Item = (Place, &str)> {
        self.comments.pairs().map(|(place, text)| (*place, text.as_str()))
    }

    /// What was said at a place.
    pub fn comment(&self, place: Place) -> &str {
        self.comments.get(place).map_or("", String::as_str)
    }

    /// Does it propose and say the same? What only stands in fields, or how the cards are ordered, counts as well: it is
    /// drawn from here.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.amounts == other.amounts && self.levers == other.levers && self.words_are_the_same(other)
    }

    /// Is the same said beside amounts and levers?
    pub fn words_are_the_same(&self, other: &Self) -> bool {
        self.comments == other.comments && self.said.is_the_same(&other.said)
    }

    /// Is there nothing to send?
    pub fn is_empty(&self) -> bool {
        self.moves() == 0 && self.comments.is_empty() && self.said.is_empty()
    }

    /// How much more (or, negative, less) than the draft it costs in minor units, after what the levers bring.
    pub const fn difference(&self) -> i64 {
        self.difference
    }

    /// The balance of a difference in minor units; beyond what an amount can hold it is the largest one.
    pub fn balance_of(difference: i64) -> Balance {
        let kept = difference.clamp(Amount::MIN.minor(), Amount::MAX.minor());
        Balance::of_difference(Amount::from_minor(kept).unwrap_or_default())
    }

    /// Where missing money could come from: the movable lines with the most room above their least amount, at most
    /// `count` of them, each with what can be taken from it, up to what is missing.
    pub fn sources(&self, draft: &BudgetDraft, missing: Amount, count: usize) -> Vec<(usize, Amount)> {
        let room = |(position, line): (usize, &glasno_model::BudgetLine)| {
            let room = self.amount(draft, position).checked_sub(line.least())?;
            let raised = self.amount(draft, position) > line.amount;
            (line.is_movable() && !raised && room > Amount::ZERO).then_some((position, room))
        };
        let mut rooms: Vec<(usize, Amount)> = draft.lines.iter().enumerate().filter_map(room).collect();
        let mut sources = Vec::with_capacity(count);
        // The few largest, one after the other: a sort would cost every citizen eight kilobytes of code.
        while let Some(largest) = (0..rooms.len()).max_by_key(|at| (rooms[*at].1, usize::MAX - rooms[*at].0))
        {
            if sources.len() == count {
                break;
            }
            let (line, room) = rooms.swap_remove(largest);
            sources.push((line, room.min(missing)));
        }
        sources
    }

    /// The ballot as it will be sent.
    pub fn ballot(&self, draft: &BudgetDraft, language: Language) -> BallotDocument {
        let id = |line: usize| draft.lines.get(line).map(|line| line.id.clone());
        BallotDocument {
            allocation: self
                .changes()
                .filter_map(|(line, amount)| Some(Allocation { line: id(line)?, amount }))
                .collect(),
            levers: self.levers.iter().map(|pulled| pulled.choice.clone()).collect(),
            comments: self
                .comments()
                .map(|(place, text)| Comment {
                    line: match place {
                        Place::Line(line) => id(line),
                        Place::Whole => None,
                    },
                    text: text.to_owned(),
                })
                .collect(),
            pot: self.said.pot.shares.clone(),
            projects: self.said.projects.votes.clone(),
            answers: self.said.questions.answers.clone(),
            clarity: self
                .said
                .clarity
                .pairs()
                .filter_map(|(line, clear)| Some(Clarity { line: id(line)?, clear }))
                .collect(),
            respondent: self.respondent.clone(),
            ..BallotDocument::new(draft.version, language)
        }
    }
}

/// The amount after a press on − or +: one step away, but never beyond the line's bounds.
pub fn stepped(line: &glasno_model::BudgetLine, from: Amount, raise: bool, currency: Currency) -> Amount {
    let step = line.press(currency);
    let wanted = if raise { from.checked_add(step) } else { from.checked_sub(step) };
    let wanted = wanted.unwrap_or(from).max(line.least());
    line.most().map_or(wanted, |most| wanted.min(most))
}

#[cfg(test)]
#[path = "proposal_tests.rs"]
mod tests;
