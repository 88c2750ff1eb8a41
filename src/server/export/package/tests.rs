//! What an officer finds in the package, and what nobody finds there.

use std::{collections::BTreeMap, io::Read as _};

use glasno_model::{Channel, Respondent, RespondentGroup};
use glasno_store::StoredSubmission;

use super::recount::{Report, Verdict, recount};
use crate::export::tests::{draft, file, frame, line, sample, submission};
use crate::export::{Format, Frame};

/// Twenty citizens who move money from the roads to the parks, four who only comment.
pub(super) fn town() -> (Frame, Vec<StoredSubmission>) {
    let lines = vec![
        line("roads", "Пътища; улици", 1_000_000),
        line("-parks", "=Паркове", 50_000),
        line("x", "Друго", 7),
    ];
    let mut citizens: Vec<StoredSubmission> = (1..=20_i64)
        .map(|number| {
            let by = number * 1_000;
            let comment = format!("Звъннете ми на 0888123456 ({number})");
            submission(
                u8::try_from(number).unwrap(),
                &[("-parks", 50_000 + by), ("roads", 1_000_000 - by)],
                &[(Some("roads"), comment.as_str()), (None, "=1+1; \"да\"\nне")],
            )
        })
        .collect();
    citizens.extend((21..=24).map(|number| submission(number, &[], &[(None, "Само думи: ivan@abv.bg")])));
    for citizen in &mut citizens[..12] {
        citizen.submission.channel = Channel::Paper;
        let ballot = citizen.submission.ballot.as_mut().unwrap();
        ballot.respondent =
            Respondent { group: Some(RespondentGroup::Chitalishte), district: "sever".parse().ok() };
    }
    (frame(vec![draft(1, lines)]), citizens)
}

/// The files of a package by their names.
pub(super) fn unpacked(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn package() -> BTreeMap<String, Vec<u8>> {
    let (frame, citizens) = town();
    unpacked(&file(&frame, &citizens, Format::Zip).0)
}

/// Lays the files into a folder and counts them again.
pub(super) fn counted(files: &BTreeMap<String, Vec<u8>>) -> Report {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    recount(folder.path()).unwrap()
}

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).unwrap()
}

#[test]
fn an_officer_finds_everything_in_the_package_and_anybody_counts_it_again() {
    let (frame, citizens) = town();
    let (zip, summary) = file(&frame, &citizens, Format::Zip);
    assert_eq!((summary.submissions, summary.rows, summary.comments), (24, 40, 44));
    let files = unpacked(&zip);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "Bulgaria_sofia-2027_2027.pb",
            "README.bg.txt",
            "README.en.txt",
            "audit.json",
            "ballots.csv",
            "breakdowns.csv",
            "comments.csv",
            "datapackage.json",
            "lines.csv",
            "results.xlsx",
            "results_lines.csv",
        ]
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("package.zip"), &zip).unwrap();
    for report in [recount(&folder.path().join("package.zip")).unwrap(), counted(&files)] {
        assert!(report.is_good(), "{report:?}");
        assert_eq!((report.ballots, report.suppressed), (20, 0));
        let verdict = |name: &str| {
            report.files.iter().find(|(file, _)| file == name).map(|(_, verdict)| verdict.code())
        };
        for name in ["results_lines.csv", "audit.json", "datapackage.json", "Bulgaria_sofia-2027_2027.pb"] {
            assert_eq!(verdict(name), Some("equal"), "{name}");
        }
        assert_eq!(
            (verdict("ballots.csv"), verdict("breakdowns.csv")),
            (Some("as-packed"), Some("consistent"))
        );
    }
}

#[test]
fn the_results_are_those_of_the_ballots() {
    let files = package();
    let results = text(&files, "results_lines.csv");
    let parks: Vec<&str> =
        results.lines().find(|line| line.starts_with("1,'-parks")).unwrap().split(',').collect();
    assert_eq!(parks[2..7], ["20", "20", "0", "0", "20"]);
    assert_eq!(parks[18..20], ["605.00", "605.00"], "mean and median");
    let ballots = text(&files, "ballots.csv");
    assert!(ballots.starts_with("ballot_id,draft_version,line_id,value,baseline\r\n"), "no byte order mark");
    assert!(ballots.contains(",1,'-parks,510.00,500.00\r\n"));
    let audit: serde_json::Value = serde_json::from_slice(&files["audit.json"]).unwrap();
    assert_eq!(
        audit["counts"],
        serde_json::json!({
            "received": 24, "withdrawn": 0, "counted": 20, "only_comments": 4, "comments": 44, "masked": 24,
        })
    );
    assert_eq!(audit["parameters"]["seed"], "sofia-2027 no deadline");
}

#[test]
fn nobody_finds_a_citizen_in_the_package() {
    let (_, citizens) = town();
    let files = package();
    let (ballots, comments) = (text(&files, "ballots.csv"), text(&files, "comments.csv"));
    for secret in ["paper", "web", "2027-01-15", "chitalishte", "sever", ",bg,", "0888123456", "ivan@abv.bg"]
    {
        assert!(!ballots.contains(secret), "{secret}");
        assert!(!comments.contains(secret) || secret == ",bg,", "{secret}");
    }
    for citizen in &citizens {
        for (name, bytes) in files.iter().filter(|(name, _)| *name != "results.xlsx") {
            let found = String::from_utf8_lossy(bytes).contains(citizen.submission.id.as_str());
            assert!(!found, "{name} tells a submission's id");
        }
    }
    let ids = |table: &str| -> Vec<String> {
        table.lines().skip(1).filter_map(|line| Some(line.split_once(',')?.0.to_owned())).collect()
    };
    assert!(ids(&ballots).is_sorted());
    assert!(
        ids(&comments).iter().all(|comment| !ids(&ballots).iter().any(|ballot| ballot[1..] == comment[1..]))
    );
    let again = text(&package(), "ballots.csv");
    assert!(ids(&again).iter().all(|id| !ids(&ballots).contains(id)), "other names in every package");
}

