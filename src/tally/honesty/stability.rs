//! How stable an outcome of projects is: in how many of many elections like this one would each project be funded?
//!
//! A replicate is an election in which as many voters as took part are drawn from those who did, with replacement (the
//! bootstrap; Efron, Annals of Statistics 7(1), 1979). It says how the result might have come out had other, similar
//! people taken part. It says nothing about people who are unlike the participants.
//!
//! Anybody can draw the replicates again from the published seed with [`random`](super::random):
//!
//! 1. number the voters from 0 in the order of their ballots, where ballots compare as their lists of choices (places of
//!    projects in the file, from 0), then as their lists of points;
//! 2. replicate `r`, from 1, takes the stream of the seed for the purpose `projects r` and draws as many voters below
//!    the number of voters as there are voters.
//!
//! So the order in which ballots lie in a file changes nothing, and any one replicate can be checked by itself.

use super::random::Stream;
use crate::{Election, Profile};

/// The number of replicates when nobody asks for another: estimates within 4.4 points, nineteen times out of twenty.
pub const REPLICATES: u32 = 500;

/// In how many replicates each project was funded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stability {
    /// How many replicates were drawn.
    pub replicates: u32,
    /// The published text that they were drawn with.
    pub seed: String,
    /// In how many of them each project was funded, in the order of the election's projects.
    pub funded: Vec<u32>,
}

/// Draws `replicates` elections and counts in how many of them `outcome` funds each project.
///
/// Official scores of a file are those of the election as it was; in each replicate they have to follow from the
/// ballots, so `outcome` sees an election without any.
///
/// # Errors
/// The first error of `outcome`.
///
/// # Panics
/// When `outcome` funds a project that is not in the election.
pub fn bootstrap<E>(
    election: &Election,
    seed: &str,
    replicates: u32,
    mut outcome: impl FnMut(&Election) -> Result<Vec<usize>, E>,
) -> Result<Stability, E> {
    let voters = Voters::of(election);
    let mut funded = vec![0; election.projects.len()];
    let mut replicate = Election { official_scores: None, ..election.clone() };
    for number in 1..=replicates {
        replicate.profile = voters.draw(seed, number);
        let mut selected = outcome(&replicate)?;
        selected.sort_unstable();
        selected.dedup();
        for project in selected {
            funded[project] += 1;
        }
    }
    Ok(Stability { replicates, seed: seed.to_owned(), funded })
}

/// The voters of an election, each with the place of their ballot, ready to be drawn from.
#[derive(Debug, Clone)]
pub struct Voters<'a> {
    profile: &'a Profile,
    /// Four bytes a voter: a draw is one look-up.
    ballot_of: Vec<u32>,
}

impl<'a> Voters<'a> {
    /// Numbers the voters of this election.
    pub fn of(election: &'a Election) -> Self {
        let profile = &election.profile;
        let mut order: Vec<u32> = (0_u32..).take(profile.len()).collect();
        order.sort_by_key(|at| {
            let ballot = profile.ballot(*at as usize);
            (ballot.choices, ballot.points)
        });
        let mut ballot_of = Vec::with_capacity(usize::try_from(profile.voters()).unwrap_or(0));
        for at in order {
            ballot_of.extend((0..profile.ballot(at as usize).voters).map(|_| at));
        }
        Self { profile, ballot_of }
    }

    /// The ballots of this replicate, from 1. Those that nobody drew are not in it.
    pub fn draw(&self, seed: &str, replicate: u32) -> Profile {
        let mut stream = Stream::new(seed, &format!("projects {replicate}"));
        let mut drawn = vec![0_u64; self.profile.len()];
        let voters = self.ballot_of.len() as u64;
        for _ in 0..voters {
            // `below` stays below the length, which is a usize.
            let voter = usize::try_from(stream.below(voters)).unwrap_or(0);
            drawn[self.ballot_of[voter] as usize] += 1;
        }
        let mut profile = Profile::new(self.profile.kind(), self.profile.points_decimals());
        for (ballot, voters) in self.profile.ballots().zip(drawn) {
            if voters > 0 {
                profile.add(voters, ballot.choices, ballot.points);
            }
        }
        profile
    }
}

#[cfg(test)]
mod tests {
    use core::convert::Infallible;

    use proptest::prelude::*;

    use super::*;
    use crate::rational::whole;
    use crate::{BallotKind, Project};

