//! One citizen's visit: the data it is about, and the signals that the views show.

mod facts;
mod edits;
pub mod host;
pub mod sending;
mod standing;
pub mod delivery;
pub mod order;
pub mod organisation;
pub mod proposal;
pub mod refit;
pub mod search;
pub mod undo;
pub mod ways;
pub mod years;

use glasno_model::{Amount, Language, Receipt, ReceiptCode, SubmissionId, draft::Outline};
use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;

pub use facts::Facts;
use order::Order;
use organisation::Speaking;
use proposal::{Proposal, Sorted};
use refit::Note;
use sending::{Held, Opened, Outgoing};
use undo::History;

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
    /// The line that somebody was led to last: it is drawn however far it is from the screen.
    pub wanted: RwSignal<u32>,
    /// Is the revenue shown?
    pub revenue_open: RwSignal<bool>,
    /// Grows when something said is put in the place of what the fields hold: they are drawn anew then.
    pub restores: RwSignal<u32>,
    /// Grows with every change of the organisation that is spoken for.
    pub organisation: RwSignal<u32>,
    /// Is the proposal kept on the device?
    pub keeping: RwSignal<bool>,
    /// The number of what stands at the [`sending::Desk`] of whoever comes back.
    pub desk: RwSignal<u32>,
}

/// A heading over lines.
#[derive(Clone, Copy)]
struct Heading {
    open: RwSignal<bool>,
    /// By how many minor units its lines cost more (or less) than in the draft.
    difference: i64,
    /// Grows with every change of that: a change under one heading wakes no other.
    edits: RwSignal<u32>,
}

/// What the citizen did so far.
struct Work {
    step: Step,
    proposal: Proposal,
    speaking: Speaking,
    history: History,
    lines: Sorted<usize, LineSignals>,
    refused_lines: usize,
    headings: Vec<Heading>,
    /// Keeps the signals of the lines: a heading that closes forgets nothing. It keeps this too, so this does not keep it
    /// in turn: else nothing of a visit would ever be let go of.
    owner: WeakOwner,
    /// Would leaving the page lose something?
    unsaved: bool,
    outgoing: Option<Outgoing>,
    identity: Option<(SubmissionId, ReceiptCode)>,
    opened: Option<Opened>,
    held: Option<Held>,
    typed_code: String,
    /// Has what was sent taken the place of what had been begun?
    replaced: bool,
    receipt: Option<Receipt>,
    /// Was the draft corrected, and what became of the proposal.
    notes: (bool, Vec<Note>),
    pending_focus: Option<String>,
}

impl Visit {
    /// Begins a visit. The current reactive owner keeps its signals.
    pub fn begin(facts: Facts) -> Self {
        let headings = headings(&facts.outline);
        let work = Work {
            step: Step::Draft,
            proposal: Proposal::begin(&facts.consultation.ways),
            speaking: Speaking::default(),
            history: History::default(),
            lines: Sorted::default(),
            refused_lines: 0,
            headings,
            owner: Owner::current().unwrap_or_default().downgrade(),
            unsaved: false,
            outgoing: None,
            identity: None,
            opened: None,
            held: None,
            typed_code: String::new(),
            replaced: false,
            receipt: None,
            notes: (false, Vec::new()),
            pending_focus: None,
        };
        Self {
            facts: StoredValue::new_local(facts),
            work: StoredValue::new_local(work),
            edits: RwSignal::new(0),
            moves: RwSignal::new(0),
            query: RwSignal::new(String::new()),
            order: RwSignal::new(Order::Draft as u32),
            wanted: RwSignal::new(u32::MAX),
            revenue_open: RwSignal::new(false),
            restores: RwSignal::new(0),
            organisation: RwSignal::new(0),
            keeping: RwSignal::new(false),
            desk: RwSignal::new(0),
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

    /// Has the widget left the page?
    pub fn has_ended(self) -> bool {
        self.facts.is_disposed()
    }

    /// The language of the visit, anew whenever it changes.
    pub fn language(self) -> Language {
        self.moves.track();
        self.facts(|facts| facts.language)
    }

    /// Goes on in another language: every sentence is said anew, and nothing that was proposed changes.
    pub fn speak(self, words: Vec<String>, language: Language) {
        self.facts.update_value(|facts| facts.speak(words, language));
        self.moves.update(|moves| *moves = moves.wrapping_add(1));
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
            let signals = work.owner.upgrade().unwrap_or_default().with(|| LineSignals {
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
        self.work.with_value(|work| work.headings.get(group).map(|heading| heading.open))
    }

    /// By how much a group's lines cost more (or less) than in the draft.
    pub fn group_difference(self, group: usize) -> Amount {
        let heading = self.work.with_value(|work| work.headings.get(group).copied());
        heading.map_or(Amount::ZERO, |heading| {
            heading.edits.track();
            Amount::from_minor(heading.difference).unwrap_or_default()
        })
    }

    /// Opens every heading that a line stands under, and ends the search.
    pub fn open_way_to(self, position: usize) {
        self.query.set(String::new());
        self.wanted.set(u32::try_from(position).unwrap_or(u32::MAX));
        let chain: Vec<usize> = self.facts(|facts| {
            let group = facts.outline.group_of_line.get(position);
            group.map_or_else(Vec::new, |group| facts.outline.with_ancestors(*group).collect())
        });
        for open in chain.into_iter().filter_map(|group| self.open_group(group)) {
            open.set(true);
        }
    }
}

/// The headings at the beginning.
fn headings(outline: &Outline) -> Vec<Heading> {
    // A single heading hides nothing by being closed: its lines are the first thing to see.
    let single = outline.top.len() == 1;
    let is_open = |group| single && outline.top.contains(&group);
    let heading =
        |group| Heading { open: RwSignal::new(is_open(group)), difference: 0, edits: RwSignal::new(0) };
    (0..outline.branches.len()).map(heading).collect()
}
