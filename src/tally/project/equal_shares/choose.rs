//! Which project is next.

use core::cmp::Ordering;

use super::horizon::Growing;
use super::price::{Price, Question};
use super::run::{Candidate, Runner, Seen};
use crate::project::contest::Contest;

impl Runner<'_> {
    /// The project with the best price, taken out of the candidates.
    pub(super) fn best(&mut self, round: u32, contest: &mut Contest<'_>) -> Option<(usize, Price)> {
        let mut tied: Vec<(usize, Price)> = Vec::new();
        let mut limit = f64::INFINITY;
        self.candidates.iter_mut().for_each(|candidate| candidate.seen = Seen::Earlier);
        while let Some(at) = self.next(limit) {
            let candidate = &mut self.candidates[at];
            if candidate.seen == Seen::Earlier {
                let Candidate { project, cost, lower, .. } = *candidate;
                let seen = self.sight.look(&self.purses, &self.backing, project, cost, lower);
                candidate.lower = seen.lower;
                candidate.seen = Seen::Now;
                if self.too_little(project, cost, seen.together) {
                    self.candidates.swap_remove(at);
                }
                continue;
            }
            candidate.seen = Seen::Exactly;
            let (project, guess) = (candidate.project, candidate.lower.value);
            let price = Price::of(
                Question {
                    profile: &self.facts.election.profile,
                    backing: &self.backing,
                    weight: self.weight,
                    project,
                    cost: &self.facts.money.costs[project],
                },
                &self.purses,
                &mut self.ledger,
                guess,
            );
            let Growing { value, error, .. } = price.growing;
            candidate.lower = Growing { value: value - error, error: 0.0, ..price.growing };
            let order = tied.first().map_or(Ordering::Less, |(best, best_price)| {
                price.compare(&self.scales[project], best_price, &self.scales[*best])
            });
            if order == Ordering::Less {
                tied.clear();
                limit = (value + error) / candidate.scale * (1.0 + 8.0 * f64::EPSILON);
            }
            if order != Ordering::Greater {
                tied.push((project, price));
            }
        }
        let mut among: Vec<usize> = tied.iter().map(|(project, _)| *project).collect();
        contest.settle(round, &mut among);
        let winner = *among.first()?;
        let (_, price) = tied.swap_remove(tied.iter().position(|(project, _)| *project == winner)?);
        self.candidates.retain(|candidate| candidate.project != winner);
        self.keep_behind(winner, &price, among.len() > 1);
        Some((winner, price))
    }

    /// The candidate with the least known price that is not above the limit and not settled in this round.
    fn next(&self, limit: f64) -> Option<usize> {
        let value =
            |candidate: &Candidate| candidate.lower.value / candidate.scale * (1.0 - 8.0 * f64::EPSILON);
        (self.candidates.iter().enumerate())
            .filter(|(_, candidate)| candidate.seen != Seen::Exactly)
            .map(|(at, candidate)| (at, value(candidate)))
            .filter(|(_, value)| *value <= limit)
            .min_by(|one, other| one.1.total_cmp(&other.1))
            .map(|(at, _)| at)
    }

    /// Notes how long the winner stays ahead of the other candidates.
    fn keep_behind(&mut self, winner: usize, price: &Price, tied: bool) {
        let Some(fresh) = self.fresh.iter().find(|fresh| fresh.project == winner) else { return };
        let ahead = price.growing.times(1.0 / fresh.scale);
        for candidate in &self.candidates {
            let behind = candidate.lower.times(1.0 / candidate.scale);
            // Two prices that do not move stay tied, and the tie is broken in the same way.
            let stands = ahead.constant() && behind.constant();
            if !(stands && (tied || candidate.seen == Seen::Exactly)) {
                self.horizon.keep(behind.above(ahead));
            }
        }
    }
}
