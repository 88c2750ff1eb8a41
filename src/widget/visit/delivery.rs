//! What to do after an attempt to send. Plain thinking: the network stands in [`crate::browser::net`].

use glasno_model::Receipt;
use glasno_model::problem::{ProblemSummary, ProblemType};

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T = Receipt> {
    /// The server did what it was asked: a submission is on its disk where one was sent.
    Received(T),
    /// The server answered with a problem.
    Refused(ProblemSummary),
    /// No answer, or none that could be read: the connection broke, or something between us and the server spoke.
    Unreachable,
}

/// How the delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Nothing was sent yet.
    Idle,
    /// An attempt is under way.
    Sending,
    /// The server is asked what counts by now.
    Asking,
    /// The last attempt failed for a reason that passes; the next one comes by itself, with the same id.
    Waiting {
        /// Why.
        reason: Wait,
        /// In how many seconds the next attempt comes.
        seconds: u64,
    },
    /// It was refused; trying again unchanged would not help.
    Refused(Refusal),
    /// It was received.
    Received(Receipt),
}

/// A reason that passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// There is no connection.
    Offline,
    /// The server does not answer, or says that it cannot store right now.
    ServerAway,
    /// Many ballots came from one address.
    TooMany,
}

/// A reason that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The consultation closed meanwhile.
    Closed,
    /// The consultation is not open yet.
    NotOpenYet,
    /// This page may not send.
    Origin,
    /// The draft has a newer version.
    DraftChanged,
    /// The browser gives no random numbers for an id and a code.
    NoRandom,
    /// The ballot says about its citizen what the municipality no longer asks.
    Respondent,
    /// A rule is broken.
    Rule,
    /// It is more than the server takes.
    TooLarge,
    /// Another tab has sent what is kept on the device, with other content.
    SentElsewhere,
    /// What is being changed was changed in another tab or on another device meanwhile.
    ChangedElsewhere,
    /// What is being changed was withdrawn meanwhile.
    Withdrawn,
    /// What is being changed is not there.
    Missing,
    /// Something else.
    Other,
}

impl Refusal {
    /// Has the server another ballot under this code, which counts until the citizen decides?
    pub const fn is_elsewhere(self) -> bool {
        matches!(self, Self::SentElsewhere | Self::ChangedElsewhere)
    }

    /// Can what was to be changed not be changed, but the ballot be sent by itself?
    pub const fn can_begin_anew(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Missing)
    }
}

/// The longest wait between two attempts, in seconds.
const LONGEST_WAIT: u64 = 30;

impl Delivery {
    /// What follows from the outcome of an attempt: the first one is attempt 1.
    pub fn after(outcome: Outcome, attempt: u32, online: bool) -> Self {
        // 2, 4, 8, 16, 30, 30 … seconds: soon at first, then without burdening a server that is down.
        let seconds = 2_u64.saturating_pow(attempt.min(10)).min(LONGEST_WAIT);
        match outcome {
            Outcome::Received(receipt) => Self::Received(receipt),
            Outcome::Unreachable if online => Self::Waiting { reason: Wait::ServerAway, seconds },
            Outcome::Unreachable => Self::Waiting { reason: Wait::Offline, seconds },
            Outcome::Refused(problem) => Self::after_problem(&problem, seconds),
        }
    }

    fn after_problem(problem: &ProblemSummary, seconds: u64) -> Self {
        let asked = problem.retry_after.unwrap_or(seconds).max(1);
        match problem.kind {
            ProblemType::RateLimited => Self::Waiting { reason: Wait::TooMany, seconds: asked },
            ProblemType::Unavailable | ProblemType::Internal | ProblemType::TooSlow => {
                Self::Waiting { reason: Wait::ServerAway, seconds: asked }
            }
            ProblemType::Closed => Self::Refused(Refusal::Closed),
            ProblemType::NotOpenYet => Self::Refused(Refusal::NotOpenYet),
            ProblemType::OriginNotAllowed => Self::Refused(Refusal::Origin),
            ProblemType::RuleBroken if problem.is_about_another_draft() => {
                Self::Refused(Refusal::DraftChanged)
            }
            ProblemType::RuleBroken if problem.is_only_about_respondent() => {
                Self::Refused(Refusal::Respondent)
            }
            ProblemType::RuleBroken => Self::Refused(Refusal::Rule),
            ProblemType::TooLarge => Self::Refused(Refusal::TooLarge),
            ProblemType::IdReused => Self::Refused(Refusal::SentElsewhere),
            ProblemType::ChangedMeanwhile => Self::Refused(Refusal::ChangedElsewhere),
            ProblemType::Withdrawn => Self::Refused(Refusal::Withdrawn),
            ProblemType::SubmissionNotFound => Self::Refused(Refusal::Missing),
            _ => Self::Refused(Refusal::Other),
        }
    }

