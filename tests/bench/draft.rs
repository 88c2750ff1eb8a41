//! The consultation that is measured: as many lines as one wants, all in one group, and ballots that move every line.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};
use glasno_model::ReceiptCode;
use glasno_tests::support::{Installation, Server};

/// The consultation's name in addresses.
pub const SLUG: &str = "bench";
/// The lines of the draft that submissions are measured on.
pub const LINES: usize = 40;
/// What each citizen says.
pub const COMMENT_CHARACTERS: usize = 400;

/// A data folder with an open consultation over so many lines.
///
/// # Errors
/// When the command line refuses it.
pub fn installation(lines: usize) -> Result<Installation> {
    installed(&csv(lines))
}

/// A server over such a folder that takes as much as it is given.
///
/// # Errors
/// As [`installation`].
pub fn server(lines: usize) -> Result<Server> {
    Ok(installation(lines)?.serve(&["--rate-limit", "off"]))
}

/// A server with so many lines under headings, as a real budget has them: functions, and activities in them.
///
/// # Errors
/// As [`installation`].
pub fn server_with_headings(lines: usize) -> Result<Server> {
    Ok(installed(&csv_with_headings(lines))?.serve(&["--rate-limit", "off"]))
}

fn installed(csv: &str) -> Result<Installation> {
    let installation = Installation::empty();
    let file = installation.folder().join("draft.csv");
    std::fs::write(&file, csv).context("the draft cannot be written")?;
    let file = file.to_str().context("the temporary folder has an odd name")?;
    for arguments in [
        &["consultation", "create", SLUG, "--title-bg", "Бюджет 2027", "--title-en", "Budget 2027"][..],
        &["import", file, "--layout", "lines", "--consultation", SLUG],
        &["consultation", "open", SLUG],
    ] {
        let output = installation.glasno(arguments);
        if !output.status.success() {
            bail!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    Ok(installation)
}

/// The names and amounts of the peers' pages.
fn csv(lines: usize) -> String {
    let mut csv = format!("{COLUMNS}all,,Разходи,Spending,,EUR,\n");
    for at in 0..lines {
        write_line(&mut csv, at, "all", "local");
    }
    csv
}

const COLUMNS: &str = "id,parent,name_bg,name_en,amount,currency,discretion\n";
const FUNCTIONS: usize = 10;
const ACTIVITIES_IN_EACH: usize = 5;

/// Every fourth line is not the council's to decide on.
fn csv_with_headings(lines: usize) -> String {
    let mut csv = COLUMNS.to_owned();
    let activities = FUNCTIONS * ACTIVITIES_IN_EACH;
    for activity in 0..activities {
        let (function, inner) = (activity / ACTIVITIES_IN_EACH + 1, activity % ACTIVITIES_IN_EACH + 1);
        // Writing to a string cannot fail.
        if inner == 1 {
            let _ = writeln!(csv, "f{function},,Функция {function},Function {function},,EUR,");
        }
        let _ = writeln!(
            csv,
            "a{activity},f{function},Дейност {function}.{inner},Activity {function}.{inner},,EUR,"
        );
        for at in activity * lines / activities..(activity + 1) * lines / activities {
            let who = if at % 4 == 3 { "state-delegated" } else { "local" };
            write_line(&mut csv, at, &format!("a{activity}"), who);
        }
    }
    csv
}

fn write_line(csv: &mut String, at: usize, group: &str, who: &str) {
    let (number, amount) = (at + 1, amount(at) / 100);
    // Writing to a string cannot fail.
    let _ = writeln!(
        csv,
        "l{number},{group},Разход {number} — поддръжка и ремонт на общинска инфраструктура,Spending {number} — \
         upkeep and repair of public works,{amount},EUR,{who}"
    );
}

/// The draft's amount for a line, in cents.
fn amount(at: usize) -> i64 {
    let thousands = i64::try_from(at * 7_919 % 900).unwrap_or_default() + 100;
    thousands * 1_000 * 100
}

/// The ballot of one citizen, as JSON: every line moved, in balance, and a comment. The same number gives the same
/// ballot in every run; two numbers never give the same id.
pub fn ballot(number: u64) -> String {
    let mut random = Random(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut json = String::with_capacity(3_072);
    let code: Vec<u8> = (0..48).map(|_| random.byte()).collect();
    let code = ReceiptCode::from_random(&code).map(|code| code.reveal()).unwrap_or_default();
    let mut write = |text: std::fmt::Arguments<'_>| {
        // Writing to a string cannot fail.
        let _ = json.write_fmt(text);
    };
    write(format_args!(r#"{{"id":"{}","receipt_code":"{code}","ballot":{{"#, id(number)));
    write(format_args!(r#""draft_version":1,"language":"bg","allocation":["#));
    for pair in 0..LINES / 2 {
        let moved = i64::from(random.byte()) * 100;
        let (more, less) = (2 * pair, 2 * pair + 1);
        let comma = if pair == 0 { "" } else { "," };
        write(format_args!(r#"{comma}{{"line":"l{}","amount":{}}}"#, more + 1, amount(more) + moved));
        write(format_args!(r#",{{"line":"l{}","amount":{}}}"#, less + 1, amount(less) - moved));
    }
    let comment: String =
        "Улицата пред блока чака ремонт от години. ".chars().cycle().take(COMMENT_CHARACTERS).collect();
    write(format_args!(r#"],"comments":[{{"text":"{}"}}]}}}}"#, comment.trim_end()));
    json
}

/// A UUID: as random as a browser's to the database's index, and the same in every run.
pub fn id(number: u64) -> String {
    let (high, low) = (Random(number).next(), Random(!number).next());
    let hex = format!("{high:016x}{low:016x}");
    let [version, variant] = ["4", "8"];
    [&hex[..8], "-", &hex[8..12], "-", version, &hex[13..16], "-", variant, &hex[17..20], "-", &hex[20..]]
        .concat()
}

/// The generator `SplitMix64`: enough chance for a benchmark, and the same in every run.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[7]
    }
}
