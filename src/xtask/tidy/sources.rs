//! What may stand in which source file.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

/// Two words that, one after the other in a string, are SQL.
const SQL: [(&str, &str); 8] = [
    ("insert", "into"),
    ("insert", "or"),
    ("delete", "from"),
    ("create", "table"),
    ("create", "index"),
    ("alter", "table"),
    ("select", "count("),
    ("begin", "immediate"),
];

/// How statements begin where somebody writes them in capitals.
const SHOUTED: [&str; 6] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER "];

/// Every finding in the Rust files below `folder`.
///
/// # Errors
/// When a file cannot be read.
pub(super) fn check(folder: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    walk(folder, folder, &mut findings)?;
    findings.sort();
    Ok(findings)
}

fn walk(root: &Path, folder: &Path, findings: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            walk(root, &path, findings)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            findings.extend(file(&name, &source));
        }
    }
    Ok(())
}

fn file(name: &str, source: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for (number, line) in source.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
        if line.starts_with("//") {
            continue;
        }
        if !name.starts_with("store/") && speaks_sql(line) {
            findings.push(format!("SQL only in store: src/{name}:{number}"));
        }
        let architecture = concat!("target_", "arch");
        if name != "widget/lib.rs" && line.contains("cfg") && line.contains(architecture) {
            findings.push(format!("cfg({architecture}) only in widget/lib.rs: src/{name}:{number}"));
        }
    }
    findings
}

/// A heuristic: the words inside the first string of a line. Other code says the same in other ways.
fn speaks_sql(line: &str) -> bool {
    let Some((_, string)) = line.split_once('"') else { return false };
    // A sentence begins with one capital letter, a statement with none or with all.
    if string.starts_with(char::is_uppercase) && !SHOUTED.iter().any(|shouted| string.starts_with(shouted)) {
        return false;
    }
    let lower = string.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let pair =
        words.windows(2).any(|pair| SQL.iter().any(|(one, two)| pair[0] == *one && pair[1].starts_with(two)));
    let select = words.first() == Some(&"select") && words.contains(&"from");
    let update = words.first() == Some(&"update") && words.get(2) == Some(&"set");
    pair || select || update
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn sql_outside_the_store_is_found() {
        let query = r#"let rows = db.query("select id from submission where id = ?1");"#;
        assert_eq!(
            file("server/http/page.rs", &format!("\n{query}")),
            ["SQL only in store: src/server/http/page.rs:2"]
        );
        assert!(file("store/sqlite/read.rs", query).is_empty());
        assert_eq!(file("server/a.rs", r#"run("insert into officer values (1)")"#).len(), 1);
        assert_eq!(file("server/a.rs", r#"run("UPDATE officer SET name = 1")"#).len(), 1);
    }

    #[test]
    fn sentences_that_only_sound_like_sql_are_left_alone() {
        for line in [
            r#"say("Select a file from your computer")"#,
            "// select id from submission",
            r#"say("update the draft")"#,
            r#"let insert = "into";"#,
        ] {
            assert!(file("server/a.rs", line).is_empty(), "{line}");
        }
    }
}
