//! What we write, read by those who read such files: Pabulib's own checker and pabutools. Needs `GLASNO_PYTHON`, the Python
//! of an environment with both; `cargo xtask test` makes one.

#![expect(clippy::unwrap_used, reason = "a panic here is how a test fails")]
#![expect(clippy::print_stdout, reason = "what was left out is said")]

mod samples;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use glasno_tally::{BallotKind, Election, pabulib, rational};
use serde_json::Value;

/// What the reference programs say of every file in the folder; nothing where they are not here.
fn ask(task: &str, folder: &Path) -> Option<Vec<Value>> {
    let Some(python) = std::env::var_os("GLASNO_PYTHON") else {
        println!("GLASNO_PYTHON is not set, so nothing was compared. Run: cargo xtask test --only reference");
        return None;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/checker.py");
    let output = Command::new(python).arg(script).arg(task).arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).unwrap();
    Some(answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// The same budget, costs, voters, votes and points.
fn check_same(name: &str, election: &Election, answer: &Value) {
    let same = |what: &str, ours: String| assert_eq!(ours, text(&answer[what]), "{name}: {what}");
    same("budget", election.budget.to_string());
    same("voters", election.profile.voters().to_string());
    let mut votes = vec![0; election.projects.len()];
    let mut points = vec![rational::whole(0); election.projects.len()];
    let unit = rational::whole(10_i64.pow(election.profile.points_decimals()));
    for ballot in election.profile.ballots() {
        for (at, choice) in ballot.choices.iter().enumerate() {
            votes[*choice as usize] += ballot.voters;
            if election.profile.kind() == BallotKind::Points {
                let of_all = rational::whole(ballot.points[at]) * rational::whole(ballot.voters);
                points[*choice as usize] += of_all / &unit;
            }
        }
    }
    for (at, project) in election.projects.iter().enumerate() {
        let same = |what: &str, ours: String| {
            assert_eq!(ours, text(&answer[what][&project.id]), "{name}: {what} of {}", project.id);
        };
        same("costs", project.cost.to_string());
        same("votes", votes[at].to_string());
        same("points", points[at].to_string());
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn researchers_read_what_we_write() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("reference");
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).unwrap();
    let mut files = samples::all();
    for (name, file) in &files {
        let written = pabulib::write(file).unwrap_or_else(|error| panic!("{name}: {error}"));
        std::fs::write(folder.join(name), written).unwrap();
    }
    files.sort_by(|one, other| one.0.cmp(&other.0));
    let Some(answers) = ask("check", &folder) else { return };
    assert_eq!(answers.len(), files.len());
    for ((name, _), answer) in files.iter().zip(&answers) {
        assert_eq!(text(&answer["file"]), *name);
        assert!(answer["errors"].as_object().unwrap().is_empty(), "{name}: {}", answer["errors"]);
        let read = pabulib::read(&std::fs::read(folder.join(name)).unwrap()).unwrap();
        check_same(name, &read.election().unwrap(), answer);
    }
}

#[test]
fn researchers_and_we_read_the_same_in_real_files() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared = std::env::var_os("GLASNO_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    for folder in [shared.join("data/pabulib"), shared.join("data/pabulib/valid")] {
        if !folder.is_dir() {
            println!("../shared is not here, so no real file was compared");
            return;
        }
        for answer in ask("read", &folder).unwrap_or_default() {
            let name = text(&answer["file"]);
            match pabulib::read(&std::fs::read(folder.join(&name)).unwrap()) {
                Ok(file) => check_same(&name, &file.election().unwrap(), &answer),
                Err(error) => assert_eq!(error.problem, pabulib::Problem::EmptyBallot, "{name}: {error}"),
            }
        }
    }
}
