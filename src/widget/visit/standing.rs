//! How the proposal stands: does it balance, and may it be sent?

use glasno_model::{
    Balance, BalanceRule,
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
        self.proposal(|proposal| proposal.may_send(rule)) && !self.has_refused_line()
    }
}

impl Proposal {
    /// Does it keep every rule of its consultation, as far as its fields hold what can be sent at all? The endpoint asks
    /// the same of the ballot that follows from it; the tests hold the two against each other.
    pub fn may_send(&self, rule: BalanceRule) -> bool {
        let fits = |(place, text): (Place, &str)| check_comment(text, place != Place::Whole).is_ok();
        let length: usize = self.comments().map(|(_, text)| text.chars().count()).sum();
        let length = length + self.said.questions.characters;
        let fits = length <= ALL_COMMENTS_CHARACTERS && self.comments().all(fits);
        !self.is_empty()
            && fits
            && self.said.unfinished().is_none()
            && rule.allows(Self::balance_of(self.difference()))
    }
}

#[cfg(test)]
mod tests;
