//! The whole way round: from the municipal page to the spreadsheet.

use std::collections::BTreeMap;

use glasno_model::ReceiptCode;
use glasno_tests::support::{Citizen, Host, Installation, Line};
use serde_json::Value;

use crate::files::{Files, Table, cents, column};

/// What a citizen does, in one language.
struct Story {
    language: &'static str,
    /// What is searched for, and what the line that is found is about.
    search: (&'static str, &'static str),
    /// The amount typed for it, and the same in cents.
    amount: (&'static str, i64),
    /// The heading that is opened, and the line under it that gives the money.
    function: &'static str,
    source: &'static str,
    decimal_sign: char,
    comment: &'static str,
    comment_on_whole: &'static str,
}

const BULGARIAN: Story = Story {
    language: "bg",
    search: ("улич", "поддържане на уличната мрежа"),
    amount: ("10 000 000,55", 1_000_000_055),
    function: "Икономически дейности",
    source: "Други дейности по икономиката",
    decimal_sign: ',',
    comment: "Улиците в „Кв. 3“ са в дупки 🚧; 'и' тротоарите \"също\".\nПървата е ул. „Г. С. Раковски“ — ѝ трябва асфалт 👷🏽‍♀️.",
    comment_on_whole: "=cmd|' /C calc'!A0, а иначе благодаря 👍",
};

const ENGLISH: Story = Story {
    language: "en",
    search: ("road maintenance", "Road maintenance, repair and building"),
    amount: ("900000.05", 90_000_005),
    function: "Economic activities",
    source: "Other economic activities",
    decimal_sign: '.',
    comment: "+Potholes, everywhere; “really”.",
    comment_on_whole: "@council: thank you",
};

#[tokio::test]
async fn citizen_moves_money_to_the_streets_and_the_officer_finds_it_to_the_cent() {
    tell(&BULGARIAN).await;
}

#[tokio::test]
async fn citizen_who_reads_english_does_the_same() {
    tell(&ENGLISH).await;
}

async fn tell(story: &Story) {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, story.language);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;

    let raised = find_and_raise(&citizen, story).await;
    let missing = see_what_is_missing(&citizen, story, raised).await;
    assert_eq!(server.installation.submissions(), 0, "what does not balance is not sent");
    let lowered = balance(&citizen, story, missing).await;
    citizen.comment(raised.line, story.comment).await;
    citizen.comment_on_whole(story.comment_on_whole).await;
    let seen = read_all_amounts(&citizen).await;

    citizen.review().await;
    for change in [raised, lowered] {
        see_change(&citizen, story, change).await;
    }
    for text in [story.comment, story.comment_on_whole] {
        citizen.browser.until(&format!("root.textContent.includes({})", Value::from(text))).await;
    }
    citizen.send().await;
    let code = citizen.receipt_code().await;
    assert!(code.parse::<ReceiptCode>().is_ok(), "{code}");
    assert_eq!(server.installation.submissions(), 1);

    let files = Files::taken_by_officer(&server, story.language).await;
    check_amounts(&files, &seen, &[raised, lowered]);
    check_comments(&files, story);
    let everything = serde_json::to_string(&(&files.json, &files.wide, &files.long, &files.sheets)).unwrap();
    assert!(!everything.contains(&code), "an export never holds a receipt code");
}

/// A line with what it was and what the citizen makes of it, in cents.
#[derive(Clone, Copy)]
struct Change {
    line: Line,
    from: i64,
    to: i64,
}

async fn find_and_raise(citizen: &Citizen, story: &Story) -> Change {
    let line = citizen.find_line(story.search.0).await;
    let name = citizen.name_of(line).await;
    assert!(name.contains(story.search.1), "found {name}");
    let from = citizen.amount_of(line).await;
    citizen.set_amount(line, story.amount.0).await;
    assert_eq!(citizen.amount_of(line).await, story.amount.1);
    Change { line, from, to: story.amount.1 }
}

/// Reads by how much the money falls short, tries to go on all the same, and is told why not.
async fn see_what_is_missing(citizen: &Citizen, story: &Story, raised: Change) -> i64 {
    let missing = raised.to - raised.from;
    assert!(missing > 0, "the story raises the line");
    let balance = citizen.see_balance_become("short").await;
    let written = citizen.written(story.language, missing).await;
    assert!(balance.words.contains(&written) && !balance.may_review, "{balance:?} does not say {written}");
    citizen.browser.press("#review").await;
    citizen.browser.until("one('.balance [role=status]').textContent === one('#balance').textContent").await;
    assert_eq!(citizen.browser.text("!!one('#review-title')").await, "false", "nobody gets to the review");
    missing
}

async fn balance(citizen: &Citizen, story: &Story, missing: i64) -> Change {
    citizen.end_search().await;
    citizen.open_function(story.function).await;
    let line = citizen.see_line(story.source).await;
    let from = citizen.amount_of(line).await;
    let to = from - missing;
    citizen.set_amount(line, &format!("{}{}{:02}", to / 100, story.decimal_sign, to % 100)).await;
    let balance = citizen.see_balance_become("balanced").await;
    assert!(balance.may_review, "{balance:?}");
    // The line that was raised stands under a heading that is closed; it is found again by its name.
    citizen.search(story.search.0).await;
    Change { line, from, to }
}

