//! The open-data package over the real executable: made by an operator or an officer, counted again by anybody.

use std::{
    collections::BTreeMap,
    fs,
    io::Read as _,
    path::Path,
    process::{Command, Output},
};

use glasno_tests::support::{OFFICER, PASSWORD, executable};
use serde_json::{Value, json};

use crate::town::{SLUG, Town, ballot, complaint, id};

const SETTINGS: &str = "[respondents]\ngroups = [\"citizen\", \"chitalishte\"]\n\
    [[respondents.districts]]\nid = \"sever\"\nname = { bg = \"Север\", en = \"North\" }\n";

/// A town in which fourteen citizens move different amounts, one of them keeps the roads on purpose, and one only comments.
fn town() -> Town {
    let town = Town::open();
    let file = town.installation().folder().join("settings.toml");
    fs::write(&file, SETTINGS).unwrap();
    town.installation().done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    for number in 1..=16_u64 {
        let cents = number * 1_111;
        let mut said = ballot(number);
        said["ballot"]["allocation"] = match number {
            15 => json!([{ "line": "roads", "amount": 100_000 }]),
            16 => json!([]),
            _ => json!([
                { "line": "roads", "amount": 100_000 + cents }, { "line": "parks", "amount": 50_000 - cents },
            ]),
        };
        said["ballot"]["comments"][0]["text"] = json!("Обадете се на 0888 123 456, Петър");
        said["ballot"]["respondent"] = json!({ "group": "chitalishte", "district": "sever" });
        assert_eq!(town.send(&said).status, 201);
    }
    town
}

/// The package that an operator makes.
fn exported(town: &Town, name: &str) -> Vec<u8> {
    let out = town.installation().folder().join(name);
    town.installation().done(["export", SLUG, "--format", "zip", "--out", out.to_str().unwrap()]);
    fs::read(out).unwrap()
}

