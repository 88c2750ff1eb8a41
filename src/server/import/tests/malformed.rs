//! Everything that can be wrong with a file, and what the officer is told.

use glasno_model::Amount;

use super::workbook::{edited, formulas, numbers, repacked};
use super::*;

/// Row, letter of the column, what is wrong.
type Expected<'a> = (Option<u32>, Option<&'a str>, Kind);

fn check(about: &str, bytes: &[u8], options: &Options, expected: &[Expected<'_>]) {
    let errors = import("file", bytes, options).expect_err(about);
    let found: Vec<Expected<'_>> = errors
        .iter()
        .map(|error| {
            let letter = error.place.column.as_ref().map(|column| &*column.letter);
            (error.place.row, letter, error.kind.clone())
        })
        .collect();
    assert_eq!(found, expected, "{about}");
    for (error, language) in
        errors.iter().flat_map(|error| glasno_words::Language::ALL.map(|language| (error, language)))
    {
        let said = error.say(language);
        assert!(said.chars().count() > 20 && !said.contains(['{', '}']), "{about}: {said}");
    }
}

fn check_ebk(about: &str, rows: &str, expected: &[Expected<'_>]) {
    check(about, format!("{EBK}{rows}").as_bytes(), &into_euro(), expected);
}

fn check_lines(about: &str, rows: &str, expected: &[Expected<'_>]) {
    let file = format!("id,parent,name_bg,amount,currency,discretion,min,max\n{rows}");
    check(about, file.as_bytes(), &into_euro(), expected);
}

fn wrong(sum: Sum, printed: i64, computed: i64) -> Kind {
    let amount = |minor| Amount::from_minor(minor).unwrap();
    Kind::WrongSum { sum, printed: amount(printed), computed: amount(computed), currency: Currency::BGN }
}

#[test]
fn a_file_that_is_no_workbook_is_refused() {
    let whole = |about, bytes: &[u8], kind| check(about, bytes, &into_euro(), &[(None, None, kind)]);
    whole("nothing", b"", Kind::EmptyFile);
    whole("spaces", b" \r\n\t\n", Kind::EmptyFile);
    whole("commas", b",,,\n,,\n", Kind::EmptyFile);
    whole("a mark and nothing", b"\xef\xbb\xbf", Kind::EmptyFile);
    whole("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Kind::NotASpreadsheet);
    whole("an old workbook", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1Workbook", Kind::OldExcel);
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    whole("a locked workbook", &locked, Kind::Protected);
    whole("too much", &vec![b'1'; MAX_BYTES + 1], Kind::FileTooLarge);
    whole("a text document", &repacked(&[("word/document.xml", b"<w/>")]), Kind::OtherOfficeFile);
    whole("a letter", "Уважаеми господин кмет,\nпишем Ви".as_bytes(), Kind::NoHeader);
    assert!(matches!(
        import("x", b"PK\x03\x04 and no more", &into_euro()).unwrap_err()[0].kind,
        Kind::Damaged(_)
    ));
    let broken = repacked(&[("xl/workbook.xml", b"<workbook><sheets>")]);
    assert!(matches!(import("x", &broken, &into_euro()).unwrap_err()[0].kind, Kind::Damaged(_)));
}

#[test]
fn a_file_that_is_made_to_do_harm_is_refused() {
    let zeros = vec![b' '; 65 * 1024 * 1024];
    let bomb = repacked(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &zeros)]);
    assert!(bomb.len() < 200_000);
    check("a bomb", &bomb, &into_euro(), &[(None, None, Kind::UnfoldsTooFar)]);
    let formula = br#"<worksheet><sheetData><row r="1"><c r="A1"><f t="shared" ref="A1" si = "4000000000">1</f></c></row></sheetData></worksheet>"#;
    let formula = repacked(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", formula)]);
    assert!(matches!(import("x", &formula, &into_euro()).unwrap_err()[0].kind, Kind::Damaged(_)));
    let long = format!("6,,606,\"{}\",,,,0,2,,,2,,,,0,2\n", "я".repeat(MAX_CELL_CHARACTERS + 1));
    check_ebk("an endless name", &long, &[(Some(2), None, Kind::CellTooLong)]);
    let wide = format!("6,,606,,,,,0,2,,,2,,,,0,2{}x\n", ",".repeat(MAX_COLUMNS));
    check_ebk("a wide row", &wide, &[(Some(2), None, Kind::TooManyColumns)]);
    let deep = format!("{}6,,606,,,,,0,2,,,2,,,,0,2\n", "\n".repeat(MAX_ROWS as usize));
    check_ebk("a row far down", &deep, &[(Some(MAX_ROWS + 2), None, Kind::TooManyRows)]);
}

#[test]
fn a_header_that_cannot_be_used_is_refused() {
    let revenue = "part,paragraph,name,budget_2025\nstate,24-00,Приходи,1\n";
    check("revenue", revenue.as_bytes(), &into_euro(), &[(Some(1), None, Kind::Revenue)]);
    let named = import("revenue.csv", revenue.as_bytes(), &into_euro()).expect_err("revenue by its name");
    assert_eq!(named.iter().map(|error| &error.kind).collect::<Vec<_>>(), [&Kind::Revenue]);
    check(
        "a column missing",
        b"activity_code,state_personnel,state_capital\n606,1,2\n",
        &into_euro(),
        &[(Some(1), None, Kind::MissingColumn("state_operating".into()))],
    );
    check(
        "no codes",
        "Наименование,Местни дейности\nУлици,2\n".as_bytes(),
        &into_euro(),
        &[(Some(1), None, Kind::MissingColumn("activity_code".into()))],
    );
    check(
        "a column twice",
        b"activity_code,local_total,code\n606,1,2\n",
        &into_euro(),
        &[(Some(1), Some("C"), Kind::DuplicateColumn { first: "A".into() })],
    );
    check(
        "no id",
        b"name_bg,amount\nx,1\n",
        &into_euro(),
        &[(Some(1), None, Kind::MissingColumn("id".into()))],
    );
    check(
        "no amount",
        b"id,name_bg\nx,1\n",
        &into_euro(),
        &[(Some(1), None, Kind::MissingColumn("amount".into()))],
    );
    let lines = Options { layout: Some(Layout::Lines), ..into_euro() };
    check("another layout", EBK.as_bytes(), &lines, &[(None, None, Kind::NoHeader)]);
    check(
        "thousands",
        format!("\"Бюджет, в хил. лв.\"\n{EBK}").as_bytes(),
        &into_euro(),
        &[(Some(1), Some("A"), Kind::InThousands { found: "Бюджет, в хил. лв.".into() })],
    );
    check(
        "two currencies",
        format!("в лева и евро\n{EBK}").as_bytes(),
        &into_euro(),
        &[(Some(1), Some("A"), Kind::UnclearCurrency { first: "лева".into(), second: "евро".into() })],
    );
    check_ebk("no rows", "", &[(None, None, Kind::NoLines)]);
    check_ebk("no money", "6,,606,,,,,0,,,,0,,,,0,0\n", &[(None, None, Kind::NoLines)]);
}

#[test]
fn an_amount_that_cannot_be_read_is_named_with_its_cell() {
    let cell = |about, amount: &str, kind| {
        check_ebk(about, &format!("6,,606,,,,,0,\"{amount}\",,,,,,,0,\n"), &[(Some(2), Some("I"), kind)]);
    };
    cell("a word", "много", Kind::NotAnAmount("много".into()));
    cell("a letter for a digit", "1О00", Kind::NotAnAmount("1О00".into()));
    cell("three decimals", "1.234,567", Kind::TooManyDecimals { found: "1.234,567".into(), decimals: 2 });
    cell("beyond measure", "90071992547410", Kind::AmountTooLarge("90071992547410".into()));
    cell("another currency", "5 €", Kind::OtherCurrency { found: "5 €".into(), expected: Currency::BGN });
    check_ebk(
        "thousands or decimals",
        "6,,606,,,,,0,1.234,,,,,,,0,\n6,,622,,,,,0,5678,,,,,,,0,\n",
        &[(Some(2), Some("I"), Kind::UnclearAmount("1.234".into()))],
    );
    check_ebk("an open quotation mark", "6,,606,\"Улици,,,,0,2\n", &[(Some(2), Some("D"), Kind::OpenQuote)]);
}

#[test]
fn a_row_that_contradicts_itself_is_named() {
    let row =
        |function: &str, code: &str, name: &str| format!("{function},,{code},{name},,,,0,2,,,2,,,,0,2\n");
    let code = |about, printed: &str, kind| {
        check_ebk(about, &row("6", printed, "Улици"), &[(Some(2), Some("C"), kind)]);
    };
    code("no code", "", Kind::NoCode);
    code("two digits", "60", Kind::BadCode("60".into()));
    code("five digits", "60606", Kind::BadCode("60606".into()));
    code("letters", "6O6", Kind::BadCode("6O6".into()));
    code("function nought", "006", Kind::BadCode("006".into()));
    code("two functions in one code", "3606", Kind::OtherFunction { function: 3, code: "3606".into() });
    check_ebk(
        "another function",
        &row("III", "606", "Улици"),
        &[(Some(2), Some("C"), Kind::OtherFunction { function: 3, code: "606".into() })],
    );
    check_ebk(
        "no function",
        &row("10", "606", "Улици"),
        &[(Some(2), Some("A"), Kind::BadFunction("10".into()))],
    );
    check_ebk("no name", &row("6", "699", ""), &[(Some(2), Some("D"), Kind::NoName)]);
    let twice = row("6", "606", "Улици");
    check_ebk(
        "an activity twice",
        &format!("{twice}\n{twice}"),
        &[(Some(4), Some("C"), Kind::DuplicateActivity { code: "606".into(), first_row: 2 })],
    );
}

#[test]
fn a_total_that_does_not_add_up_is_named_with_the_difference() {
    check_ebk(
        "a payer's",
        "6,,606,,,,,0,2,1,,4,,,,0,3\n",
        &[(Some(2), Some("L"), wrong(Sum::Payer, 400, 300))],
    );
    check_ebk(
        "a row's",
        "6,,606,,,,,0,2,1,,3,,,,0,3.01\n",
        &[(Some(2), Some("Q"), wrong(Sum::Row, 301, 300))],
    );
    check_ebk(
        "a function's",
        "6,,606,,,,,0,2,,,2,,,,0,2\n6,,,Общо,,,,,3,,,2,,,,,2\n",
        &[(Some(3), Some("I"), wrong(Sum::Function(6), 300, 200))],
    );
    check_ebk(
        "the file's",
        "6,,606,,,,,0,2,,,2,,,,0,2\n3,,311,,5,,,5,,,,0,,,,0,5\n,,,Всичко,5,,,5,2,,,2,,,,,8\n",
        &[(Some(4), Some("Q"), wrong(Sum::Grand, 800, 700))],
    );
    check_ebk(
        "of who knows what",
        "6,,606,,,,,0,2,,,2,,,,0,2\n3,,311,,5,,,5,,,,0,,,,0,5\n,,,Общо,5,,,5,2,,,2,,,,,7\n6,,622,,,,,0,2,,,2,,,,0,2\n",
        &[(Some(4), None, Kind::UnclearTotal)],
    );
    let expecting = Options { expect_total: Some("3".into()), ..into_euro() };
    let file = format!("{EBK}6,,606,,,,,0,2,,,2,,,,0,2\n");
    check("the expected", file.as_bytes(), &expecting, &[(None, None, wrong(Sum::Expected, 300, 200))]);
}

#[test]
fn a_flat_table_that_does_not_hold_together_is_refused() {
    check_lines("no id", ",,Улици,1\n", &[(Some(2), Some("A"), Kind::NoId)]);
    check_lines("a bad id", "a b,,Улици,1\n", &[(Some(2), Some("A"), Kind::BadId("a b".into()))]);
    check_lines(
        "an id twice",
        "a,,Улици,1\na,,Паркове,1\n",
        &[(Some(3), Some("A"), Kind::DuplicateId { found: "a".into(), first_row: 2 })],
    );
    check_lines("no parent", "a,b,Улици,1\n", &[(Some(2), Some("B"), Kind::UnknownParent("b".into()))]);
    check_lines(
        "a circle",
        "a,b,Улици,1\nb,a,Паркове,1\nc,a,Пазари,1\n",
        &[
            (Some(2), Some("B"), Kind::ParentLoop("a".into())),
            (Some(3), Some("B"), Kind::ParentLoop("b".into())),
        ],
    );
    check_lines("its own parent", "a,a,Улици,1\n", &[(Some(2), Some("B"), Kind::ParentLoop("a".into()))]);
    check_lines("no name", "a,,,1\n", &[(Some(2), Some("C"), Kind::NoName)]);
    check_lines("no amount", "a,,Улици,\n", &[(Some(2), Some("D"), Kind::NoAmount)]);
    check_lines(
        "who decides",
        "a,,Улици,1,,кмета\n",
        &[(Some(2), Some("F"), Kind::BadDiscretion("кмета".into()))],
    );
    check_lines("a currency", "a,,Улици,1,евра\n", &[(Some(2), Some("E"), Kind::BadCurrency("евра".into()))]);
    check_lines(
        "two currencies",
        "a,,Улици,1,EUR\nb,,Паркове,1,BGN\n",
        &[(Some(3), Some("E"), Kind::MixedCurrencies { found: "BGN".into(), expected: Currency::EUR })],
    );
    check_lines("below its least", "a,,Улици,1,,,2,3\n", &[(Some(2), Some("D"), Kind::OutsideBounds)]);
    check_lines("above its most", "a,,Улици,4,,,2,3\n", &[(Some(2), Some("D"), Kind::OutsideBounds)]);
    let sum = Kind::WrongSum {
        sum: Sum::Group("g".into()),
        printed: Amount::from_minor(300).unwrap(),
        computed: Amount::from_minor(200).unwrap(),
        currency: Currency::EUR,
    };
    check_lines("a group's total", "g,,Група,3\na,g,Улици,2\n", &[(Some(2), Some("D"), sum)]);
    let dollars = "id,name_bg,amount,currency\na,Улици,1,USD\n";
    let no_rate = Kind::NoConversion { from: "USD".parse().unwrap(), into: Currency::EUR };
    check("dollars", dollars.as_bytes(), &into_euro(), &[(Some(1), None, no_rate)]);
}

#[test]
fn a_workbooks_cells_are_checked_like_any_other() {
    let header = ["activity_code", "local_total"];
    let cell = |about, book: &[u8], kind| check(about, book, &into_euro(), &[(Some(2), Some("B"), kind)]);
    let decimals = Kind::TooManyDecimals { found: "0.125".into(), decimals: 2 };
    cell("an eighth", &numbers(&header, &[606.0, 0.125]), decimals);
    cell("a formula's error", &formulas(&header, "#REF!"), Kind::FormulaFault("#REF!".into()));
    cell(
        "a formula's value",
        &edited(&formulas(&header, "7"), |xml| xml.replace("<v>7</v>", "")),
        Kind::FormulaWithoutValue,
    );
    cell("a truth", &formulas(&header, "TRUE"), Kind::NotAnAmount("TRUE".into()));
}

#[test]
fn a_hundred_errors_are_listed_and_the_rest_counted() {
    let rows: String = (0..130).map(|_| "6,,60,Улици,,,,0,2,,,2,,,,0,2\n").collect();
    let errors = read_ebk(&rows, &into_euro()).unwrap_err();
    assert_eq!(errors.len(), MOST_ERRORS + 1);
    assert_eq!(errors[MOST_ERRORS].kind, Kind::More(30));
    assert!(errors[MOST_ERRORS].say(glasno_words::Language::En).starts_with("and 30 more errors"));
}
