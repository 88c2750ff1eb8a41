//! Where the citizen is on the way from the draft to the receipt, and what is on its way to the server.

use glasno_model::{
    BallotDocument, BudgetDraft, ChangeDocument, ConsultationView, Receipt, ReceiptCode, SubmissionDocument,
    SubmissionId, Timestamp,
};
use leptos::prelude::*;

use super::refit::Note;
use super::undo::Touched;
use super::{Proposal, Sorted, Step, Visit};

/// What is on its way, made once: every attempt carries the very same.
#[derive(Clone)]
pub enum Outgoing {
    /// A first submission.
    First(SubmissionDocument),
    /// Another ballot for a submission that the server has.
    Change {
        /// The submission and the code that opens it.
        opened: Opened,
        /// The version that the citizen saw, and the ballot that counts from now on.
        document: ChangeDocument,
    },
}

/// A submission that the server has, in the hands of its citizen.
///
/// It has no `Debug` text, as the code has none.
#[derive(Clone)]
pub struct Opened {
    /// The submission.
    pub id: SubmissionId,
    /// The version of it that counted when it was opened or sent last.
    pub version: u32,
    /// When that version was stored.
    pub sent_at: Timestamp,
    /// The code that opens it.
    pub receipt_code: ReceiptCode,
}

/// A submission that can be looked at and not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// It was withdrawn then.
    Withdrawn(Timestamp),
    /// The consultation is over; what was sent then counts.
    Closed(Timestamp),
    /// The consultation is not open.
    Early(Timestamp),
}

/// What stands at the desk of whoever comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// Nothing but the question whether there is a code.
    Quiet = 0,
    /// The field for the code.
    Code = 1,
    /// A submission that is being changed.
    Changing = 2,
    /// The same, and the question whether to withdraw it.
    Withdrawing = 3,
    /// A submission that cannot be changed: after the close, or withdrawn.
    Held = 4,
    /// A change that was given up.
    Left = 5,
    /// The server is asked for what was sent from elsewhere.
    Look = 6,
    /// The server is asked for the draft as it is now.
    Renew = 7,
}

impl Visit {
    /// Where the citizen is.
    pub fn step(self) -> Step {
        self.moves.track();
        self.work.with_value(|work| work.step)
    }

    /// Is the citizen there, asked outside of what is shown?
    pub fn is_at(self, step: Step) -> bool {
        self.work.try_with_value(|work| work.step == step) == Some(true)
    }