/// Opens every heading and reads every field: what the citizen proposes for each line that can be moved.
async fn read_all_amounts(citizen: &Citizen) -> BTreeMap<usize, i64> {
    citizen.end_search().await;
    let heads =
        citizen.browser.run("return all('[id^=head-][aria-expanded=false]').map((head) => head.id)").await;
    for head in heads.as_array().into_iter().flatten().filter_map(Value::as_str) {
        citizen.browser.press(&format!("#{head}")).await;
        citizen.browser.until(&format!("one('#{head}').ariaExpanded === 'true'")).await;
    }
    let script = "return all('[id^=amount-]').map((field) => \
        [Number(field.id.slice('amount-'.length)), Number(field.getAttribute('aria-valuenow'))])";
    serde_json::from_value::<Vec<(usize, i64)>>(citizen.browser.run(script).await)
        .unwrap()
        .into_iter()
        .collect()
}

async fn see_change(citizen: &Citizen, story: &Story, change: Change) {
    let from = citizen.written(story.language, change.from).await;
    let to = citizen.written(story.language, change.to).await;
    let script = "return all('.summary li').some((item) => { const from = item.textContent.indexOf(arguments[0]); \
        return from >= 0 && item.textContent.indexOf(arguments[1], from + 1) > from; })";
    let found = citizen.browser.run_with(script, vec![from.as_str().into(), to.as_str().into()]).await;
    assert_eq!(found, Value::Bool(true), "the review does not say from {from} to {to}");
}

fn check_amounts(files: &Files, seen: &BTreeMap<usize, i64>, changes: &[Change]) {
    let proposed =
        |line: usize| changes.iter().find(|change| change.line.0 == line as u64).map(|change| change.to);
    for table in [&files.wide, &files.sheets[0]] {
        let [_, draft, ballot] = table.as_slice() else { panic!("not one submission: {table:?}") };
        let lines = line_columns(table);
        assert_eq!(lines.len(), files.json["drafts"][0]["lines"].as_array().unwrap().len());
        for (line, column) in lines.enumerate() {
            let (draft, ballot) = (cents(&draft[column]).unwrap(), cents(&ballot[column]));
            assert_eq!(ballot, proposed(line), "line {line} of {}", table[0][column]);
            let told = files.json["drafts"][0]["lines"][line]["amount"].as_i64();
            assert_eq!(Some(draft), told, "line {line}");
            if let Some(seen) = seen.get(&line) {
                assert_eq!(ballot.unwrap_or(draft), *seen, "line {line} as the citizen saw it");
            }
        }
    }
    assert!(seen.len() > 50, "the citizen saw only {} fields", seen.len());
    let submissions = files.json["submissions"].as_array().unwrap();
    assert_eq!(submissions.len(), 1);
    let allocation = submissions[0]["allocation"].as_array().unwrap();
    assert_eq!(allocation.len(), changes.len());
    for change in changes {
        let id = &files.json["drafts"][0]["lines"][usize::try_from(change.line.0).unwrap()]["id"];
        let told = allocation.iter().find(|told| told["line"] == *id).unwrap();
        assert_eq!(told["amount"], change.to);
        let row = files.long.iter().find(|row| id == row[5].as_str() && row[4] == "allocation");
        let [from, to, by] = [7, 8, 9].map(|at| cents(&row.unwrap()[at]));
        assert_eq!((from, to, by), (Some(change.from), Some(change.to), Some(change.to - change.from)));
    }
}

/// The places of the lines among the columns of a wide table.
fn line_columns(table: &Table) -> std::ops::Range<usize> {
    let place = |header: &str| table[0].iter().position(|cell| cell == header).unwrap();
    place("currency") + 1..place("comment_whole")
}

fn check_comments(files: &Files, story: &Story) {
    // Neither language's comments hold an apostrophe that a cell begins with, so one in front is the defusing.
    let sent = [story.comment, story.comment_on_whole];
    let told: Vec<&str> = files.json["submissions"][0]["comments"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|comment| comment["text"].as_str())
        .collect();
    assert!(told.len() == 2 && sent.iter().all(|text| told.contains(text)), "{told:?}");
    let undone = |cell: &String| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
    let mut tables = vec![column(&files.long, "comment"), column(&files.sheets[2], "comment")];
    for comments in &mut tables {
        comments.retain(|comment| !comment.is_empty());
        assert!(comments.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{comments:?}");
        let undone: Vec<String> = comments.iter().map(undone).collect();
        assert!(
            undone.len() == 2 && sent.iter().all(|text| undone.iter().any(|cell| cell == text)),
            "{undone:?}"
        );
    }
    for table in [&files.wide, &files.sheets[0]] {
        assert_eq!(undone(&column(table, "comment_whole")[1]), story.comment_on_whole);
        assert_eq!(column(table, "language")[1], story.language);
        assert_eq!(column(table, "channel")[1], "web");
    }
}
