//! Reading, counting and writing, tried on real files where they are there.

mod reading;
mod refusals;
mod writing;

use std::path::PathBuf;

use super::*;

fn shared(folder: &str) -> Vec<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let root = std::env::var_os("GLASNO_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(root.join("data/pabulib").join(folder)) else {
        println!("../shared is not here, so no real file was read");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pb"));
    files.sort();
    files
}

#[test]
fn researchers_real_files_are_read() {
    for path in shared("").into_iter().chain(shared("valid")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file = read(&std::fs::read(&path).unwrap());
        if name == "approval_emptyvote.pb" {
            let error = file.unwrap_err();
            assert_eq!(
                (error.line, error.field.as_str(), &error.problem),
                (29, "vote", &Problem::EmptyBallot)
            );
            continue;
        }
        let file = file.unwrap_or_else(|error| panic!("{name}: {error}"));
        let election = file.election().unwrap();
        assert_eq!(election.profile.voters(), file.votes.len() as u64, "{name}");
        let column = |of: fn(&Project) -> Option<&crate::Rational>| -> Vec<_> {
            file.projects.iter().filter_map(|project| of(project).cloned()).collect()
        };
        let mut votes = vec![crate::rational::whole(0); file.projects.len()];
        for ballot in election.profile.ballots() {
            for choice in ballot.choices {
                votes[*choice as usize] += crate::rational::whole(ballot.voters);
            }
        }
        assert_eq!(votes, column(|project| project.votes.as_ref()), "{name}");
    }
}
