//! One citizen's visit: the data it is about, and the signals that the views show.

pub mod delivery;
pub mod proposal;
pub mod search;

use std::cell::RefCell;
use std::collections::BTreeMap;

use glasno_model::draft::Outline;
use glasno_model::{
    Amount, Balance, BudgetDraft, BudgetLine, Consultation, ConsultationView, Language, Stage,
    SubmissionDocument,
    ballot::{check_amount, check_comment},
    typed,
};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::browser::intl::Formats;
use delivery::Delivery;
use proposal::{Place, Proposal};

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

/// The signals of one line, made when it is first shown and kept until the visit ends.
#[derive(Debug, Clone, Copy)]
pub struct LineSignals {
    /// The amount proposed.
    pub amount: RwSignal<Amount>,
    /// What stands in the field while it differs from the amount's own form.
    pub typed: RwSignal<Option<String>>,
    /// Why what was typed is not taken.
    pub refused: RwSignal<Option<Refused>>,
    /// Is the comment's field open?
    pub comment_open: RwSignal<bool>,
}

/// What does not change during a visit.
pub struct Facts {
    /// The consultation and its stage.
    pub consultation: Consultation,
    /// The stage that held when the page was opened.
    pub stage: Stage,
    /// The draft.
    pub draft: BudgetDraft,
    /// The draft as a tree.
    pub outline: Outline,
    /// The language of the visit.
    pub language: Language,
    /// The number formats of that language.
    pub formats: Formats,
    /// The address that the ballot goes to.
    pub submit_to: String,
    /// The consultation's own page, for whom this page may not send.
    pub own_page: String,
    /// The root that the widget stands in.
    pub root: web_sys::ShadowRoot,
    words: Vec<String>,
}

/// The handle that every view holds. Copying it costs nothing.
#[derive(Clone, Copy)]
pub struct Visit {
    facts: StoredValue<Facts, LocalStorage>,
    proposal: StoredValue<Proposal, LocalStorage>,
    lines: StoredValue<RefCell<BTreeMap<usize, LineSignals>>, LocalStorage>,
    owner: StoredValue<Owner, LocalStorage>,
    groups: StoredValue<Vec<RwSignal<i64>>, LocalStorage>,
    refused_lines: RwSignal<usize>,
    /// Where the citizen is.
    pub step: RwSignal<Step>,
    /// By how many minor units the proposal costs more (or less) than the draft.
    pub difference: RwSignal<i64>,
    /// Grows with every change of an amount or a comment.
    pub edits: RwSignal<u32>,
    /// How the sending stands.
    pub delivery: RwSignal<Delivery>,
    /// The submission on its way, kept so that every attempt sends the very same.
    pub outgoing: StoredValue<Option<SubmissionDocument>, LocalStorage>,
    /// The groups that are open.
    pub open_groups: RwSignal<Vec<usize>>,
    /// What is searched for.
    pub query: RwSignal<String>,
}

impl Facts {
    /// Gathers what a visit is about.
    pub fn new(
        view: ConsultationView,
        draft: BudgetDraft,
        words: Vec<String>,
        language: Language,
        addresses: (String, String),
        root: web_sys::ShadowRoot,
    ) -> Self {
        let ConsultationView { consultation, stage, .. } = view;
        let formats = Formats::new(language, draft.currency, &consultation.time_zone);
        let (submit_to, own_page) = addresses;
        Self {
            outline: Outline::of(&draft),
            consultation,
            stage,
            draft,
            language,
            formats,
            submit_to,
            own_page,
            root,
            words,
        }
    }

    /// May ballots be sent?
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// A line by its place.
    pub fn line(&self, position: usize) -> Option<&BudgetLine> {
        self.draft.lines.get(position)
    }

    /// A line's name in the language of the visit.
    pub fn line_name(&self, position: usize) -> &str {
        self.line(position).map_or("", |line| line.name.get(self.language))
    }

    /// An amount for each resident, where their number is known.
    pub fn per_resident(&self, amount: Amount) -> Option<String> {
        let heads = self.consultation.population.filter(|heads| *heads > 0)?;
        Some(self.say(Word::PerResident, &[("amount", &self.formats.per_head(amount, heads))]))
    }

