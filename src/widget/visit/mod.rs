//! One citizen's visit: the data it is about, and the signals that the views show.

mod facts;
pub mod delivery;
pub mod order;
pub mod proposal;
pub mod search;
pub mod ways;

use glasno_model::{
    Amount, Balance, LineId, Receipt, Respondent, SubmissionDocument, Violation,
    ballot::{ALL_COMMENTS_CHARACTERS, check_amount, check_comment},
    typed,
};
use glasno_words::widget::Word;
use leptos::prelude::*;

pub use facts::Facts;
use order::Order;
use proposal::{Place, Proposal, Pulled, Sorted};

/// Where the citizen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// At the draft.
    Draft,
    /// Looking over the proposal before sending it.
    Review,
    /// Reading the receipt.
    Receipt,
}

/// Why what was typed for a line cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is not an amount.
    NotAnAmount,
    /// It is less than the least.
    Below(Amount),
    /// It is more than the most.
    Above(Amount),
}

/// What the citizen did to one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineState {
    /// The amount proposed.
    pub amount: Amount,
    /// What stands in the field while it is typed in, or while it is refused.
    pub typed: Option<String>,
    /// Why what was typed is not taken.
    pub refused: Option<Refused>,
}

/// The signals of one line, made when it is first shown and kept until the visit ends.
#[derive(Debug, Clone, Copy)]
pub struct LineSignals {
    /// What the citizen did to it.
    pub state: RwSignal<LineState>,
    /// Is the comment's field open?
    pub comment_open: RwSignal<bool>,
    /// Is the line's own view open?
    pub details_open: RwSignal<bool>,
}

/// The handle that every view holds. Copying it costs nothing.
///
/// Each kind of signal that the widget uses costs every citizen some kilobytes of code, so there are few: one for each
/// line, and `edits`, which wakes whatever is computed from the whole proposal.
#[derive(Clone, Copy)]
pub struct Visit {
    facts: StoredValue<Facts, LocalStorage>,
    work: StoredValue<Work, LocalStorage>,
    /// Grows with every change of an amount or a comment.
    pub edits: RwSignal<u32>,
    /// Grows with every step from one screen to another.
    pub moves: RwSignal<u32>,
    /// What is searched for.
    pub query: RwSignal<String>,
    /// The number of the [`Order`] that headings and lines stand in.
    pub order: RwSignal<u32>,
    /// Is the revenue shown?
    pub revenue_open: RwSignal<bool>,
}

/// What the citizen did so far.
struct Work {
    step: Step,
    proposal: Proposal,
    lines: Sorted<usize, LineSignals>,
    refused_lines: usize,
    /// By how many minor units each group costs more (or less) than in the draft.
    groups: Vec<i64>,
    open_groups: Vec<RwSignal<bool>>,
    /// Keeps the signals of the lines: a heading that closes forgets nothing.
    owner: Owner,
    outgoing: Option<SubmissionDocument>,
    receipt: Option<Receipt>,
    pending_focus: Option<String>,
}

impl Visit {
    /// Begins a visit. The current reactive owner keeps its signals.
    pub fn begin(facts: Facts) -> Self {
        // A single heading hides nothing by being closed: its lines are the first thing to see.
        let single = facts.outline.top.len() == 1;
        let top = |group: &usize| single && facts.outline.top.contains(group);
        let groups = 0..facts.outline.branches.len();
        let work = Work {
            step: Step::Draft,
            proposal: Proposal::begin(&facts.consultation.ways),
            lines: Sorted::default(),
            refused_lines: 0,
            groups: groups.clone().map(|_| 0).collect(),
            open_groups: groups.map(|group| RwSignal::new(top(&group))).collect(),
            owner: Owner::current().unwrap_or_default(),
            outgoing: None,
            receipt: None,
            pending_focus: None,
        };
        Self {
            facts: StoredValue::new_local(facts),
            work: StoredValue::new_local(work),
            edits: RwSignal::new(0),
            moves: RwSignal::new(0),
            query: RwSignal::new(String::new()),
            order: RwSignal::new(Order::Draft as u32),
            revenue_open: RwSignal::new(false),
        }
    }

    /// Looks something up in what does not change.
    pub fn facts<T>(self, look: impl FnOnce(&Facts) -> T) -> T {
        self.facts.with_value(look)
    }

    /// The same from a callback that may come after the visit has ended; nothing then.
    pub fn try_facts<T>(self, look: impl FnOnce(&Facts) -> T) -> Option<T> {
        self.facts.try_with_value(look)
    }

    /// A sentence without values.
    pub fn word(self, word: Word) -> String {
        self.facts(|facts| facts.say(word, &[]))
    }

