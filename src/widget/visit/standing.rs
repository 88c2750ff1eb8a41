//! How the proposal stands: does it balance, and may it be sent?

use glasno_model::{
    Balance,
    ballot::{ALL_COMMENTS_CHARACTERS, check_comment},
};
use leptos::prelude::*;

use super::Visit;
use super::proposal::{Place, Proposal};

impl Visit {
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
}
