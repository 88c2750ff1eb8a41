//! Whatever somebody does in a visit: what may be sent, the endpoint takes, and what may not, it refuses for the same
//! reasons.

mod acts;

use std::collections::BTreeSet;

use glasno_model::ways::{LeverChoice, Way};
use glasno_model::{Ballot, BudgetDraft, Consultation, Language, RespondentGroup, Violation};
use proptest::prelude::*;
use serde_json::json;

use acts::{AREAS, Act, LINES, PROJECTS, act, consultation, draft, touched};

use super::*;
use crate::visit::edits::read_amount;
use crate::visit::proposal::{Pulled, stepped};
use crate::visit::undo::History;
use crate::visit::ways::questions::Problem;

/// A visit without a screen: the proposal, the lines whose fields hold what cannot be taken, and the steps.
struct Somebody<'c> {
    consultation: &'c Consultation,
    draft: BudgetDraft,
    proposal: Proposal,
    refused: BTreeSet<usize>,
    history: History,
}

impl<'c> Somebody<'c> {
    fn arrives(consultation: &'c Consultation) -> Self {
        let proposal = Proposal::begin(&consultation.ways);
        let (refused, history) = (BTreeSet::new(), History::default());
        let mut somebody = Self { consultation, draft: draft(), proposal, refused, history };
        somebody.settle();
        somebody
    }

    /// Does what the screen lets somebody do; of a way that is off it shows nothing.
    fn does(&mut self, act: Act) {
        let ways = &self.consultation.ways;
        let is_on = match act {
            Act::Type(..) | Act::Press(..) | Act::Pull(_) => ways.rebalance,
            Act::Say(..) | Act::SayEverywhere => ways.comments,
            Act::Clear(..) => ways.clarity,
            Act::TypeShare(..) | Act::PressShare(..) => ways.pot.get().is_some(),
            Act::Toggle(_) | Act::Move(..) | Act::TypePoints(..) => ways.projects.get().is_some(),
            Act::Answer(..) => !ways.questions.get().is_empty(),
            Act::SayWho | Act::Undo | Act::Redo => true,
        };
        if !is_on {
            return;
        }
        let step = match act {
            Act::Undo => self.history.undo(&self.proposal),
            Act::Redo => self.history.redo(&self.proposal),
            act => {
                self.history.record(touched(&act), &self.proposal);
                self.changes(act);
                self.settle();
                return;
            }
        };
        if let Some((_, proposal)) = step {
            self.proposal = proposal;
            self.refused.clear();
        }
    }

    fn changes(&mut self, act: Act) {
        let Self { consultation, draft, proposal, refused, .. } = self;
        let projects_by_points = || {
            let choice = consultation.ways.projects.get().as_ref();
            choice.is_some_and(|choice| {
                matches!(choice.method, glasno_model::ways::ProjectMethod::Points { .. })
            })
        };
        match act {
            Act::Type(line, text) => match read_amount(&draft.lines[line], text, draft.currency) {
                Ok(amount) => {
                    proposal.propose(draft, line, amount);
                    refused.remove(&line);
                }
                Err(_) => drop(refused.insert(line)),
            },
            Act::Press(line, raise) if draft.lines[line].is_movable() => {
                let from = proposal.amount(draft, line);
                proposal.propose(draft, line, stepped(&draft.lines[line], from, raise, draft.currency));
                refused.remove(&line);
            }
            Act::Pull(step) => {
                let tax = &draft.revenue.get()[0];
                let yields =
                    |step: u32| tax.lever.as_ref().unwrap().steps[step as usize].yield_difference.minor();
                let pulled = step.map(|step| Pulled {
                    choice: LeverChoice { line: tax.id.clone(), step },
                    yields: yields(step),
                    line_name: String::new(),
                    step_name: String::new(),
                });
                proposal.pull(&tax.id, pulled);
            }
            Act::Say(line, text) => proposal.say(line.map_or(Place::Whole, Place::Line), &text),
            Act::SayEverywhere => {
                (0..LINES).for_each(|line| proposal.say(Place::Line(line), &"щ".repeat(1_900)));
            }
            Act::Clear(line, clear) => proposal.said.clarity.press(line, clear),
            Act::TypeShare(area, text) => proposal.said.pot.type_amount(&AREAS[area].parse().unwrap(), text),
            Act::PressShare(area, raise) => {
                let pot = consultation.ways.pot.get().as_ref().unwrap();
                proposal.said.pot.press(pot, &AREAS[area].parse().unwrap(), raise);
            }
            Act::Toggle(project) if !projects_by_points() => {
                proposal.said.projects.toggle(&PROJECTS[project].parse().unwrap());
            }
            Act::Move(project, place) if !projects_by_points() => {
                proposal.said.projects.move_to(&PROJECTS[project].parse().unwrap(), place);
            }
            Act::TypePoints(project, text) if projects_by_points() => {
                proposal.said.projects.type_points(&PROJECTS[project].parse().unwrap(), text);
            }
            Act::Answer(at, reply) => {
                proposal.said.questions.put(consultation.ways.questions.get(), at, reply);
            }
            Act::SayWho => proposal.respondent.group = Some(RespondentGroup::Citizen),
            _ => {}
        }
    }

