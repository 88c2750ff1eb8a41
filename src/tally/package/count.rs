//! The count of a package's proposals: exporter and recount both come through here.

use glasno_model::draft::{BudgetLine, DraftDocument, DraftError, Group, Source};
use glasno_model::{
    Allocation, Amount, BalanceRule, BallotDocument, BudgetDraft, Discretion, GroupId, Language, Text,
};

use super::audit::DraftFacts;
use super::ballots::{Proposal, Proposals};
use super::decimal;
use super::lines::{Draft, Lines};
use crate::allocation::{AllocationError, AllocationTally};
use crate::rational;

/// What all proposals come to, by draft.
#[derive(Debug, Clone)]
pub struct Count {
    /// A tally for each of [`Lines::drafts`].
    pub tallies: Vec<AllocationTally>,
}

/// Why there is no count.
#[derive(Debug, thiserror::Error)]
pub enum CountError<E> {
    /// The proposals cannot be read.
    #[error(transparent)]
    Proposals(E),
    /// The lines of a version are no draft.
    #[error("the lines of draft version {version} are no draft: {error}")]
    Draft {
        /// The version.
        version: u32,
        /// Why.
        error: DraftError,
    },
    /// A proposal breaks a rule that every counted ballot keeps.
    #[error("ballot {ballot}: {error}")]
    Proposal {
        /// Its id in the package.
        ballot: String,
        /// Which rule.
        error: AllocationError,
    },
}

/// Counts all proposals.
///
/// # Errors
/// Where they cannot be read or counted.
pub fn count<P: Proposals + ?Sized>(
    lines: &Lines,
    rule: BalanceRule,
    proposals: &P,
) -> Result<Count, CountError<P::Error>> {
    let tally = |draft: &Draft| {
        let error = |error| CountError::Draft { version: draft.version, error };
        Ok(AllocationTally::new(&budget_draft(draft, lines).map_err(error)?, rule))
    };
    let mut count = Count { tallies: lines.drafts.iter().map(tally).collect::<Result<_, _>>()? };
    let mut adder = Adder { lines, ballot: BallotDocument::new(0, Language::BULGARIAN), failed: None };
    proposals.each(&mut |proposal| adder.add(&mut count.tallies, proposal)).map_err(CountError::Proposals)?;
    match adder.failed {
        None => Ok(count),
        Some((ballot, error)) => Err(CountError::Proposal { ballot, error }),
    }
}

impl Count {
    /// How many proposals there are.
    pub fn ballots(&self) -> u64 {
        self.tallies.iter().map(AllocationTally::ballots).sum()
    }

    /// The place of the newest draft that somebody proposed something on.
    pub fn newest(&self) -> Option<usize> {
        self.tallies.iter().rposition(|tally| tally.ballots() > 0)
    }

    /// What the audit tells about each draft.
    pub fn drafts(&self, lines: &Lines) -> Vec<DraftFacts> {
        let facts = |(draft, tally): (&Draft, &AllocationTally)| DraftFacts {
            draft_version: draft.version,
            lines: draft.lines.len() as u64,
            total: decimal::of_minor(&rational::whole(draft.total()), lines.currency.minor_units()),
            ballots: tally.ballots(),
        };
        lines.drafts.iter().zip(&self.tallies).map(facts).collect()
    }
}

/// Puts proposals into the form that a tally takes, without a new list for each.
struct Adder<'a> {
    lines: &'a Lines,
    ballot: BallotDocument,
    failed: Option<(String, AllocationError)>,
}

impl Adder<'_> {
    fn add(&mut self, tallies: &mut [AllocationTally], proposal: Proposal<'_>) {
        let (Some(draft), Some(tally)) =
            (self.lines.drafts.get(proposal.draft), tallies.get_mut(proposal.draft))
        else {
            return;
        };
        self.ballot.draft_version = draft.version;
        let allocation = |(place, amount): &(u32, Amount)| {
            Some(Allocation { line: draft.line(*place)?.id.clone(), amount: *amount })
        };
        self.ballot.allocation.clear();
        self.ballot.allocation.extend(proposal.amounts.iter().filter_map(allocation));
        if let (Err(error), None) = (tally.add(&self.ballot), &self.failed) {
            self.failed = Some((proposal.id.to_owned(), error));
        }
    }
}

/// A draft of which no more is known than its lines' amounts and who decides on them.
fn budget_draft(draft: &Draft, lines: &Lines) -> Result<BudgetDraft, DraftError> {
    let source =
        Source { file: String::new(), currency: lines.currency, total: Amount::ZERO, note: Text::default() };
    let mut document = DraftDocument::new(lines.currency, source);
    document.version = draft.version;
    // Where the headings stand makes no difference to the figures.
    let Some(heading) = "0".parse::<GroupId>().ok() else { return Err(DraftError::Empty) };
    document.groups =
        vec![Group { id: heading.clone(), parent: None, code: String::new(), name: Text::default() }];
    let discretion = |is_movable| if is_movable { Discretion::Local } else { Discretion::StateDelegated };
    document.lines = draft
        .lines
        .iter()
        .map(|line| {
            BudgetLine::new(
                line.id.clone(),
                heading.clone(),
                Text::default(),
                discretion(line.is_movable),
                line.amount,
            )
        })
        .collect();
    document.try_into()
}
