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
    let installation = Installation::empty();
    let file = installation.folder().join("draft.csv");
    std::fs::write(&file, csv(lines)).context("the draft cannot be written")?;
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

/// A server over such a folder that takes as much as it is given.
///
/// # Errors
/// As [`installation`].
pub fn server(lines: usize) -> Result<Server> {
    Ok(installation(lines)?.serve(&["--rate-limit", "off"]))
}

/// The names and amounts of the peers' pages.
fn csv(lines: usize) -> String {
    let mut csv =
        String::from("id,parent,name_bg,name_en,amount,currency,discretion\nall,,Разходи,Spending,,EUR,\n");
    for at in 0..lines {
        let (number, amount) = (at + 1, amount(at) / 100);
        // Writing to a string cannot fail.
        let _ = writeln!(
            csv,
            "l{number},all,Разход {number} — поддръжка и ремонт на общинска инфраструктура,Spending {number} — \
             upkeep and repair of public works,{amount},EUR,local"
        );
    }
    csv
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