    /// Says how each way stands, as the part that shows it does.
    fn settle(&mut self) {
        let (ways, said) = (&self.consultation.ways, &mut self.proposal.said);
        let missing = |is_finished: bool| (!is_finished).then(String::new);
        let (areas, projects) = (self.draft.areas.get(), self.draft.projects.get());
        if let Some(pot) = ways.pot.get() {
            said.settle(Way::Pot, missing(said.pot.is_finished(pot, areas)), Vec::new());
        }
        if let Some(choice) = ways.projects.get() {
            said.settle(Way::Projects, missing(said.projects.is_finished(choice, projects)), Vec::new());
        }
        let questions = ways.questions.get();
        said.settle(Way::Questions, missing(said.questions.unfinished(questions).is_none()), Vec::new());
    }

    /// Does a field hold what could not even stand in a ballot?
    fn holds_what_cannot_be_sent(&self) -> bool {
        let said = &self.proposal.said;
        let questions = self.consultation.ways.questions.get();
        let shown = said.questions.shown(questions);
        !self.refused.is_empty()
            || AREAS.iter().any(|area| said.pot.is_garbled(&area.parse().unwrap()))
            || PROJECTS.iter().any(|project| said.projects.is_garbled(&project.parse().unwrap()))
            || (0..questions.len())
                .any(|at| shown[at] && said.questions.problem(questions, at) == Some(Problem::NotANumber))
    }

    /// Every rule that the screen would tell somebody about.
    fn reasons(&self) -> Vec<Violation> {
        let (proposal, ways) = (&self.proposal, &self.consultation.ways);
        let mut reasons = Vec::new();
        if proposal.is_empty() {
            reasons.push(Violation::Empty);
        }
        let balance = Proposal::balance_of(proposal.difference());
        if !self.consultation.balance_rule.allows(balance) {
            match balance {
                Balance::Short(by) => reasons.push(Violation::Short { by }),
                Balance::LeftOver(by) => reasons.push(Violation::LeftOver { by }),
                Balance::Balanced => {}
            }
        }
        let said = &proposal.said;
        if let Some(pot) = ways.pot.get() {
            reasons
                .extend(said.pot.broken(pot, self.draft.areas.get()).into_iter().map(|(_, broken)| broken));
        }
        if let Some(choice) = ways.projects.get() {
            let broken = said.projects.broken(choice, self.draft.projects.get());
            reasons.extend(broken.into_iter().map(|(_, broken)| broken));
        }
        reasons.extend(said.questions.broken(ways.questions.get()).into_iter().map(|(_, broken)| broken));
        let comments = proposal.comments().map(|(place, text)| check_comment(text, place != Place::Whole));
        reasons.extend(comments.filter_map(Result::err));
        let found: usize = proposal.comments().map(|(_, text)| text.chars().count()).sum();
        let found = found + said.questions.characters;
        if found > ALL_COMMENTS_CHARACTERS {
            reasons.push(Violation::CommentsTooLong { at_most: ALL_COMMENTS_CHARACTERS, found });
        }
        reasons
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn what_may_be_sent_is_taken_and_what_may_not_is_refused_for_the_same_reasons(
        consultation in consultation(),
        acts in prop::collection::vec(act(), 0..24),
    ) {
        let mut somebody = Somebody::arrives(&consultation);
        for act in acts {
            somebody.does(act);
            let may_send = somebody.proposal.may_send(consultation.balance_rule) && somebody.refused.is_empty();
            let ballot = somebody.proposal.ballot(&somebody.draft, Language::BULGARIAN);
            let mut found: Vec<String> = match Ballot::check(ballot, &somebody.draft, &consultation) {
                Ok(_) => Vec::new(),
                Err(located) => located.iter().map(|located| format!("{:?}", located.violation)).collect(),
            };
            let mut reasons: Vec<String> = somebody.reasons().iter().map(|reason| format!("{reason:?}")).collect();
            found.sort();
            reasons.sort();
            prop_assert_eq!(&reasons, &found);
            prop_assert_eq!(may_send, found.is_empty() && !somebody.holds_what_cannot_be_sent());
        }
    }
}

#[test]
fn somebody_who_only_says_that_a_line_is_not_clear_has_something_to_send() {
    let mut ways = serde_json::to_value(glasno_model::Ways::default()).unwrap();
    ways["clarity"] = true.into();
    let consultation: Consultation = serde_json::from_value(json!({
        "slug": "sofia-2027", "title": { "bg": "Бюджет" }, "currency": "EUR", "time_zone": "Europe/Sofia",
        "balance_rule": { "kind": "no-deficit" }, "languages": ["bg"], "ways": ways,
    }))
    .unwrap();
    let mut somebody = Somebody::arrives(&consultation);
    assert!(!somebody.proposal.may_send(consultation.balance_rule));
    somebody.does(Act::Clear(2, false));
    assert!(somebody.proposal.may_send(consultation.balance_rule));
    let ballot = somebody.proposal.ballot(&somebody.draft, Language::BULGARIAN);
    assert_eq!(serde_json::to_value(&ballot.clarity).unwrap(), json!([{ "line": "l2", "clear": false }]));
    assert!(Ballot::check(ballot, &somebody.draft, &consultation).is_ok());
    somebody.does(Act::Undo);
    assert!(somebody.proposal.is_empty(), "it can be taken back");
}
