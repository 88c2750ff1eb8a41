//! Which rules can count which ballots of projects: asked of the rules themselves, on an election of one project.

use glasno_model::ways::ProjectMethod;
use glasno_tally::rule::{Completion, EqualShares};
use glasno_tally::{BallotKind, Election, Profile, Project, Rational, Rule, TieOrder, project};

/// The rule where nobody names one: what cities do.
pub(super) const USUAL: &str = "city_greedy";

/// Does the rule have an outcome for ballots of this method?
pub(super) fn can_count(rule: Rule, method: ProjectMethod) -> bool {
    let kind = match method {
        ProjectMethod::Knapsack | ProjectMethod::Approval { .. } => BallotKind::Approval,
        ProjectMethod::Ranking { .. } => BallotKind::Ordinal,
        ProjectMethod::Points { .. } => BallotKind::Points,
    };
    // What spends the rest is asked for itself: with one project nothing may be left for it.
    let rest = match rule {
        Rule::EqualShares(EqualShares { completion: Some(Completion::Greedy(measure)), .. }) => {
            Some(Rule::Greedy(measure))
        }
        _ => None,
    };
    let mut profile = Profile::new(kind, 0);
    profile.add(1, &[0], if kind == BallotKind::Points { &[1] } else { &[] });
    let one = || Rational::from_integer(1.into());
    let election = Election {
        budget: one(),
        projects: vec![Project { id: "project".to_owned(), cost: one() }],
        profile,
        official_scores: None,
        threshold: None,
    };
    [Some(rule), rest]
        .into_iter()
        .flatten()
        .all(|rule| project::outcome(&election, rule, &TieOrder::Lexicographic).is_ok())
}
