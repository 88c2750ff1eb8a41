//! The course of equal shares: what costs nothing, the run that decides, and what spends the rest.

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::increase;
use super::run::Runner;
use crate::outcome::{Decision, Needed, Step};
use crate::project::contest::Contest;
use crate::project::facts::Facts;
use crate::project::ranking::{Misfit, Turn};
use crate::project::support::Backing;
use crate::project::{RuleError, city_greedy, conclude, greedy};
use crate::rational::whole;
use crate::rule::Completion;
use crate::ties::Tie;
use crate::{Outcome, Rational, TieOrder};

/// What was decided so far.
#[derive(Debug)]
pub(super) struct Course<'a> {
    facts: &'a Facts<'a>,
    contest: Contest<'a>,
    selected: Vec<usize>,
    decisions: Vec<Option<Decision>>,
    /// For each project the round in which its supporters could not pay any more, and what they lacked then.
    lacking: Vec<Option<(u32, Rational)>>,
    rounds: u32,
    voter_budget: Option<Rational>,
}

impl<'a> Course<'a> {
    pub fn new(facts: &'a Facts<'a>, order: &'a TieOrder) -> Self {
        let projects = facts.election.projects.len();
        Self {
            facts,
            contest: facts.contest(order),
            selected: Vec::new(),
            decisions: vec![None; projects],
            lacking: vec![None; projects],
            rounds: 0,
            voter_budget: None,
        }
    }

    /// Funds the projects that cost nothing and that somebody is for.
    pub fn fund_what_costs_nothing(&mut self, backing: &Backing) {
        let mut free: Vec<usize> = (0..self.decisions.len())
            .filter(|project| self.facts.money.costs[*project].is_zero())
            .filter(|project| !backing.ballots(*project).is_empty())
            .collect();
        free.sort_by(|one, other| self.contest.compare(*one, *other));
        for project in free {
            self.fund(project, Rational::zero(), 0);
        }
    }

    /// Runs with the voters' budgets increased by so many units of currency.
    pub fn fund_by_shares(&mut self, runner: &mut Runner<'_>, increase: u64, order: &TieOrder) {
        let total = increase::total(self.facts, increase);
        let voters = whole(self.facts.election.profile.voters());
        self.voter_budget = Some(self.facts.money.currency(total.clone()) / voters);
        let mut contest = self.facts.contest(order);
        let before = self.rounds;
        runner.explains = true;
        runner.run(total, &mut contest);
        let later = |tie: Tie| Tie { round: tie.round + before, ..tie };
        self.contest.ties.extend(contest.ties.into_iter().map(later));
        for bought in runner.bought.drain(..) {
            self.fund(bought.project, bought.most_paid.unwrap_or_default(), bought.could_not_pay);
        }
        for dropped in runner.dropped.drain(..) {
            self.lacking[dropped.project] = Some((dropped.round + before, dropped.missing));
        }
    }

    /// Gives each project that is not funded yet its turn, with the money that is left.
    pub fn spend_the_rest(&mut self, completion: Completion) -> Result<(), RuleError> {
        let facts = self.facts;
        let ranking = match completion {
            Completion::Greedy(satisfaction) => greedy::ranking(facts, satisfaction)?,
            Completion::Votes => city_greedy::ranking(facts),
        };
        let projects =
            (0..self.decisions.len()).filter(|project| self.decisions[*project].is_none()).collect();
        let rest = &facts.money.budget - facts.money.cost_of(&self.selected);
        let round = self.rounds + 1;
        for turn in ranking.walk(projects, rest, &facts.money, Misfit::GoOn, round, &mut self.contest) {
            let project = turn.project;
            if turn.needed.is_none() {
                self.selected.push(project);
            }
            let needed = turn.needed.map(|needed| self.with_lacking(project, needed));
            self.decisions[project] = Some(conclude::decision(Turn { needed, ..turn }, Step::Completion));
        }
        Ok(())
    }

    /// The outcome, with what each project is ranked by at the start.
    pub fn outcome(mut self, scores: Vec<Option<Rational>>) -> Outcome {
        for project in 0..self.decisions.len() {
            if self.decisions[project].is_none() {
                self.decisions[project] = Some(self.passed(project));
            }
        }
        let Self { facts, contest, selected, decisions, voter_budget, .. } = self;
        let outcome = conclude::outcome(facts, selected, scores, decisions, contest.ties);
        Outcome { voter_budget, ..outcome }
    }

    fn fund(&mut self, project: usize, most_paid: Rational, could_not_pay: u64) {
        self.rounds += 1;
        self.selected.push(project);
        let (round, price) = (self.rounds, Some(most_paid));
        self.decisions[project] = Some(Decision::Funded { round, by: Step::Main, price, could_not_pay });
    }

    /// A project that does not fit into the rest had not been paid by its supporters either.
    fn with_lacking(&self, project: usize, needed: Needed) -> Needed {
        let Needed::Room { money, .. } = needed else { return needed };
        let supporters_money = match &self.lacking[project] {
            Some((_, lacking)) => lacking.clone(),
            // Whom nobody is for lacks all.
            None => self.facts.election.projects[project].cost.clone(),
        };
        Needed::Rest { supporters_money, money }
    }

    fn passed(&mut self, project: usize) -> Decision {
        let lacking = self.lacking[project].take();
        let round = lacking.as_ref().map_or(1, |(round, _)| *round);
        let beyond = &self.facts.money.costs[project] - &self.facts.money.budget;
        let needed = match lacking {
            _ if beyond > BigInt::zero() => Needed::LargerBudget(self.facts.money.currency(beyond)),
            Some((_, lacking)) => Needed::SupportersMoney(lacking),
            None => Needed::Support,
        };
        Decision::Passed { round, needed }
    }
}