#[test]
fn comments_are_masked_defused_and_in_no_order() {
    let files = package();
    let comments = text(&files, "comments.csv");
    assert!(comments.contains("Звъннете ми на [телефон] (1)") && comments.contains("Само думи: [имейл]"));
    assert!(comments.contains("\"'=1+1; \"\"да\"\"\nне\""), "{comments}");
    let sheets = crate::export::tests::workbook::cells(&files["results.xlsx"]);
    assert_eq!(sheets.keys().collect::<Vec<_>>(), ["Breakdowns", "Budget lines", "Comments", "Results"]);
    assert_eq!(sheets["Comments"].len(), 45);
    assert_eq!(sheets["Results"][2][18].to_string(), "605");
}

#[test]
fn small_groups_are_told_to_nobody() {
    let files = package();
    let breakdowns = text(&files, "breakdowns.csv");
    let row = |begins: &str| breakdowns.lines().find(|line| line.starts_with(begins)).unwrap().to_owned();
    // Twelve on paper and eight otherwise: of two, none can be told without the other.
    assert_eq!(row("1,channel,paper,"), "1,channel,paper,,,,,,,,,true");
    assert_eq!(row("1,group,chitalishte,roads,"), "1,group,chitalishte,roads,,,,,,,,true");
    assert!(row("1,district,sever,").ends_with(",true"));
}

#[test]
fn the_readmes_say_what_the_figures_do_not() {
    let files = package();
    for (name, said) in [
        ("README.bg.txt", "грешка на извадката не може да се пресметне"),
        ("README.en.txt", "no estimate of sampling error can be calculated"),
    ] {
        let readme = text(&files, name);
        let words = readme.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(said), "{readme}");
        assert!(words.contains("sofia-2027 no deadline") && !readme.contains('{'), "{readme}");
        assert!(readme.lines().all(|line| line.chars().count() <= 100), "{readme}");
        for (file, _) in files.iter().filter(|(file, _)| file.contains(".csv")) {
            assert!(readme.contains(&format!("  {file}\r\n")), "{name} lacks the hash of {file}");
        }
    }
}

#[test]
fn before_anybody_proposes_anything_there_is_a_package_all_the_same() {
    let (frame, _) = sample();
    let files = unpacked(&file(&frame, &[], Format::Zip).0);
    assert!(!files.keys().any(|name| name.contains(".pb")));
    assert!(text(&files, "audit.json").contains("nobody proposed an amount"));
    assert!(counted(&files).is_good());
}

#[test]
fn without_a_draft_there_is_an_empty_package() {
    let files = unpacked(&file(&frame(Vec::new()), &[], Format::Zip).0);
    assert_eq!(text(&files, "lines.csv").lines().count(), 1);
    assert!(counted(&files).is_good());
}

#[test]
fn every_single_change_is_noticed() {
    let files = package();
    let all: [(&str, &str, &str); 9] = [
        ("ballots.csv", "510.00", "510.01"),
        ("ballots.csv", ",1,", ",2,"),
        ("results_lines.csv", "605.00", "606.00"),
        ("lines.csv", "10000.00", "10000.01"),
        ("comments.csv", "Само", "Сaмо"),
        ("breakdowns.csv", "true", "false"),
        ("audit.json", "\"received\": 24", "\"received\": 25"),
        ("datapackage.json", "Proposals", "Ballots"),
        ("Bulgaria_sofia-2027_2027.pb", "PROJECTS", "PROJECTs"),
    ];
    for (name, from, to) in all {
        let mut changed = files.clone();
        let old = text(&files, name);
        let new = old.replacen(from, to, 1);
        assert_ne!(old, new, "{name}");
        changed.insert(name.to_owned(), new.into_bytes());
        let report = counted(&changed);
        let bad: Vec<_> = report.files.iter().filter(|(_, verdict)| !verdict.is_good()).collect();
        assert!(bad.iter().any(|(file, _)| file == name), "{name}: {report:?}");
    }
}

#[test]
fn a_changed_result_is_shown_with_its_line() {
    let mut files = package();
    let changed = text(&files, "results_lines.csv").replacen("605.00", "606.00", 1);
    files.insert("results_lines.csv".into(), changed.into_bytes());
    let report = counted(&files);
    let bad: Vec<_> = report.files.iter().filter(|(_, verdict)| !verdict.is_good()).collect();
    let [(name, Verdict::Differs(difference))] = bad.as_slice() else { panic!("{bad:?}") };
    assert_eq!((name.as_str(), difference.line), ("results_lines.csv", 3));
    assert!(difference.found.contains("606.00") && difference.expected.contains("605.00"));
}

#[test]
fn whoever_changes_a_ballot_and_its_hash_is_found_by_the_results() {
    let mut files = package();
    let ballots = text(&files, "ballots.csv").replacen("510.00", "517.00", 1);
    let hash = |bytes: &[u8]| super::archive::hexadecimal(&<sha2::Sha256 as sha2::Digest>::digest(bytes));
    let (old, new) = (hash(&files["ballots.csv"]), hash(ballots.as_bytes()));
    let audit = text(&files, "audit.json").replace(&old, &new);
    files.insert("ballots.csv".into(), ballots.into_bytes());
    files.insert("audit.json".into(), audit.into_bytes());
    let bad: Vec<_> = counted(&files)
        .files
        .into_iter()
        .filter(|(_, verdict)| !verdict.is_good())
        .map(|(name, _)| name)
        .collect();
    assert!(bad.contains(&"results_lines.csv".to_owned()), "{bad:?}");
}
