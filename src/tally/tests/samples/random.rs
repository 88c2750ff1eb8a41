//! Elections like any other, the same each time, undecided and decided by every greedy rule with the officers' ties.

use glasno_tally::pabulib::{File, Meta, Project, Vote, VoteType, Votes};
use glasno_tally::{TieOrder, project, rational};

use super::{about, with};

/// Every one of them with the name of its file.
pub fn all() -> Vec<(String, File)> {
    let mut files = Vec::new();
    for vote_type in VoteType::ALL {
        for seed in 1..=6 {
            let election = election(vote_type, seed);
            files.push((format!("random_{}_{seed}.pb", vote_type.code()), election.clone()));
            for rule in ["greedy", "greedy-no-skip", "greedy-threshold"] {
                let name = format!("random_{}_{seed}_{rule}.pb", vote_type.code());
                files.push((name, decided(election.clone(), rule)));
            }
        }
    }
    files
}

fn decided(mut file: File, rule: &str) -> File {
    let threshold = (rule == "greedy-threshold").then_some("3");
    file = with(file, [("rule", rule), ("min_project_score_threshold", threshold.unwrap_or_default())]);
    let order = TieOrder::Chain { seed: "2026".to_owned() };
    let outcome = project::outcome(&file.election().unwrap(), file.declared_rule().unwrap(), &order).unwrap();
    for (at, project) in file.projects.iter_mut().enumerate() {
        project.selected = Some(u8::from(outcome.selected.contains(&at)));
    }
    file
}

/// An election like any other, the same for the same seed.
fn election(vote_type: VoteType, seed: u64) -> File {
    let mut state = seed;
    let mut below = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let projects: Vec<Project> = (0..2 + below(9))
        .map(|at| {
            super::project(
                &format!("p{at}"),
                &format!("{}.{}", 1 + below(90_000), below(100)),
                &[("name", "Проект")],
            )
        })
        .collect();
    let mut votes = Votes::new(["age", "education"], 0);
    for voter in 0..below(40) {
        let mut choices: Vec<u32> = (0..).zip(&projects).map(|(at, _)| at).collect();
        for at in 0..choices.len() {
            choices.swap(at, usize::try_from(below(1 + at as u64)).unwrap());
        }
        let most = if vote_type == VoteType::ChooseOne { 2 } else { 1 + projects.len() as u64 };
        choices.truncate(usize::try_from(below(most)).unwrap());
        let given = if vote_type.has_points() { choices.len() } else { 0 };
        let points: Vec<i64> = (0..given).map(|_| i64::try_from(below(8)).unwrap()).collect();
        let age = (18 + below(60)).to_string();
        votes.push(
            Vote { voter_id: &voter.to_string(), choices: &choices, points: &points },
            [age.as_str(), ""],
        );
    }
    let meta = Meta { vote_type, budget: rational::whole(100_000 + below(200_000)), fields: about() };
    with(
        File { meta, projects, votes },
        [("max_sum_points", "70")].into_iter().filter(|_| vote_type.has_points()),
    )
}