    /// A sentence with its values.
    pub fn say(&self, word: Word, values: &[(&str, &str)]) -> String {
        glasno_words::fill(self.text(word), values)
    }

    /// A sentence in the form that a number asks for; the number stands in `{n}`.
    pub fn say_count(&self, word: Word, number: usize) -> String {
        let form = glasno_words::form(self.text(word), &self.formats.plural(number));
        glasno_words::fill(form, &[("n", &self.formats.count(number))])
    }

    fn text(&self, word: Word) -> &str {
        self.words.get(word as usize).map_or("", String::as_str)
    }
}

impl Visit {
    /// Begins a visit. The current reactive owner keeps its signals.
    pub fn begin(facts: Facts) -> Self {
        let groups = facts.outline.branches.iter().map(|_| RwSignal::new(0)).collect();
        // A single heading hides nothing by being closed: its lines are the first thing to see.
        let open_groups = if facts.outline.top.len() == 1 { facts.outline.top.clone() } else { Vec::new() };
        Self {
            facts: StoredValue::new_local(facts),
            proposal: StoredValue::new_local(Proposal::default()),
            lines: StoredValue::new_local(RefCell::default()),
            owner: StoredValue::new_local(Owner::current().unwrap_or_default()),
            groups: StoredValue::new_local(groups),
            refused_lines: RwSignal::new(0),
            step: RwSignal::new(Step::Draft),
            difference: RwSignal::new(0),
            edits: RwSignal::new(0),
            delivery: RwSignal::new(Delivery::Idle),
            outgoing: StoredValue::new_local(None),
            open_groups: RwSignal::new(open_groups),
            query: RwSignal::new(String::new()),
        }
    }

    /// Looks something up in what does not change.
    pub fn facts<T>(self, look: impl FnOnce(&Facts) -> T) -> T {
        self.facts.with_value(look)
    }

    /// A sentence without values.
    pub fn word(self, word: Word) -> String {
        self.facts(|facts| facts.say(word, &[]))
    }

    /// Looks something up in the proposal, anew whenever it changes.
    pub fn proposal<T>(self, look: impl FnOnce(&Proposal) -> T) -> T {
        self.edits.track();
        self.proposal.with_value(look)
    }

    /// The signals of a line.
    pub fn line(self, position: usize) -> LineSignals {
        let known = self.lines.with_value(|lines| lines.borrow().get(&position).copied());
        known.unwrap_or_else(|| {
            let amount = self
                .facts(|facts| self.proposal.with_value(|proposal| proposal.amount(&facts.draft, position)));
            // The visit owns the signals, not the view that asks first: a closed heading forgets nothing.
            let signals = self.owner.with_value(|owner| {
                owner.with(|| LineSignals {
                    amount: RwSignal::new(amount),
                    typed: RwSignal::new(None),
                    refused: RwSignal::new(None),
                    comment_open: RwSignal::new(false),
                })
            });
            self.lines.with_value(|lines| lines.borrow_mut().insert(position, signals));
            signals
        })
    }

    /// By how many minor units a group's lines cost more (or less) than in the draft.
    pub fn group_difference(self, group: usize) -> i64 {
        self.groups.with_value(|groups| groups.get(group).copied()).map_or(0, |difference| difference.get())
    }

    /// Takes what was typed for a line; says nothing is lost by keeping it in the field when it is refused.
    pub fn type_amount(self, position: usize, text: String) {
        let signals = self.line(position);
        let result = self.facts(|facts| {
            let Some(line) = facts.line(position) else { return Err(Refused::NotAnAmount) };
            let amount =
                typed::parse_amount(&text, facts.draft.currency).map_err(|_| Refused::NotAnAmount)?;
            check_amount(line, amount).map(|()| amount).map_err(|violation| match violation {
                glasno_model::Violation::BelowMinimum { least, .. } => Refused::Below(least),
                glasno_model::Violation::AboveMaximum { most, .. } => Refused::Above(most),
                _ => Refused::NotAnAmount,
            })
        });
        signals.typed.set(Some(text));
        self.mark(signals, result.err());
        if let Ok(amount) = result {
            self.propose(position, amount);
        }
    }

