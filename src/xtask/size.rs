//! `cargo xtask size`: what a citizen downloads before the first line can be edited, and the gate on it.

use anyhow::{Context as _, Result, bail};

use crate::{
    build::{self, files, files::File},
    process::{print, workspace},
};

/// Brotli bytes on the critical path; 1 KB is 1,000 bytes.
const TOTAL_LIMIT: usize = 120_000;
/// The loader in gzip, which every visitor of the municipality's page downloads.
const LOADER_LIMIT: usize = 3_000;
/// Each lazily fetched part, in brotli.
const PART_LIMIT: usize = 40_000;
/// A draft of forty lines as the endpoint sends it.
const DATA: &str = "tests/fixtures/forty-lines.json";

/// `cargo xtask size`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        bail!("size takes no arguments");
    }
    check(&build::widget()?)
}

/// Prints the table and holds it against the limits.
///
/// # Errors
/// Names every limit that is exceeded.
pub(crate) fn check(built: &[File]) -> Result<()> {
    let data = std::fs::read(workspace().join(DATA)).with_context(|| format!("cannot read {DATA}"))?;
    let rows = critical_path(built, files::brotli(&data)?.len());
    let findings = findings(&rows, built);
    print(&table(&rows, built));
    if !findings.is_empty() {
        bail!("{}", findings.join("; "));
    }
    Ok(())
}

/// What is fetched, and its bytes in brotli.
type Row = (&'static str, usize);

fn critical_path(built: &[File], data: usize) -> Vec<Row> {
    let brotli = |role: &str| built.iter().filter(|file| file.role == role).map(File::brotli).sum();
    vec![
        ("loader", brotli("loader")),
        ("glue and style", brotli("stage2")),
        ("wasm", brotli("wasm")),
        ("locale bg", brotli("locale:bg")),
        ("data of 40 lines", data),
    ]
}

fn total(rows: &[Row]) -> usize {
    rows.iter().map(|(_, bytes)| bytes).sum()
}

fn findings(rows: &[Row], built: &[File]) -> Vec<String> {
    let mut measured = vec![("the critical path in brotli".to_owned(), total(rows), TOTAL_LIMIT)];
    for file in built {
        if file.role == "loader" {
            measured.push(("the loader in gzip".to_owned(), file.gzip(), LOADER_LIMIT));
        } else if let Some(name) = file.role.strip_prefix("part:") {
            measured.push((format!("the part {name} in brotli"), file.brotli(), PART_LIMIT));
        }
    }
    let too_large = measured.into_iter().filter(|(_, bytes, limit)| bytes > limit);
    too_large
        .map(|(what, bytes, limit)| format!("{what} is {bytes} bytes, {} more than {limit}", bytes - limit))
        .collect()
}

/// Each part with its own bytes, and with the bytes and number of all files that are fetched where it is the first to be
/// opened: what parts share comes once, with the first of them.
fn parts(built: &[File]) -> Vec<(&str, usize, usize, usize)> {
    let shared = |file: &File, name: &str| {
        file.role.strip_prefix("part:").is_some_and(|names| names.split('+').any(|known| known == name))
    };
    let own = built.iter().filter_map(|file| Some((file, file.role.strip_prefix("part:")?)));
    own.filter(|(_, name)| !name.contains('+'))
        .map(|(file, name)| {
            let fetched = || built.iter().filter(|other| shared(other, name));
            (name, file.brotli(), fetched().map(File::brotli).sum(), fetched().count())
        })
        .collect()
}

fn table(rows: &[Row], built: &[File]) -> String {
    let mut lines = vec![format!("{:<24}{:>10}{:>10}", "critical path", "brotli", "at most")];
    lines.extend(rows.iter().map(|(what, bytes)| format!("{what:<24}{bytes:>10}")));
    lines.push(format!("{:<24}{:>10}{TOTAL_LIMIT:>10}", "together", total(rows)));
    for file in built {
        if file.role == "loader" {
            lines.push(format!("{:<24}{:>10}{LOADER_LIMIT:>10}", "loader in gzip", file.gzip()));
        }
    }
    lines.push(format!("\n{:<24}{:>10}{:>10}{:>16}", "part", "brotli", "at most", "first opened"));
    for (name, own, first, files) in parts(built) {
        lines.push(format!("{name:<24}{own:>10}{PART_LIMIT:>10}{first:>16} in {files} files"));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{critical_path, findings, parts};
    use crate::build::files::File;

    fn file(role: &str, bytes: usize) -> File {
        File { role: role.into(), path: String::new(), integrity: String::new(), sizes: [bytes; 3] }
    }

    fn found(files: &[File], data: usize) -> Vec<String> {
        findings(&critical_path(files, data), files)
    }

    #[test]
    fn a_citizen_on_a_slow_phone_is_not_sent_more_than_the_limit() {
        let files =
            [file("loader", 3_000), file("wasm", 100_000), file("stage2", 5_000), file("locale:bg", 2_000)];
        assert!(found(&files, 10_000).is_empty());
        assert_eq!(
            found(&files, 10_001),
            ["the critical path in brotli is 120001 bytes, 1 more than 120000"]
        );
    }

    #[test]
    fn whoever_opens_a_part_first_fetches_what_it_shares_too() {
        let files = [file("part:chart", 10), file("part:pot", 5), file("part:chart+pot", 3), file("wasm", 1)];
        assert_eq!(parts(&files), [("chart", 10, 13, 2), ("pot", 5, 8, 2)]);
    }

    #[test]
    fn the_loader_and_each_part_have_a_limit_of_their_own() {
        let found =
            found(&[file("loader", 3_001), file("part:chart", 40_001), file("locale:en", 500_000)], 1);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