    /// An approval election with a budget of 1, so that a rule which funds the most approved project decides something.
    fn election(ballots: &[(u64, &[u32])]) -> Election {
        let mut profile = Profile::new(BallotKind::Approval, 0);
        for (voters, choices) in ballots {
            profile.add(*voters, choices, &[]);
        }
        let project = |id: &str| Project { id: id.to_owned(), cost: whole(1) };
        Election {
            budget: whole(1),
            projects: ["a", "b", "c"].map(project).to_vec(),
            profile,
            official_scores: Some(vec![whole(7), whole(0), whole(0)]),
            threshold: None,
        }
    }

    fn votes(election: &Election) -> Vec<u64> {
        let mut votes = vec![0; election.projects.len()];
        for ballot in election.profile.ballots() {
            for project in ballot.choices {
                votes[*project as usize] += ballot.voters;
            }
        }
        votes
    }

    /// The project with the most votes; the earlier one of two.
    #[expect(clippy::unnecessary_wraps, reason = "it stands for a rule, and a rule may fail")]
    fn most_votes(election: &Election) -> Result<Vec<usize>, Infallible> {
        let votes = votes(election);
        let best = (0..votes.len()).rev().max_by_key(|at| votes[*at]);
        Ok(best.into_iter().collect())
    }

    #[test]
    fn citizens_of_one_mind_have_a_stable_outcome() {
        let stability = bootstrap(&election(&[(40, &[1])]), "s", 50, most_votes).unwrap();
        assert_eq!(stability.funded, [0, 50, 0]);
        assert_eq!((stability.replicates, stability.seed.as_str()), (50, "s"));
    }

    #[test]
    fn a_project_that_lost_by_a_hair_wins_two_times_in_five() {
        // 51 against 49: b wins a replicate with probability 0.3819, by the binomial distribution, which makes 764 of
        // 2000 with a standard deviation of 22.
        let stability = bootstrap(&election(&[(51, &[0]), (49, &[1])]), "hair", 2000, most_votes).unwrap();
        assert_eq!(stability.funded.iter().sum::<u32>(), 2000);
        assert!((664..=864).contains(&stability.funded[1]), "{:?}", stability.funded);
    }

    #[test]
    fn an_official_score_of_the_whole_election_does_not_decide_a_replicate() {
        let seen = bootstrap(&election(&[(3, &[2])]), "s", 5, |replicate| {
            if replicate.official_scores.is_some() { Err("kept") } else { Ok(vec![2, 2]) }
        });
        assert_eq!(seen.unwrap().funded, [0, 0, 5]);
    }

    #[test]
    fn an_error_of_the_rule_is_passed_on() {
        assert_eq!(bootstrap(&election(&[(3, &[2])]), "s", 5, |_| Err::<Vec<usize>, _>("no")), Err("no"));
    }

    #[test]
    fn an_election_that_nobody_came_to_is_drawn_all_the_same() {
        let stability = bootstrap(&election(&[]), "s", 3, most_votes).unwrap();
        assert_eq!(stability.funded, [3, 0, 0]);
    }

    proptest! {
        #[test]
        fn every_replicate_has_as_many_voters_as_took_part(counts in prop::collection::vec(0_u64..9, 3), r in 1_u32..) {
            let ballots: [&[u32]; 3] = [&[0, 2], &[], &[1]];
            let original: Vec<_> = counts.iter().copied().zip(ballots).collect();
            let original = election(&original);
            let drawn = Voters::of(&original).draw("s", r);
            prop_assert_eq!(drawn.voters(), original.profile.voters());
            // Nobody votes who did not take part.
            prop_assert!(drawn.ballots().all(|ballot| original.profile.ballots()
                .any(|known| known.voters > 0 && known.choices == ballot.choices)));
        }

        #[test]
        fn the_order_of_the_ballots_in_the_file_changes_nothing(
            ballots in prop::collection::vec((1_u64..4, prop::sample::subsequence(vec![0_u32, 1, 2], 0..=3)), 1..8)
                .prop_flat_map(|ballots| (Just(ballots.clone()), Just(ballots).prop_shuffle())),
        ) {
            let tally = |ballots: &[(u64, Vec<u32>)]| {
                let ballots: Vec<(u64, &[u32])> =
                    ballots.iter().map(|(voters, choices)| (*voters, choices.as_slice())).collect();
                bootstrap(&election(&ballots), "s", 20, |replicate| Ok::<_, Infallible>(
                    votes(replicate).iter().enumerate().filter(|(_, votes)| **votes > 3).map(|(at, _)| at).collect()
                ))
            };
            prop_assert_eq!(tally(&ballots.0).unwrap().funded, tally(&ballots.1).unwrap().funded);
        }
    }
}
