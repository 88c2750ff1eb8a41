//! A small consultation, and what its officer finds in the downloads.

mod choices;
mod many;
mod privacy;
mod stored;
mod tables;
pub(super) mod workbook;

use glasno_model::draft::{DraftDocument, Source};
use glasno_model::{
    Allocation, Amount, BalanceRule, BallotDocument, BudgetDraft, BudgetLine, Channel, Comment, Consultation,
    Currency, Discretion, EventKind, Group, Language, Respondent, Respondents, Submission, SubmissionId,
    Text, Timestamp,
};
use glasno_store::StoredSubmission;

use super::{ExportError, Format, Frame, Summary, package, pages, write_pages};

fn consultation() -> Consultation {
    Consultation {
        slug: "sofia-2027".parse().unwrap(),
        title: Text::new(Language::ENGLISH, "Budget 2027"),
        introduction: Text::default(),
        organiser: Text::default(),
        answers_use: Text::default(),
        contact: Text::default(),
        privacy_notice: Text::default(),
        currency: Currency::EUR,
        population: None,
        households: None,
        opens_at: None,
        closes_at: None,
        time_zone: "Europe/Sofia".into(),
        balance_rule: BalanceRule::NoDeficit,
        languages: vec![Language::BULGARIAN, Language::ENGLISH],
        respondents: Respondents::default(),
        ways: glasno_model::Ways::default(),
    }
}

pub(super) fn line(id: &str, name: &str, amount: i64) -> BudgetLine {
    let (id, group) = (id.parse().unwrap(), "6".parse().unwrap());
    let name = Text::new(Language::BULGARIAN, name);
    BudgetLine { code: "606".into(), ..BudgetLine::new(id, group, name, Discretion::Local, money(amount)) }
}

pub(super) fn draft(version: u32, lines: Vec<BudgetLine>) -> BudgetDraft {
    let group = |id: &str, parent: Option<&str>, name| Group {
        id: id.parse().unwrap(),
        parent: parent.map(|id| id.parse().unwrap()),
        code: id.into(),
        name: Text::new(Language::ENGLISH, name),
    };
    let source = Source {
        file: "draft.xlsx".into(),
        currency: Currency::BGN,
        total: Amount::ZERO,
        note: Text::default(),
    };
    let document = DraftDocument {
        version,
        fiscal_year: Some(2027),
        groups: vec![group("5", None, "Towns"), group("6", Some("5"), "Roads")],
        lines,
        ..DraftDocument::new(Currency::EUR, source)
    };
    document.try_into().unwrap()
}

fn money(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

/// What the `number`th citizen sent at 22:30:00 UTC on 2027-01-14, when it was the 15th in Sofia.
pub(super) fn submission(
    number: u8,
    amounts: &[(&str, i64)],
    comments: &[(Option<&str>, &str)],
) -> StoredSubmission {
    let allocation =
        |(line, amount): &(&str, i64)| Allocation { line: line.parse().unwrap(), amount: money(*amount) };
    let comment = |(line, text): &(Option<&str>, &str)| Comment {
        line: line.map(|line| line.parse().unwrap()),
        text: (*text).to_owned(),
    };
    let ballot = BallotDocument {
        allocation: amounts.iter().map(allocation).collect(),
        comments: comments.iter().map(comment).collect(),
        ..BallotDocument::new(1, Language::BULGARIAN)
    };
    StoredSubmission {
        sequence: number.into(),
        submission: Submission {
            id: SubmissionId::from_random([number; 16]),
            version: 1,
            kind: EventKind::Submitted,
            channel: Channel::Web,
            received_at: Timestamp::from_unix_seconds(1_799_965_800),
            ballot: Some(ballot),
        },
    }
}

pub(super) fn frame(drafts: Vec<BudgetDraft>) -> Frame {
    Frame::new(consultation(), drafts, [1; 32], glasno_words::Language::En).unwrap()
}

/// A draft of three lines, one of them a refund, and three citizens.
pub(super) fn sample() -> (Frame, Vec<StoredSubmission>) {
    let refund =
        BudgetLine { discretion: Discretion::StateDelegated, ..line("refund", "Връщане", -1_005) };
    let lines = vec![line("roads", "Пътища, улици", 1_000_000), line("parks", "=Паркове", 50_000), refund];
    let citizens = vec![
        submission(1, &[("roads", 950_099), ("parks", 99_901)], &[]),
        submission(2, &[("parks", 0)], &[(Some("parks"), "Дървета 🌳"), (None, "=cmd|' /C calc'!A0")]),
        submission(3, &[("refund", -1_005)], &[(None, "„Не“; да\n- два \"пъти\"")]),
    ];
    (frame(vec![draft(1, lines)]), citizens)
}

/// The pages of a store that holds these.
fn pages_of(rows: &[StoredSubmission]) -> impl Fn(i64) -> pages::Page + Send {
    |after| Ok(rows.iter().filter(|row| row.sequence > after).take(pages::PAGE).cloned().collect())
}

/// Somebody asks for a download at noon of 2027-01-15, when the consultation has closed.
fn occasion() -> package::Occasion<'static> {
    package::Occasion {
        random: &crate::random::SystemRandom,
        now: Timestamp::from_unix_seconds(1_800_014_400),
        stage: glasno_model::Stage::Closed,
        withdrawn: 0,
        seed: None,
    }
}

pub(super) fn file(frame: &Frame, rows: &[StoredSubmission], format: Format) -> (Vec<u8>, Summary) {
    let mut out = Vec::new();
    let summary = write_pages(frame, pages_of(rows), format, &occasion(), &mut out).unwrap();
    (out, summary)
}

/// The cells of a CSV file, header first.
fn csv_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn failure(frame: &Frame, rows: &[StoredSubmission], format: Format) -> ExportError {
    write_pages(frame, pages_of(rows), format, &occasion(), &mut Vec::new()).unwrap_err()
}
