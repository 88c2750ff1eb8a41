//! Packages that nobody of good will would make.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write as _},
};

use glasno_tally::package::pabulib_projects;
use proptest::prelude::*;

use super::*;
use crate::export::Format;
use crate::export::package::tests::{counted, town, unpacked};
use crate::export::tests::file;

fn package() -> BTreeMap<String, Vec<u8>> {
    let (frame, citizens) = town();
    unpacked(&file(&frame, &citizens, Format::Zip).0)
}

fn zipped(files: &[(&str, &[u8])]) -> tempfile::NamedTempFile {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let mut out = tempfile::NamedTempFile::new().unwrap();
    out.write_all(zip.finish().unwrap().get_ref()).unwrap();
    out
}

fn bad(report: &Report) -> Vec<(&str, &'static str)> {
    let bad = report.files.iter().filter(|(_, verdict)| !verdict.is_good());
    bad.map(|(name, verdict)| (name.as_str(), verdict.code())).collect()
}

#[test]
fn what_is_no_package_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(recount(folder.path()), Err(RecountError::NoAudit)));
    assert!(matches!(recount(&folder.path().join("nothing")), Err(RecountError::Source(SourceError::Io(_)))));
    std::fs::write(folder.path().join("noise.zip"), b"PK\x03\x04 not really").unwrap();
    let noise = recount(&folder.path().join("noise.zip"));
    assert!(matches!(noise, Err(RecountError::Source(_))), "{noise:?}");
    for audit in ["", "{}", "[]", "{\"format\":\"other\"}", &"[".repeat(100_000)] {
        let zip = zipped(&[("audit.json", audit.as_bytes())]);
        assert!(
            matches!(recount(zip.path()), Err(RecountError::Audit(_))),
            "{}",
            &audit[..audit.len().min(20)]
        );
    }
}

