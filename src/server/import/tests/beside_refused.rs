//! Everything that can be wrong with the sheets beside the lines, and what the officer is told.

use super::beside::{Table, with};
use super::*;

/// Sheet, row, letter of the column and what is wrong, for each error.
fn refused(sheets: &[(&str, Table<'_>)]) -> Vec<(String, Option<u32>, String, Kind)> {
    let errors = with(sheets).unwrap_err();
    for error in &errors {
        for language in glasno_words::Language::ALL {
            let said = error.say(language);
            assert!(said.chars().count() > 20 && !said.contains(['{', '}']), "{said}");
        }
    }
    let tell = |error: ImportError| {
        let letter = error.place.column.map_or(String::new(), |column| column.letter.to_string());
        (error.place.sheet.unwrap_or_default().to_string(), error.place.row, letter, error.kind)
    };
    errors.into_iter().map(tell).collect()
}

/// These errors and no others, each with its cell.
fn check(sheet: &str, rows: Table<'_>, expected: &[(u32, &str, Kind)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(row, column, kind)| (sheet.to_owned(), Some(*row), (*column).to_owned(), kind.clone()))
        .collect();
    assert_eq!(refused(&[(sheet, rows)]), expected);
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_sheet_that_cannot_be_used_is_refused() {
    let whole = |sheets: &[(&str, Table<'_>)], expected: Kind| {
        assert_eq!(refused(sheets).into_iter().map(|(.., kind)| kind).collect::<Vec<_>>(), [expected]);
    };
    let projects: Table<'_> = &[&["id", "name_bg", "cost"], &["a", "А", "5"]];
    whole(
        &[("Проекти", projects), ("projects", projects)],
        Kind::SheetTwice { first: "Проекти".into(), second: "projects".into() },
    );
    whole(&[("Проекти", &[&["Бележки"]])], Kind::NoSheetHeader { needed: "id, name_bg, cost".into() });
    whole(&[("Проекти", &[&["id", "name_bg"]])], Kind::MissingColumn("cost".into()));
    whole(&[("Области", &[&["id", "name_bg"]])], Kind::MissingColumn("kind".into()));
    let twice = Kind::DuplicateColumn { first: "B".into() };
    whole(&[("Последици", &[&["line", "percent", "text_bg", "процент"]])], twice);
    let thousands = Kind::InThousands { found: "в хил. лв.".into() };
    whole(&[("Проекти", &[&["в хил. лв."], &["id", "name_bg", "cost"]])], thousands);
    let dollars: Table<'_> = &[&["id", "name_bg", "cost", "currency"], &["a", "А", "5", "USD"]];
    let no_rate = Kind::NoConversion { from: "USD".parse().unwrap(), into: Currency::EUR };
    whole(&[("Проекти", dollars)], no_rate);
    let unread = with(&[("Проекти", &[&["id", "name_bg", "cost", "кмет"], &["a", "А", "5", "x"]])]).unwrap();
    let said = unread.report.say(glasno_words::Language::En);
    assert!(said.contains("the column was not read (Sheet “Проекти”, row 1, column D (кмет))"), "{said}");
}

#[test]
fn a_row_that_does_not_hold_is_named_with_its_cell() {
    check(
        "explanations",
        &[
            &[
                "line",
                "step",
                "unit_amount",
                "unit_name_bg",
                "min",
                "adopted_2026",
                "discretion",
                "description_bg",
            ],
            &["sea", "", "", "", "", "", "", "x"],
            &["", "", "", "", "", "", "", "x"],
            &["parks", "0", "5", "", "1001", "много", "кмета", ""],
            &["622", "", "", "", "", "", "", "x"],
            &["606", "", "", "дупка", "", "", "", ""],
        ],
        &[
            (2, "A", Kind::UnknownReference(text("sea"))),
            (3, "A", Kind::NoReference),
            (4, "F", Kind::NotAnAmount(text("много"))),
            (4, "G", Kind::BadDiscretion(text("кмета"))),
            (4, "B", Kind::NotPositive),
            (4, "D", Kind::HalfUnit),
            (4, "E", Kind::OutsideBounds),
            (5, "A", Kind::DuplicateEntry { found: text("622"), first_row: 4 }),
            (6, "C", Kind::HalfUnit),
        ],
    );
    check(
        "consequences",
        &[
            &["line", "percent", "text_bg"],
            &["parks", "-0.1", "x"],
            &["parks", "-10", ""],
            &["parks", "-10 %", "y"],
        ],
        &[
            (2, "B", Kind::BadPercent(text("-0.1"))),
            (3, "C", Kind::NoText),
            (4, "B", Kind::DuplicateEntry { found: text("-10 %"), first_row: 3 }),
        ],
    );
    check(
        "levers",
        &[&["revenue", "name_bg", "yield"], &["tax", "x", "5"]],
        &[(2, "A", Kind::UnknownReference(text("tax")))],
    );
    check(
        "areas",
        &[&["id", "kind", "name_bg"], &["a b", "pot", "x"], &["c", "море", ""]],
        &[
            (2, "A", Kind::BadId(text("a b"))),
            (3, "B", Kind::BadAreaKind(text("море"))),
            (3, "C", Kind::NoName),
        ],
    );
    check(
        "projects",
        &[&["id", "name_bg", "cost", "area"], &["a", "x", "0", ""], &["b", "x", "", "sea"]],
        &[
            (2, "C", Kind::NotPositive),
            (3, "C", Kind::NoAmount),
            (3, "D", Kind::UnknownReference(text("sea"))),
        ],
    );
    let long = "я".repeat(1_001);
    let rows: Table<'_> = &[&["id", "name_bg", "cost"], &["a", &long, "5"]];
    check("projects", rows, &[(2, "B", Kind::TextTooLong { at_most: 1_000 })]);
}

#[test]
fn revenue_that_does_not_hold_is_named_with_its_cell() {
    let wrong = |printed: i64, computed: i64| Kind::WrongSum {
        sum: Sum::Revenue,
        printed: printed.try_into().unwrap(),
        computed: computed.try_into().unwrap(),
        currency: Currency::EUR,
    };
    check(
        "revenue",
        &[
            &["id", "name_bg", "amount"],
            &["tax", "Данък", "100"],
            &["parks", "Паркинги", "100"],
            &["tax", "Данък", "100"],
            &["fee", "", ""],
            &["", "Такси", "5"],
            &["", "Общо", "101"],
        ],
        &[
            (3, "A", Kind::IdOfALine(text("parks"))),
            (4, "A", Kind::DuplicateId { found: text("tax"), first_row: 2 }),
            (5, "B", Kind::NoName),
            (5, "C", Kind::NoAmount),
            (6, "A", Kind::NoId),
            (7, "C", wrong(10_100, 10_000)),
        ],
    );
}

#[test]
fn a_lever_changes_something() {
    let revenue: Table<'_> = &[&["id", "name_bg", "amount"], &["tax", "Данък", "100"]];
    let levers: Table<'_> = &[&["revenue", "name_bg", "yield"], &["tax", "Без промяна", "0"]];
    let errors = refused(&[("revenue", revenue), ("levers", levers)]);
    assert_eq!(errors, [("levers".into(), Some(2), "C".into(), Kind::NothingChanged)]);
}

#[test]
fn there_is_no_end_of_projects_that_is_taken() {
    let ids: Vec<String> = (0..=2_000).map(|at| format!("p{at}")).collect();
    let rows: Vec<[&str; 3]> = ids.iter().map(|id| [id.as_str(), "x", "5"]).collect();
    let header: &[&str] = &["id", "name_bg", "cost"];
    let rows: Vec<&[&str]> = [header].into_iter().chain(rows.iter().map(<[&str; 3]>::as_slice)).collect();
    let errors = refused(&[("projects", &rows)]);
    assert_eq!(errors[0].1, Some(2_002));
    assert_eq!(errors[0].3, Kind::TooManyEntries { at_most: 2_000 });
}
