//! Moving phantoms whose levels rise all the time: independent markets and the ladder, solved exactly.
//!
//! With n voters there are n + 1 phantom reports f(0) ≥ … ≥ f(n), which rise with a time t. Each line takes the median of
//! its reports and the phantoms, and the time is such that the lines sum to one. That median is the same as
//! `max over k of min(v(k), f(n − k))`, where v(k) is the k-th largest report: the place where the falling reports meet the
//! rising phantoms. As t grows a line therefore alternates between two states: it rises with a phantom, or it rests on a
//! report until the next phantom has come up to it. Between two such turns everything is linear in t.

use num_traits::Zero as _;

use super::{DivisionError, Line, Reports, Step, sum};
use crate::Rational;
use crate::rational::whole;

/// How the phantoms move. A phantom goes by the number k of voters who report its level or more: f(n − k).
#[derive(Debug, Clone, Copy)]
pub(super) enum Phantoms {
    /// Independent markets: f = k·t. The cap at 1 never matters, because no report is above it.
    Markets,
    /// The ladder: f = t − 1 + k/n. Below zero it never matters, because no report is there.
    Ladder {
        /// n, at least 1.
        voters: u64,
    },
}

impl Phantoms {
    /// f = slope·t + start.
    fn line(self, k: u64) -> (Rational, Rational) {
        match self {
            Self::Markets => (whole(k), whole(0)),
            Self::Ladder { voters } => (whole(1), Rational::new(k.into(), voters.into()) - whole(1)),
        }
    }

    fn height(self, k: u64, time: &Rational) -> Rational {
        let (slope, start) = self.line(k);
        slope * time + start
    }

    /// When the phantom is so high; nothing where it never moves.
    fn time(self, k: u64, height: &Rational) -> Option<Rational> {
        let (slope, start) = self.line(k);
        (!slope.is_zero()).then(|| (height - start) / slope)
    }
}

pub(super) fn divide(reports: &Reports, phantoms: Phantoms) -> Result<Vec<Rational>, DivisionError> {
    let (_, lines) = solve(reports, phantoms)?;
    Ok(lines)
}

/// The last time at which the lines fit into the whole, where there is a last one, and the lines.
pub(super) fn solve(
    reports: &Reports,
    phantoms: Phantoms,
) -> Result<(Option<Rational>, Vec<Rational>), DivisionError> {
    let mut bracket = Bracket { reports, phantoms, fits: whole(0), exceeds: None };
    let states = reports.lines().iter().map(|line| bracket.state(line)).collect::<Result<Vec<_>, _>>()?;
    let slopes: Rational = states.iter().map(|(slope, _)| slope).sum();
    let starts = sum::sum(states.iter().map(|(_, start)| (start, 1))).ok_or(DivisionError::TooFine)?;
    // Where no line rises any more, the reports alone sum to one and time does not matter.
    let time = (!slopes.is_zero()).then(|| (whole(1) - starts) / slopes);
    let at = time.clone().unwrap_or_default();
    Ok((time, states.into_iter().map(|(slope, start)| slope * &at + start).collect()))
}

/// What is known of the time that is sought.
struct Bracket<'a> {
    reports: &'a Reports,
    phantoms: Phantoms,
    /// A time at which the lines together fit into the whole.
    fits: Rational,
    /// A time at which they do not.
    exceeds: Option<Rational>,
}

impl Bracket<'_> {
    /// How a line moves at the time that is sought: slope and start.
    fn state(&mut self, line: &Line) -> Result<(Rational, Rational), DivisionError> {
        let steps = line.steps();
        let (mut past, mut ahead) = (0, 2 * steps.len() + 1);
        while ahead - past > 1 {
            let turn = past + (ahead - past) / 2;
            if self.is_past(turn_time(steps, turn, self.phantoms))? { past = turn } else { ahead = turn }
        }
        Ok(match past.checked_sub(1) {
            // After an odd number of turns it rests on a report.
            Some(turns) if turns % 2 == 0 => (whole(0), steps[turns / 2].share.clone()),
            _ => self.phantoms.line(steps.get(past / 2).map_or(0, |step| step.at_least)),
        })
    }

    fn is_past(&mut self, time: Option<Rational>) -> Result<bool, DivisionError> {
        let Some(time) = time else { return Ok(false) };
        if time <= self.fits {
            return Ok(true);
        }
        if self.exceeds.as_ref().is_some_and(|exceeds| time >= *exceeds) {
            return Ok(false);
        }
        let shares: Vec<Rational> =
            self.reports.lines().iter().map(|line| share(line.steps(), &time, self.phantoms)).collect();
        let sum = sum::sum(shares.iter().map(|share| (share, 1))).ok_or(DivisionError::TooFine)?;
        let fits = sum <= whole(1);
        if fits {
            self.fits = time;
        } else {
            self.exceeds = Some(time);
        }
        Ok(fits)
    }
}

/// When the `turn`-th turn of a line is, from 1: odd turns come to rest on a report, even ones leave it.
fn turn_time(steps: &[Step], turn: usize, phantoms: Phantoms) -> Option<Rational> {
    let at = (turn - 1) / 2;
    let lifting = if turn % 2 == 1 { at } else { at + 1 };
    phantoms.time(steps.get(lifting).map_or(0, |step| step.at_least), &steps[at].share)
}

/// The median of a line's reports and the phantoms at a time.
fn share(steps: &[Step], time: &Rational, phantoms: Phantoms) -> Rational {
    let reached = steps.partition_point(|step| step.share <= phantoms.height(step.at_least, time));
    let resting = reached.checked_sub(1).map_or_else(|| whole(0), |last| steps[last].share.clone());
    let next = steps.get(reached).map_or(0, |step| step.at_least);
    resting.max(phantoms.height(next, time))
}