    /// Looks something up in the proposal, anew whenever it changes.
    pub fn proposal<T>(self, look: impl FnOnce(&Proposal) -> T) -> T {
        self.edits.track();
        self.work.with_value(|work| look(&work.proposal))
    }

    /// The signals of a line.
    pub fn line(self, position: usize) -> LineSignals {
        if let Some(known) = self.work.with_value(|work| work.lines.get(position).copied()) {
            return known;
        }
        let amount =
            self.facts(|facts| self.work.with_value(|work| work.proposal.amount(&facts.draft, position)));
        let mut made = None;
        self.work.update_value(|work| {
            let signals = work.owner.with(|| LineSignals {
                state: RwSignal::new(LineState { amount, ..LineState::default() }),
                comment_open: RwSignal::new(false),
                details_open: RwSignal::new(false),
            });
            work.lines.insert(position, signals);
            made = Some(signals);
        });
        // The closure above has run: nobody else holds the value.
        made.unwrap_or_else(|| LineSignals {
            state: RwSignal::default(),
            comment_open: RwSignal::default(),
            details_open: RwSignal::default(),
        })
    }

    /// Is a group open?
    pub fn open_group(self, group: usize) -> Option<RwSignal<bool>> {
        self.work.with_value(|work| work.open_groups.get(group).copied())
    }

    /// By how much a group's lines cost more (or less) than in the draft.
    pub fn group_difference(self, group: usize) -> Amount {
        self.edits.track();
        let minor = self.work.with_value(|work| work.groups.get(group).copied().unwrap_or_default());
        Amount::from_minor(minor).unwrap_or_default()
    }

    /// Opens every heading that a line stands under, and ends the search.
    pub fn open_way_to(self, position: usize) {
        self.query.set(String::new());
        let chain: Vec<usize> = self.facts(|facts| {
            let group = facts.outline.group_of_line.get(position);
            group.map_or_else(Vec::new, |group| facts.outline.with_ancestors(*group).collect())
        });
        for open in chain.into_iter().filter_map(|group| self.open_group(group)) {
            open.set(true);
        }
    }

    /// Takes what was typed for a line. What is refused stays in the field, with the reason beside it.
    pub fn type_amount(self, position: usize, text: String) {
        let result = self.facts(|facts| {
            let Some(line) = facts.line(position) else { return Err(Refused::NotAnAmount) };
            let amount =
                typed::parse_amount(&text, facts.draft.currency).map_err(|_| Refused::NotAnAmount)?;
            check_amount(line, amount).map(|()| amount).map_err(|violation| match violation {
                Violation::BelowMinimum { least, .. } => Refused::Below(least),
                Violation::AboveMaximum { most, .. } => Refused::Above(most),
                _ => Refused::NotAnAmount,
            })
        });
        let kept = self.line(position).state.with_untracked(|state| state.amount);
        let amount = *result.as_ref().unwrap_or(&kept);
        self.set(position, LineState { amount, typed: Some(text), refused: result.err() });
    }

    /// Shows the amount in its own form again once the field is left, unless what stands there is refused.
    pub fn leave_amount(self, position: usize) {
        let state = self.line(position).state.get_untracked();
        if state.typed.is_some() && state.refused.is_none() {
            self.set(position, LineState { typed: None, ..state });
        }
    }

    /// A press on − or +.
    pub fn press(self, position: usize, raise: bool) {
        let from = self.line(position).state.with_untracked(|state| state.amount);
        let amount = self.facts(|facts| {
            facts.line(position).map(|line| proposal::stepped(line, from, raise, facts.draft.currency))
        });
        self.set_amount(position, amount);
    }

    /// Takes so much from a line.
    pub fn take_from(self, position: usize, amount: Amount) {
        let from = self.line(position).state.with_untracked(|state| state.amount);
        self.set_amount(position, from.checked_sub(amount));
    }

    /// Puts a line back as it is in the draft.
    pub fn reset(self, position: usize) {
        self.set_amount(position, self.facts(|facts| facts.line(position).map(|line| line.amount)));
    }

    /// Moves a lever of revenue, or puts it back.
    pub fn pull(self, line: &LineId, pulled: Option<Pulled>) {
        self.work.update_value(|work| work.proposal.pull(line, pulled));
        self.edited();
    }

    /// Puts every line and lever back as it is in the draft; comments stay.
    pub fn reset_all(self) {
        let touched: Vec<usize> =
            self.work.with_value(|work| work.lines.pairs().map(|(line, _)| *line).collect());
        for position in touched {
            self.reset(position);
        }
        self.work.update_value(|work| work.proposal.let_go());
        self.edited();
    }

    /// Says something.
    pub fn say(self, place: Place, text: &str) {
        self.work.update_value(|work| work.proposal.say(place, text));
        self.edited();
    }