fn unpacked(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

/// A folder with these files.
fn laid_out(files: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// A stranger with the program and the package, and nothing else.
fn recount(package: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(executable());
    command.arg("recount").arg(package).args(["--language", "en"]).args(more);
    command.output().expect("glasno runs")
}

fn verdicts(package: &Path) -> (Option<i32>, Value) {
    let output = recount(package, &["--json"]);
    let said = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", complaint(&output)));
    (output.status.code(), said)
}

/// The files that are not as they should be.
fn bad(said: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let files = said["files"].as_array().unwrap().iter();
    let pairs = files.map(|file| (text(&file["file"]), text(&file["verdict"])));
    pairs.filter(|(_, verdict)| !["equal", "as-packed", "consistent"].contains(&verdict.as_str())).collect()
}

#[test]
fn a_stranger_counts_the_package_again_and_gets_the_same() {
    let town = town();
    let zip = exported(&town, "open.zip");
    let (code, said) = verdicts(&town.installation().folder().join("open.zip"));
    assert_eq!((code, &said["equal"], &said["ballots"]), (Some(0), &json!(true), &json!(15)), "{said}");
    let files = unpacked(&zip);
    let folder = laid_out(&files);
    assert_eq!(verdicts(folder.path()), (code, said));
    let output = recount(folder.path(), &[]);
    assert!(output.status.success() && complaint(&output).is_empty(), "{}", complaint(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("results_lines.csv: counted again, the same to the byte"), "{text}");

    let results = String::from_utf8(files["results_lines.csv"].clone()).unwrap();
    let roads: Vec<&str> =
        results.lines().find(|line| line.starts_with("1,roads,")).unwrap().split(',').collect();
    // Fourteen raise the roads, by 77.77 in the mean of all fifteen.
    assert_eq!(roads[2..9], ["15", "15", "0", "1", "14", "1", "0"]);
    assert_eq!(roads[18], "1077.77");
}

#[test]
fn nothing_in_the_package_leads_to_a_citizen() {
    let town = town();
    let files = unpacked(&exported(&town, "open.zip"));
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for number in 1..=16 {
            assert!(!text.contains(&id(number)), "{name} tells a submission's id");
        }
        assert!(!text.contains("0888 123 456") && !text.contains("127.0.0.1"), "{name}");
    }
    let [ballots, comments] =
        ["ballots.csv", "comments.csv"].map(|name| String::from_utf8(files[name].clone()).unwrap());
    for word in ["web", "chitalishte", "sever"] {
        assert!(!ballots.contains(word) && !comments.contains(word), "{word}");
    }
    let mut rows = csv::Reader::from_reader(ballots.as_bytes());
    assert_eq!(rows.headers().unwrap(), &["ballot_id", "draft_version", "line_id", "value", "baseline"][..]);
    let ids: Vec<String> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert!(ids.len() == 29 && ids.is_sorted());
    let other = unpacked(&exported(&town, "again.zip"));
    assert!(ids.iter().all(|id| !String::from_utf8_lossy(&other["ballots.csv"]).contains(id.as_str())));
    assert_eq!(
        files["results_lines.csv"], other["results_lines.csv"],
        "the names change nothing in the results"
    );
    assert!(comments.contains("Обадете се на [телефон], Петър"), "{comments}");
}

#[test]
fn whoever_changes_one_figure_is_found_with_the_line() {
    let town = town();
    let files = unpacked(&exported(&town, "open.zip"));
    for (name, from, to) in [
        ("ballots.csv", "1011.11", "1011.12"),
        ("results_lines.csv", "1077.77", "1177.77"),
        ("lines.csv", "\r\n1,roads,", "\r\n1,rods,"),
        ("comments.csv", "Петър", "Петьр"),
        ("audit.json", "\"counted\": 15", "\"counted\": 51"),
    ] {
        let mut changed = files.clone();
        let text = String::from_utf8(files[name].clone()).unwrap();
        changed.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
        assert_ne!(changed, files, "{name}");
        let folder = laid_out(&changed);
        let (code, said) = verdicts(folder.path());
        assert_eq!(code, Some(1), "{name}");
        assert!(bad(&said).iter().any(|(file, _)| file == name), "{name}: {said}");
        assert!(complaint(&recount(folder.path(), &[])).contains(name));
    }
    let mut changed = files.clone();
    let results =
        String::from_utf8(files["results_lines.csv"].clone()).unwrap().replacen("1077.77", "1177.77", 1);
    changed.insert("results_lines.csv".into(), results.into_bytes());
    let said = complaint(&recount(laid_out(&changed).path(), &[]));
    assert!(said.contains("results_lines.csv, line 2: counting gives") && said.contains("1177.77"), "{said}");
}

#[test]
fn an_officer_downloads_the_same_package() {
    let town = town();
    town.installation().add_officer(OFFICER, PASSWORD);
    let form = format!("name={OFFICER}&password={}", PASSWORD.replace(' ', "+"));
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let cookie = town.post("/officer/login", &[kind], form.as_bytes());
    let cookie = cookie.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = town.get_with("/officer/c/town?lang=en", &[("cookie", &cookie)]).text();
    assert!(page.contains("/officer/c/town/export/zip") && page.contains("glasno recount"), "{page}");
    let answer = town.get_with("/officer/c/town/export/zip", &[("cookie", &cookie)]);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/zip"));
    assert!(answer.header("content-disposition").contains(".zip"));
    let path = town.installation().folder().join("downloaded.zip");
    fs::write(&path, &answer.body).unwrap();
    assert_eq!(verdicts(&path).0, Some(0));
    assert_eq!(town.get("/officer/c/town/export/zip").status, 303, "strangers get the login");
}

#[test]
fn what_is_no_package_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let noise = folder.path().join("noise.zip");
    fs::write(&noise, b"PK\x05\x06 nothing here").unwrap();
    for package in [folder.path(), &noise, &folder.path().join("gone.zip")] {
        let output = recount(package, &[]);
        assert_eq!(output.status.code(), Some(1));
        let said = complaint(&output);
        assert!(said.contains("no package of Glasno") && !said.contains("panicked"), "{said}");
    }
    assert_eq!(Command::new(executable()).arg("recount").output().unwrap().status.code(), Some(2));
}

#[test]
fn nobody_can_shop_for_a_seed_in_secret() {
    let town = town();
    let folder = town.installation().folder();
    let out = folder.join("seeded.zip");
    let export = |seed: &str| {
        let arguments = ["export", SLUG, "--format", "zip", "--seed", seed, "--out", out.to_str().unwrap()];
        town.installation().glasno(arguments)
    };
    assert!(export("Лотария №\u{a0}7 от 2027-01-16").status.success());
    let files = unpacked(&fs::read(&out).unwrap());
    for name in ["audit.json", "README.bg.txt", "README.en.txt"] {
        assert!(String::from_utf8_lossy(&files[name]).contains("Лотария №\u{a0}7 от 2027-01-16"), "{name}");
    }
    assert_eq!(verdicts(&out).0, Some(0));
    let usual: Value = serde_json::from_slice(&unpacked(&exported(&town, "open.zip"))["audit.json"]).unwrap();
    assert_eq!(usual["parameters"]["seed"], "town no deadline");
    for seed in ["", "two\nlines", &"x".repeat(201)] {
        assert_eq!(export(seed).status.code(), Some(1), "{seed:?}");
    }
}

/// A town in which fourteen citizens choose projects, by this method.
fn choosing(method: &str, choose: impl Fn(u64) -> Value) -> Town {
    let town = town();
    town.offer(&format!(
        "[ways]\nrebalance = true\ncomments = true\n[ways.projects]\nbudget = 55\n{method}\n"
    ));
    for number in 21..=34 {
        let mut said = ballot(number);
        said["ballot"] = json!({ "draft_version": 1, "language": "bg", "projects": choose(number) });
        let answer = town.send(&said);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    town
}

/// A method, and what the citizen of a number says in it.
type Method = (&'static str, fn(u64) -> Value);

/// Each method with what a citizen says in it: most want the benches, every third one the stage; both cost more than there is.
fn methods() -> [Method; 4] {
    fn wanted(number: u64) -> [&'static str; 2] {
        if number.is_multiple_of(3) { ["stage", "bench"] } else { ["bench", "stage"] }
    }
    [
        ("method = \"knapsack\"", |number| json!([{ "project": wanted(number)[0] }])),
        ("method = \"approval\"\nat_most = 1", |number| json!([{ "project": wanted(number)[0] }])),
        ("method = \"ranking\"\nat_most = 2", |number| {
            json!(wanted(number).map(|project| json!({ "project": project })))
        }),
        ("method = \"points\"\ntotal = 10\nat_most = 7", |number| {
            let [first, second] = wanted(number);
            json!([{ "project": first, "points": 7 }, { "project": second, "points": 3 }])
        }),
    ]
}

#[test]
fn a_stranger_counts_the_projects_again_by_every_method() {
    for (method, choose) in methods() {
        let town = choosing(method, choose);
        let files = unpacked(&exported(&town, "projects.zip"));
        let folder = laid_out(&files);
        let (code, said) = verdicts(folder.path());
        assert_eq!(code, Some(0), "{method}: {said}");
        let audit: Value = serde_json::from_slice(&files["audit.json"]).unwrap();
        assert_eq!(audit["outcome"]["projects"]["selected"], json!(["bench"]), "{method}");
        let counts = &audit["counts"];
        assert_eq!((&counts["project_ballots"], &counts["only_projects"]), (&json!(14), &json!(14)));
        assert_eq!((&counts["received"], &counts["only_comments"]), (&json!(30), &json!(1)));
        for (name, bytes) in &files {
            let text = String::from_utf8_lossy(bytes);
            assert!((21..=34).all(|number| !text.contains(&id(number))), "{name} tells a submission's id");
        }
        let mut changed = files.clone();
        let choices = String::from_utf8(files["ballots_projects.csv"].clone()).unwrap();
        let last = choices.trim_end().rfind(',').unwrap();
        changed.insert("ballots_projects.csv".into(), format!("{}9\r\n", &choices[..=last]).into_bytes());
        let (code, said) = verdicts(laid_out(&changed).path());
        assert_eq!(code, Some(1), "{method}");
        assert!(bad(&said).iter().any(|(file, _)| file == "ballots_projects.csv"), "{said}");
    }
}

/// Pabulib's own checker about the files in the package; needs `GLASNO_PYTHON`, as `cargo xtask test --only reference`
/// sets it.
#[test]
fn pabulib_takes_the_files_in_the_package() {
    let Some(python) = std::env::var_os("GLASNO_PYTHON") else { return };
    for (method, choose) in methods() {
        let town = choosing(method, choose);
        let mut only = unpacked(&exported(&town, "open.zip"));
        only.retain(|name, _| Path::new(name).extension().is_some_and(|extension| extension == "pb"));
        assert_eq!(only.len(), 2, "{method}: {:?}", only.keys());
        let folder = laid_out(&only);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/tally/tests/checker.py");
        let output = Command::new(&python).arg(script).arg("check").arg(folder.path()).output().unwrap();
        let answers = String::from_utf8(output.stdout.clone()).unwrap();
        let mut voters = Vec::new();
        for answer in answers.lines() {
            let answer: Value =
                serde_json::from_str(answer).unwrap_or_else(|_| panic!("{}", complaint(&output)));
            assert_eq!(answer["errors"], json!({}), "{method}: {answer}");
            voters.push(answer["voters"].to_string().trim_matches('"').to_owned());
        }
        assert_eq!(voters, ["15", "14"], "{method}: {answers}");
    }
}