#[test]
fn a_name_leads_nowhere() {
    let audit = package().remove("audit.json").unwrap();
    for name in ["../audit.json", "/etc/passwd", "a/b.csv", "..\\x", "C:x", ".hidden"] {
        let zip = zipped(&[("audit.json", &audit), (name, b"x")]);
        assert!(matches!(recount(zip.path()), Err(RecountError::Source(SourceError::BadName(_)))), "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("audit.json"), &audit).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("ballots.csv")).unwrap();
    assert!(matches!(recount(folder.path()), Err(RecountError::Source(SourceError::BadName(_)))));
}

#[test]
fn a_bomb_is_not_unfolded() {
    let files = package();
    let bomb = vec![b'0'; 64 << 20];
    let mut all: Vec<(&str, &[u8])> = files
        .iter()
        .filter(|(name, _)| *name != "comments.csv")
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    all.push(("comments.csv", &bomb));
    let zip = zipped(&all);
    assert!(zip.as_file().metadata().unwrap().len() < 1 << 20);
    assert!(bad(&recount(zip.path()).unwrap()).contains(&("comments.csv", "too-large")));
}

#[test]
fn a_file_that_is_gone_or_that_nobody_vouches_for_is_named() {
    for name in package().keys().filter(|name| *name != "audit.json") {
        let mut files = package();
        files.remove(name);
        let report = counted(&files);
        assert!(bad(&report).contains(&(name.as_str(), "missing")), "{name}: {report:?}");
    }
    let mut files = package();
    files.insert("results_final.csv".into(), b"1,2\n".to_vec());
    assert_eq!(bad(&counted(&files)), [("results_final.csv", "stranger")]);
    files.remove("results_final.csv");
    files.insert(".DS_Store".into(), vec![0]);
    assert!(counted(&files).is_good());
}

#[test]
fn an_endless_audit_is_not_obeyed() {
    let mut files = package();
    let audit = String::from_utf8(files["audit.json"].clone()).unwrap();
    let audit = audit.replace("\"replicates\": 500", "\"replicates\": 4000000000");
    files.insert("audit.json".into(), audit.into_bytes());
    let all: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert!(matches!(recount(zipped(&all).path()), Err(RecountError::Audit(_))));
}

#[test]
fn a_table_with_giants_is_broken_and_nothing_else() {
    for (name, from, to) in [
        ("lines.csv", "10000.00", "90071992547409.91"),
        ("lines.csv", "10000.00", "99999999999999999999999999999.00"),
        ("ballots.csv", "9990.00", "90071992547409.91"),
        ("lines.csv", "\r\n1,", "\r\n4294967295,"),
    ] {
        let mut files = package();
        let text = String::from_utf8(files[name].clone()).unwrap();
        let changed = text.replacen(from, to, 1);
        assert_ne!(text, changed, "{name}");
        files.insert(name.into(), changed.into_bytes());
        assert!(!counted(&files).is_good(), "{name} {to}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_changed_byte_goes_unnoticed_and_none_breaks_the_count(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), to in any::<u8>(),
    ) {
        let mut files = package();
        let name = which.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
        let bytes = files.get_mut(&name).unwrap();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        let all: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        if let Ok(report) = recount(zipped(&all).path()) {
            prop_assert!(!report.is_good(), "{} at {}", name, at);
        }
    }

    #[test]
    fn no_cut_or_torn_package_breaks_the_count(cut in any::<prop::sample::Index>(), noise in any::<prop::sample::Index>()) {
        let (frame, citizens) = town();
        let mut zip = file(&frame, &citizens, Format::Zip).0;
        let noise = noise.index(zip.len());
        zip[noise] ^= 0x55;
        zip.truncate(zip.len() - cut.index(64));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("package.zip");
        std::fs::write(&path, &zip).unwrap();
        drop(recount(&path));
    }
}

/// A package in which projects were voted on as well.
fn with_projects() -> BTreeMap<String, Vec<u8>> {
    use glasno_tally::package::audit::{BallotForm, ProjectParameters};
    let mut files = package();
    let mut audit: Audit = serde_json::from_slice(&files["audit.json"]).unwrap();
    let parameters = ProjectParameters {
        budget: "150.00".into(),
        form: BallotForm::Approval,
        limits: audit::BallotLimits::default(),
        rule: "mes_cost_add1_until_overspend+votes".into(),
        replicates: 20,
    };
    let table =
        "project_id,name,cost\r\nplay,Площадка,100.00\r\nwater,Чешма,50.00\r\nstone,Паметник,50.00\r\n";
    let choices =
        "ballot_id,project_id,value\r\nb1,play,1\r\nb1,water,1\r\nb2,play,1\r\nb3,stone,1\r\nb4,,\r\n";
    let currency = audit.parameters.currency;
    let ballot = projects::read(table.as_bytes(), choices.as_bytes(), &parameters, currency).unwrap();
    let rule = parameters.rule.parse().unwrap();
    let mut results = results_projects(&ballot, &parameters, rule, currency, &audit.parameters.seed).unwrap();
    let counted = pabulib_projects::Counted {
        ballot: &ballot,
        parameters: &parameters,
        facts: &results.facts,
        currency,
    };
    let (name, mut pabulib) = (pabulib_projects::name(&audit.consultation), String::new());
    let cast = Cast { table: choices, cells: &ballot.cells };
    pabulib_projects::write(counted, &audit.consultation, &cast, &mut pabulib).unwrap();
    files.insert(name.clone(), pabulib.into_bytes());
    results.facts.pabulib = Some(name);
    audit.counts.project_ballots = 4;
    files.insert("projects.csv".into(), table.into());
    files.insert("ballots_projects.csv".into(), choices.into());
    files.insert("results_projects.csv".into(), results.csv.clone().into_bytes());
    audit.parameters.projects = Some(parameters);
    audit.outcome = audit.outcome.with_projects(results);
    let facts =
        |bytes: &[u8]| FileFacts { bytes: bytes.len() as u64, sha256: hexadecimal(&Sha256::digest(bytes)) };
    files.retain(|name, _| name != "datapackage.json");
    audit.sha256 = files
        .iter()
        .filter(|(name, _)| *name != "audit.json")
        .map(|(name, bytes)| (name.clone(), facts(bytes).sha256))
        .collect();
    files.insert("audit.json".into(), json(&audit).unwrap());
    let all = files.iter().map(|(name, bytes)| (name.clone(), facts(bytes))).collect();
    let tables = tables::all(&audit.consultation.languages);
    let datapackage = json(&DataPackage::new(&datapackage_facts(&audit, &tables, &all))).unwrap();
    files.insert("datapackage.json".into(), datapackage);
    files
}

/// Approvals in a table.
struct Cast<'a> {
    table: &'a str,
    cells: &'a [(String, String)],
}

impl projects::Choices for Cast<'_> {
    type Error = RowsError;

    fn each(&self, take: &mut dyn FnMut(&projects::Choice)) -> Result<(), RowsError> {
        projects::read_choices(self.table.as_bytes(), self.cells, audit::BallotForm::Approval, take)
    }
}

#[test]
fn a_project_ballot_is_counted_again_too() {
    let files = with_projects();
    let report = counted(&files);
    assert!(report.is_good(), "{report:?}");
    for (name, from, to, found) in [
        ("ballots_projects.csv", "b3,stone,1", "b3,water,1", "results_projects.csv"),
        ("ballots_projects.csv", "b3,stone,1", "b3,stone,2", "ballots_projects.csv"),
        ("projects.csv", "Площадка,100.00", "Площадка,99.00", "results_projects.csv"),
        ("projects.csv", "100.00", "1e2", "projects.csv"),
        ("results_projects.csv", "true", "false", "results_projects.csv"),
        ("audit.json", "\"budget\": \"150.00\"", "\"budget\": \"50.00\"", "results_projects.csv"),
        ("audit.json", "until_overspend+votes", "until_tea_time", "audit.json"),
    ] {
        let mut changed = files.clone();
        let text = String::from_utf8(files[name].clone()).unwrap().replacen(from, to, 1);
        changed.insert(name.into(), text.into_bytes());
        assert_ne!(changed, files, "{to}");
        let report = counted(&changed);
        assert!(bad(&report).iter().any(|(file, _)| *file == found), "{to}: {report:?}");
    }
}