    /// Moves to a step, once what was asked for is on its way or done.
    pub fn set_step(self, step: Step) {
        self.work.update_value(|work| work.step = step);
        self.tell_step(step);
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

    /// What became of the proposal when it was put back: was the draft corrected since, and what the citizen should know.
    pub fn notes(self) -> (bool, Vec<Note>) {
        self.work.with_value(|work| work.notes.clone())
    }

    /// Is there something that the citizen should know?
    pub fn has_notes(self) -> bool {
        self.work.with_value(|work| work.notes.0 || !work.notes.1.is_empty())
    }

    /// Keeps what became of the proposal.
    pub fn set_notes(self, is_corrected: bool, notes: Vec<Note>) {
        self.work.update_value(|work| work.notes = (is_corrected, notes));
        self.restores.update(|restores| *restores = restores.wrapping_add(1));
    }

    /// Would leaving the page lose something?
    pub fn is_unsaved(self) -> bool {
        self.work.try_with_value(|work| work.unsaved && !work.proposal.is_empty()) == Some(true)
    }

    /// What there is now is safe on the server or on the device.
    pub fn set_saved(self) {
        self.work.update_value(|work| work.unsaved = false);
    }

    /// The ballot as it stands.
    pub fn ballot(self) -> BallotDocument {
        self.proposal(|proposal| self.facts(|facts| proposal.ballot(&facts.draft, facts.language)))
    }

    /// What is on its way, kept so that every attempt sends the very same.
    pub fn outgoing(self) -> Option<Outgoing> {
        self.work.with_value(|work| work.outgoing.clone())
    }

    /// The submission that what is on its way is for, and the code that opens it.
    pub fn addressed(self) -> Option<(SubmissionId, ReceiptCode)> {
        self.outgoing().map(|outgoing| match outgoing {
            Outgoing::First(document) => (document.id, document.receipt_code),
            Outgoing::Change { opened, .. } => (opened.id, opened.receipt_code),
        })
    }

    /// Keeps what is on its way for all attempts, or lets go of what the server has refused.
    pub fn set_outgoing(self, outgoing: Option<Outgoing>) {
        self.work.update_value(|work| work.outgoing = outgoing);
    }

    /// The id and the code that the first submission goes under, where they were made before it is sent: what is kept on
    /// the device has them, so that two tabs with it make one submission.
    pub fn identity(self) -> Option<(SubmissionId, ReceiptCode)> {
        self.work.with_value(|work| work.identity.clone())
    }

    /// Keeps the id and the code for the first submission.
    pub fn set_identity(self, identity: Option<(SubmissionId, ReceiptCode)>) {
        self.work.update_value(|work| work.identity = identity);
    }

    /// The submission that is being changed, where the server has one of this citizen.
    pub fn opened(self) -> Option<Opened> {
        self.work.with_value(|work| work.opened.clone())
    }

    /// From now on a submission that the server has is what is sent to; nothing once it is given up or withdrawn.
    pub fn set_opened(self, opened: Option<Opened>) {
        self.work.update_value(|work| work.opened = opened);
    }

    /// Puts something on the desk of whoever comes back.
    pub fn set_desk(self, desk: Desk) {
        self.desk.set(desk as u32);
    }

    /// Is this what stands on the desk?
    pub fn desk_has(self, desk: Desk) -> bool {
        self.desk.get() == desk as u32
    }

    /// The submission that is looked at without being changed.
    pub fn held(self) -> Option<Held> {
        self.work.with_value(|work| work.held)
    }

    /// Keeps what is known about a submission that cannot be changed.
    pub fn set_held(self, held: Held) {
        self.work.update_value(|work| (work.held, work.opened) = (Some(held), None));
        self.set_desk(Desk::Held);
    }

    /// Stands what was sent in the fields, in the place of something that the citizen had begun, and nothing was changed
    /// since?
    pub fn is_replaced(self) -> bool {
        self.edits.track();
        self.work.with_value(|work| work.replaced && work.history.ends_with(Touched::All))
    }

    /// What stood in the fields was replaced just now, or is back.
    pub fn set_replaced(self, replaced: bool) {
        self.work.update_value(|work| work.replaced = replaced);
    }

    /// What stands in the field for the code.
    pub fn typed_code(self) -> String {
        self.work.with_value(|work| work.typed_code.clone())
    }

    /// Takes what is typed into the field for the code.
    pub fn set_typed_code(self, text: String) {
        self.work.update_value(|work| work.typed_code = text);
    }

    /// What the server answered.
    pub fn receipt(self) -> Option<Receipt> {
        self.work.with_value(|work| work.receipt.clone())
    }

    /// Keeps what the server answered: the submission is there, and can be changed from here. Nothing where the visit
    /// has ended meanwhile.
    pub fn set_receipt(self, receipt: Receipt) -> Option<()> {
        self.work.try_update_value(|work| {
            let code = match work.outgoing.take() {
                Some(Outgoing::First(document)) => Some(document.receipt_code),
                Some(Outgoing::Change { opened, .. }) => Some(opened.receipt_code),
                None => None,
            };
            let opened = |receipt_code| Opened {
                id: receipt.id.clone(),
                version: receipt.version,
                sent_at: receipt.received_at,
                receipt_code,
            };
            work.opened = code.map(opened).or(work.opened.take());
            work.identity = None;
            work.unsaved = false;
            work.receipt = Some(receipt);
        })
    }

    /// Goes on with the consultation and the draft as they are now, and with a proposal that fits them. What was done to
    /// lines before is forgotten, the steps too: they led through another draft.
    pub fn renew(self, view: ConsultationView, draft: BudgetDraft, proposal: Proposal) {
        self.facts.update_value(|facts| facts.renew(view, draft));
        let owner = self.work.with_value(|work| work.owner.upgrade()).unwrap_or_default();
        let headings = self.facts(|facts| owner.with(|| super::headings(&facts.outline)));
        let fresh = self.facts(|facts| Proposal::begin(&facts.consultation.ways));
        self.work.update_value(|work| {
            work.proposal = fresh;
            work.history = super::undo::History::default();
            work.lines = Sorted::default();
            work.refused_lines = 0;
            work.headings = headings;
            work.outgoing = None;
        });
        self.restore(proposal);
        self.set_step(Step::Draft);
    }
}