    /// Is an answer on its way?
    pub const fn is_underway(&self) -> bool {
        matches!(self, Self::Sending | Self::Asking)
    }

    /// May the citizen go back and change something? Not while an attempt is under way or will be repeated: the
    /// server may hold the ballot already, and the same id must keep the same content.
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::Idle | Self::Refused(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use glasno_model::problem::BrokenRule;

    fn refused(kind: ProblemType) -> Delivery {
        Delivery::after(Outcome::Refused(ProblemSummary::new(kind)), 1, true)
    }

    #[test]
    fn a_lost_connection_is_tried_again_sooner_first_and_calmly_later() {
        let wait = |attempt, online| Delivery::after(Outcome::Unreachable, attempt, online);
        assert_eq!(wait(1, false), Delivery::Waiting { reason: Wait::Offline, seconds: 2 });
        assert_eq!(wait(3, true), Delivery::Waiting { reason: Wait::ServerAway, seconds: 8 });
        assert_eq!(wait(99, true), Delivery::Waiting { reason: Wait::ServerAway, seconds: 30 });
        assert!(!wait(1, true).is_settled(), "the server may hold the ballot already");
    }

    #[test]
    fn the_server_may_ask_for_a_longer_wait() {
        let problem =
            ProblemSummary { retry_after: Some(57), ..ProblemSummary::new(ProblemType::RateLimited) };
        let delivery = Delivery::after(Outcome::Refused(problem), 1, true);
        assert_eq!(delivery, Delivery::Waiting { reason: Wait::TooMany, seconds: 57 });
        assert_eq!(
            refused(ProblemType::Unavailable),
            Delivery::Waiting { reason: Wait::ServerAway, seconds: 2 }
        );
    }

    #[test]
    fn what_cannot_be_helped_by_waiting_is_said() {
        assert_eq!(refused(ProblemType::Closed), Delivery::Refused(Refusal::Closed));
        assert_eq!(refused(ProblemType::OriginNotAllowed), Delivery::Refused(Refusal::Origin));
        assert_eq!(refused(ProblemType::TooLarge), Delivery::Refused(Refusal::TooLarge));
        assert_eq!(refused(ProblemType::NotASubmission), Delivery::Refused(Refusal::Other));
        let broken = |rule: &str| {
            let problem = ProblemSummary {
                violations: vec![BrokenRule { rule: rule.into() }],
                ..ProblemSummary::new(ProblemType::RuleBroken)
            };
            Delivery::after(Outcome::Refused(problem), 1, true)
        };
        let delivery = broken("other-draft-version");
        assert_eq!(delivery, Delivery::Refused(Refusal::DraftChanged));
        assert!(delivery.is_settled());
        assert_eq!(broken("unasked-district"), Delivery::Refused(Refusal::Respondent));
        assert_eq!(broken("short"), Delivery::Refused(Refusal::Rule));
    }

    #[test]
    fn whoever_meets_another_ballot_of_their_own_decides_which_one_counts() {
        let refusal = |kind| match refused(kind) {
            Delivery::Refused(refusal) => refusal,
            other => panic!("{other:?}"),
        };
        assert_eq!(refusal(ProblemType::IdReused), Refusal::SentElsewhere);
        assert_eq!(refusal(ProblemType::ChangedMeanwhile), Refusal::ChangedElsewhere);
        for kind in [ProblemType::IdReused, ProblemType::ChangedMeanwhile] {
            assert!(refusal(kind).is_elsewhere() && !refusal(kind).can_begin_anew(), "{kind:?}");
        }
        for kind in [ProblemType::Withdrawn, ProblemType::SubmissionNotFound] {
            assert!(refusal(kind).can_begin_anew() && !refusal(kind).is_elsewhere(), "{kind:?}");
        }
        assert!(!Refusal::Closed.is_elsewhere() && !Refusal::Closed.can_begin_anew());
    }
}
