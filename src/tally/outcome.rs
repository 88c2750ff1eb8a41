//! What a rule comes to: the funded projects, every tie, and for each project the reason.

use crate::Rational;
use crate::ties::Tie;

/// The funded projects and why these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Places of the funded projects among the election's, in the order in which the rule took them; those of Phragmén's
    /// rule by id.
    pub selected: Vec<usize>,
    /// What they cost together.
    pub total_cost: Rational,
    /// One for each project, in the order of the election.
    pub reasons: Vec<Reason>,
    /// Every tie that was met and had to be broken, in order.
    pub ties: Vec<Tie>,
    /// With equal shares, what each voter could spend in the round of increases that decided; else nothing.
    pub voter_budget: Option<Rational>,
    /// Where the comparison step ran: how many voters prefer each of the two outcomes, and so which one was taken.
    pub comparison: Option<Comparison>,
}

/// What became of one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// How many voters are for it: they chose it, gave it a rank or points.
    pub supporters: u64,
    /// What the rule ranks it by at the start: votes, points, satisfaction per unit of cost; `None` with Phragmén.
    pub score: Option<Rational>,
    /// Funded or not, and what that took.
    pub decision: Decision,
}

/// Funded or not, and what that took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Funded.
    Funded {
        /// The round in which it was taken, from 1.
        round: u32,
        /// The main rule, or what spent the rest.
        by: Step,
        /// The most that any one voter pays for it, in currency (equal shares); the load that it brings each supporter to
        /// (Phragmén); `None` with greedy rules, where nobody pays.
        price: Option<Rational>,
        /// How many supporters could not pay their whole part, and gave what they had left (equal shares; else 0).
        could_not_pay: u64,
    },
    /// Not funded.
    Passed {
        /// The round in which it dropped out for good, from 1.
        round: u32,
        /// Why, and what it would have needed.
        needed: Needed,
    },
}

/// Which part of a rule took a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The rule itself.
    Main,
    /// What spends the rest.
    Completion,
    /// Greedy, because more voters prefer its outcome.
    Comparison,
}

/// What a project that was not funded would have needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needed {
    /// It costs more than the whole budget: this much more.
    LargerBudget(Rational),
    /// When its turn came, this much money was missing, and with so many more votes (or points) its turn would have come
    /// early enough. Where `score` is `None`, no such number is told.
    Room {
        /// Money that was missing, in currency.
        money: Rational,
        /// Further votes or points with which this rule would have funded it, all else equal; the least such number.
        score: Option<Rational>,
    },
    /// Its supporters did not have enough money left together: this much was missing (equal shares).
    SupportersMoney(Rational),
    /// It had no supporter, or no satisfaction to give.
    Support,
    /// Its supporters did not have enough money left together, and when the rest was spent it did not fit (equal shares
    /// with what spends the rest).
    Rest {
        /// What its supporters lacked together, in currency.
        supporters_money: Rational,
        /// Money that was missing when its turn came, in currency.
        money: Rational,
    },
    /// It was withdrawn: its cost is the one by which files say so (city greedy).
    Withdrawn,
    /// Its score is this far below the threshold.
    Threshold(Rational),
    /// The rule had stopped before its turn: at a project that did not fit (no-skip, Phragmén).
    EarlierTurn {
        /// Place of the project that stopped the rule.
        stopped_by: usize,
    },
}

/// The comparison of two outcomes by the voters' ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// Voters who have more of their chosen projects in the outcome of equal shares.
    pub prefer_shares: u64,
    /// Voters who have more of them in greedy's outcome.
    pub prefer_greedy: u64,
}
