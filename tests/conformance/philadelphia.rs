//! Another city, another shape: fund → department → class, brought into the layout `lines`.
//!
//! The example for any file that names its groups in columns. Each distinct fund is a group at the top, each of its
//! departments a group in that fund, each row a line in that department. An id is the group's id and the place within
//! it (`f1`, `f1-d2`, `f1-d2-c100`), so that a corrected file with the same rows keeps its ids; a class that a
//! department has several times is numbered on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::{glasno, shared};

/// One row of the city's file, in its columns.
struct Row {
    fund: String,
    department: String,
    class: String,
    class_name: String,
    total: String,
}

fn rows(file: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let record = |record: csv::StringRecord| Row {
        fund: record[1].to_owned(),
        department: record[2].to_owned(),
        class: record[3].to_owned(),
        class_name: record[4].to_owned(),
        total: record[5].to_owned(),
    };
    reader.records().map(|row| record(row.unwrap())).collect()
}

/// The file in the layout `lines`, in dollars.
fn as_lines(rows: &[Row]) -> String {
    let mut file = "id,parent,code,name_en,amount,currency\n".to_owned();
    let mut groups = Groups::default();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let fund = groups.id(&mut file, None, 'f', &row.fund);
        let department = groups.id(&mut file, Some(&fund), 'd', &row.department);
        let class = format!("{department}-c{}", row.class);
        let seen = lines.entry(class.clone()).or_default();
        *seen += 1;
        let id = if *seen == 1 { class } else { format!("{class}-{seen}") };
        let (code, name) = (&row.class, quoted(&row.class_name));
        let _ = writeln!(file, "{id},{department},{code},{name},{},USD", row.total);
    }
    file
}

/// The ids of groups by their parent and name.
#[derive(Default)]
struct Groups(BTreeMap<(Option<String>, String), String>);

impl Groups {
    /// The id of a group, which is written to the file when it is met first.
    fn id(&mut self, file: &mut String, parent: Option<&str>, letter: char, name: &str) -> String {
        let key = (parent.map(str::to_owned), name.to_owned());
        if let Some(id) = self.0.get(&key) {
            return id.clone();
        }
        let number = self.0.keys().filter(|(other, _)| other.as_deref() == parent).count() + 1;
        let id =
            parent.map_or_else(|| format!("{letter}{number}"), |parent| format!("{parent}-{letter}{number}"));
        let _ = writeln!(file, "{id},{},,{},,USD", parent.unwrap_or_default(), quoted(name));
        self.0.insert(key, id.clone());
        id
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[test]
fn a_budget_of_funds_departments_and_classes_is_imported_in_dollars() {
    let rows = rows(&shared("budgets/philadelphia-fy19/FY19-proposed.csv"));
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("lines.csv"));
    std::fs::write(&file, as_lines(&rows)).unwrap();
    let data = data.to_str().unwrap();
    let made = glasno(&[
        "consultation",
        "create",
        "philadelphia",
        "--data",
        data,
        "--title-en",
        "Budget 2019",
        "--currency",
        "USD",
        "--languages",
        "en",
    ]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

    let imported = glasno(&[
        "import",
        file.to_str().unwrap(),
        "--data",
        data,
        "--consultation",
        "philadelphia",
        "--json",
        "--expect-total",
        "9455729000",
    ]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));

    let found: serde_json::Value = serde_json::from_slice(&imported.stdout).unwrap();
    let report = &found["report"];
    assert_eq!((&found["draft_version"], &report["lines"]), (&1.into(), &rows.len().into()));
    // 14 funds and 132 departments in them.
    assert_eq!(report["groups"], 14 + 132);
    assert_eq!((&report["currency"], &report["total"]), (&"USD".into(), &945_572_900_000_i64.into()));
}