    /// What was said at a place.
    pub fn said(self, place: Place) -> String {
        self.work.with_value(|work| {
            let found = work.proposal.comments().find(|(other, _)| *other == place);
            found.map(|(_, text)| text.to_owned()).unwrap_or_default()
        })
    }

    /// What the citizen says about who answers.
    pub fn respondent(self) -> Respondent {
        self.work.with_value(|work| work.proposal.respondent.clone())
    }

    /// Takes what the citizen says about who answers. It is part of the ballot, so one that was refused is made anew.
    pub fn set_respondent(self, respondent: Respondent) {
        self.work.update_value(|work| {
            work.proposal.respondent = respondent;
            work.outgoing = None;
        });
    }

    /// The balance right now.
    pub fn balance(self) -> Balance {
        self.proposal(|proposal| Proposal::balance_of(proposal.difference()))
    }

    /// Is there a line that holds something that cannot be taken?
    pub fn has_refused_line(self) -> bool {
        self.edits.track();
        self.work.with_value(|work| work.refused_lines > 0)
    }

    /// May the proposal be sent as it stands?
    pub fn may_send(self) -> bool {
        let rule = self.facts(|facts| facts.consultation.balance_rule);
        let balance = self.balance();
        let whole = self.proposal(|proposal| {
            let fits = |(place, text): (Place, &str)| check_comment(text, place != Place::Whole).is_ok();
            let length: usize = proposal.comments().map(|(_, text)| text.chars().count()).sum();
            let said = &proposal.said;
            let length = length + said.questions.characters;
            let fits = length <= ALL_COMMENTS_CHARACTERS && proposal.comments().all(fits);
            !proposal.is_empty() && fits && said.unfinished().is_none()
        });
        whole && !self.has_refused_line() && rule.allows(balance)
    }

    /// Where the citizen is.
    pub fn step(self) -> Step {
        self.moves.track();
        self.work.with_value(|work| work.step)
    }

    /// Is the citizen there, asked outside of what is shown?
    pub fn is_at(self, step: Step) -> bool {
        self.work.try_with_value(|work| work.step == step) == Some(true)
    }

    /// Moves the citizen to another screen.
    pub fn set_step(self, step: Step) {
        self.work.update_value(|work| work.step = step);
        self.moves.update(|moves| *moves = moves.wrapping_add(1));
    }

    /// The place that the focus goes to once it is drawn.
    pub fn pending_focus(self) -> Option<String> {
        self.work.try_update_value(|work| work.pending_focus.take()).flatten()
    }

    /// Keeps a place for the focus that is not drawn yet.
    pub fn set_pending_focus(self, selector: Option<String>) {
        self.work.update_value(|work| work.pending_focus = selector);
    }

    /// The submission on its way, kept so that every attempt sends the very same.
    pub fn outgoing(self) -> Option<SubmissionDocument> {
        self.work.with_value(|work| work.outgoing.clone())
    }

    /// Keeps a submission for all attempts, or lets go of one that the server has refused.
    pub fn set_outgoing(self, submission: Option<SubmissionDocument>) {
        self.work.update_value(|work| work.outgoing = submission);
    }

    /// What the server answered.
    pub fn receipt(self) -> Option<Receipt> {
        self.work.with_value(|work| work.receipt.clone())
    }

    /// Keeps what the server answered. Nothing where the visit has ended meanwhile.
    pub fn set_receipt(self, receipt: Receipt) -> Option<()> {
        self.work.try_update_value(|work| work.receipt = Some(receipt))
    }

    fn set_amount(self, position: usize, amount: Option<Amount>) {
        if let Some(amount) = amount {
            self.set(position, LineState { amount, typed: None, refused: None });
        }
    }

    /// The one place where a line changes: the proposal, the sums above it and its signal move together.
    fn set(self, position: usize, state: LineState) {
        let signal = self.line(position).state;
        let before = signal.with_untracked(|before| before.refused.is_some());
        let mut moved = 0;
        self.facts(|facts| {
            self.work.update_value(|work| {
                moved = work.proposal.propose(&facts.draft, position, state.amount);
                work.refused_lines = (work.refused_lines + usize::from(state.refused.is_some()))
                    .saturating_sub(usize::from(before));
                let group = facts.outline.group_of_line.get(position);
                for group in group.into_iter().flat_map(|group| facts.outline.with_ancestors(*group)) {
                    if let Some(difference) = work.groups.get_mut(group) {
                        *difference = difference.saturating_add(moved);
                    }
                }
            });
        });
        let changes_the_whole = moved != 0 || before != state.refused.is_some();
        signal.set(state);
        if changes_the_whole {
            self.edited();
        }
    }

    fn edited(self) {
        self.edits.update(|edits| *edits = edits.wrapping_add(1));
    }
}
