//! An election as large as the largest real ones, made from a seed: 90,000 voters, 160 projects, 325,000 approvals.

use core::fmt::Write as _;

const VOTERS: usize = 90_000;
const PROJECTS: usize = 160;
const BUDGET: u64 = 25_000_000;
/// How many projects a voter approves of: one in so many voters each time stops here.
const STOPS: [u64; 15] = [3, 4, 5, 5, 4, 4, 4, 4, 4, 3, 3, 3, 3, 2, 1];

/// The same numbers on every machine (splitmix64).
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// The text of a `.pb` file. A few projects are known to everybody, most to few: popularity falls with the rank.
pub fn election(seed: u64) -> String {
    let mut draws = Draws(seed);
    let costs: Vec<u64> =
        (0..PROJECTS).map(|_| (1 + draws.below(80)) * 10_000 + draws.below(100) * 37).collect();
    let mut popularity = Vec::with_capacity(PROJECTS);
    let mut all = 0;
    for rank in 0..PROJECTS as u64 {
        all += 1_000_000 / (rank + 6);
        popularity.push(all);
    }
    let mut votes = vec![0_u32; PROJECTS];
    let mut ballots = String::new();
    for voter in 0..VOTERS {
        let mut chosen: Vec<usize> = Vec::new();
        for stop in STOPS {
            let draw = draws.below(all);
            let project = popularity.partition_point(|bound| *bound <= draw);
            if !chosen.contains(&project) {
                chosen.push(project);
                votes[project] += 1;
            }
            if draws.below(stop) == 0 {
                break;
            }
        }
        chosen.sort_unstable();
        let chosen: Vec<String> = chosen.iter().map(|project| (project + 1).to_string()).collect();
        let _ = writeln!(ballots, "{voter};{}", chosen.join(","));
    }
    let mut text = format!(
        "META\nkey;value\ndescription;Generated\ncountry;Bulgaria\nunit;Generated\ninstance;2026\nnum_projects;{PROJECTS}\n\
         num_votes;{VOTERS}\nbudget;{BUDGET}\nvote_type;approval\nrule;unknown\ndate_begin;2026\ndate_end;2026\n\
         PROJECTS\nproject_id;cost;votes\n"
    );
    for (project, (cost, votes)) in costs.iter().zip(&votes).enumerate() {
        let _ = writeln!(text, "{};{cost};{votes}", project + 1);
    }
    text.push_str("VOTES\nvoter_id;vote\n");
    text.push_str(&ballots);
    text
}