    /// Shows the amount in its own form again once the field is left, unless what stands there is refused.
    pub fn leave_amount(self, position: usize) {
        let signals = self.line(position);
        if signals.refused.get_untracked().is_none() && signals.typed.with_untracked(Option::is_some) {
            signals.typed.set(None);
        }
    }

    /// A press on − or +.
    pub fn press(self, position: usize, raise: bool) {
        let from = self.line(position).amount.get_untracked();
        let amount = self.facts(|facts| {
            facts.line(position).map(|line| proposal::stepped(line, from, raise, facts.draft.currency))
        });
        if let Some(amount) = amount {
            self.set_amount(position, amount);
        }
    }

    /// Takes so much from a line.
    pub fn take_from(self, position: usize, amount: Amount) {
        let from = self.line(position).amount.get_untracked();
        if let Some(rest) = from.checked_sub(amount) {
            self.set_amount(position, rest);
        }
    }

    /// Puts a line back as it is in the draft.
    pub fn reset(self, position: usize) {
        if let Some(amount) = self.facts(|facts| facts.line(position).map(|line| line.amount)) {
            self.set_amount(position, amount);
        }
    }

    /// Puts every line back as it is in the draft; comments stay.
    pub fn reset_all(self) {
        let touched: Vec<usize> = self.lines.with_value(|lines| lines.borrow().keys().copied().collect());
        for position in touched {
            self.reset(position);
        }
    }

    /// Says something.
    pub fn say(self, place: Place, text: &str) {
        self.proposal.update_value(|proposal| proposal.say(place, text));
        self.edits.update(|edits| *edits = edits.wrapping_add(1));
    }

    /// What was said at a place.
    pub fn said(self, place: Place) -> String {
        self.proposal.with_value(|proposal| {
            proposal
                .comments()
                .find(|(other, _)| *other == place)
                .map(|(_, text)| text.to_owned())
                .unwrap_or_default()
        })
    }

    /// The balance right now.
    pub fn balance(self) -> Balance {
        Proposal::balance_of(self.difference.get())
    }

    /// How many lines hold something that cannot be taken.
    pub fn refused_lines(self) -> usize {
        self.refused_lines.get()
    }

    /// May the proposal be sent as it stands?
    pub fn may_send(self) -> bool {
        let rule = self.facts(|facts| facts.consultation.balance_rule);
        let comments_fit = self.proposal(|proposal| {
            proposal.comments().all(|(place, text)| check_comment(text, place != Place::Whole).is_ok())
        });
        let empty = self.proposal(Proposal::is_empty);
        !empty && comments_fit && self.refused_lines() == 0 && rule.allows(self.balance())
    }

    fn set_amount(self, position: usize, amount: Amount) {
        let signals = self.line(position);
        self.mark(signals, None);
        if signals.typed.with_untracked(Option::is_some) {
            signals.typed.set(None);
        }
        self.propose(position, amount);
    }

    fn mark(self, signals: LineSignals, refused: Option<Refused>) {
        let before = signals.refused.get_untracked();
        if before == refused {
            return;
        }
        match (before.is_some(), refused.is_some()) {
            (false, true) => self.refused_lines.update(|count| *count += 1),
            (true, false) => self.refused_lines.update(|count| *count = count.saturating_sub(1)),
            _ => {}
        }
        signals.refused.set(refused);
    }

    fn propose(self, position: usize, amount: Amount) {
        let mut moved = 0;
        self.facts(|facts| {
            self.proposal.update_value(|proposal| moved = proposal.propose(&facts.draft, position, amount));
        });
        if moved == 0 {
            return;
        }
        self.line(position).amount.set(amount);
        self.difference.update(|difference| *difference = difference.saturating_add(moved));
        self.edits.update(|edits| *edits = edits.wrapping_add(1));
        let chain: Vec<usize> = self.facts(|facts| {
            facts
                .outline
                .group_of_line
                .get(position)
                .map_or_else(Vec::new, |group| facts.outline.with_ancestors(*group).collect())
        });
        self.groups.with_value(|groups| {
            for signal in chain.iter().filter_map(|group| groups.get(*group)) {
                signal.update(|difference| *difference = difference.saturating_add(moved));
            }
        });
    }
}
