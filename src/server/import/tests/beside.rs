//! The sheets beside the lines, in both layouts, and everything that can be wrong with them.

use glasno_model::draft::{BudgetDraft, PastKind};
use glasno_model::{AreaKind, Discretion, Language};
use rust_xlsxwriter::Workbook;

use super::*;

/// Rows of cells, the header first; a cell that reads as a number is written as one.
type Table<'a> = &'a [&'a [&'a str]];

fn book(sheets: &[(&str, Table<'_>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).unwrap(),
                    Err(_) => sheet.write(row, column, *cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

const LINES: Table<'_> = &[
    &["id", "code", "name_bg", "amount", "currency"],
    &["parks", "622", "Паркове", "1000", "EUR"],
    &["roads", "606", "Улици", "2000", "EUR"],
];

fn with(sheets: &[(&str, Table<'_>)]) -> Result<Imported, Vec<ImportError>> {
    import("book.xlsx", &book(&[&[("Разходи", LINES)], sheets].concat()), &into_euro())
}

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

#[test]
fn an_annex_is_explained_in_other_sheets_by_id_or_code() {
    let annex: Table<'_> = &[
        &["Бюджет 2027, лева"],
        &["activity_code", "activity_name", "state_total", "local_total", "topup_total"],
        &["606", "Улици", "", "1000", ""],
        &["738", "Читалища", "500", "", "100"],
    ];
    let explanations: Table<'_> = &[
        &[
            "Перо",
            "Описание",
            "Кой решава и защо",
            "Отчет 2024",
            "Уточнен план 2026",
            "Стъпка",
            "Цена на единица",
            "Единица",
            "unit_en",
            "Вид дейност",
        ],
        &["606", "Ремонти", "Съветът", "900", "470", "10", "50", "дупка", "pothole", ""],
        &["738-state", "", "", "450", "", "", "", "", "", "целева"],
    ];
    let consequences: Table<'_> = &[
        &["перо", "промяна, %", "последица", "text_en"],
        &["606", "10", "Повече ремонти", "More repairs"],
        &["606-local", "-20", "Без ремонти", "No repairs"],
    ];
    let file = book(&[("Разходи", annex), ("Пояснения", explanations), ("ПОСЛЕДИЦИ", consequences)]);
    let Imported { draft, report } = import("book.xlsx", &file, &into_euro()).unwrap();
    let roads = &draft.lines[0];
    let past: Vec<_> = roads.history.get().iter().map(|past| (past.order(), past.amount.minor())).collect();
    assert_eq!(past, [((2024, PastKind::Reported), 46_016), ((2026, PastKind::Revised), 47_000)]);
    // The sheet is in leva like the lines; only the years speak for themselves.
    let unit = roads.unit.get().as_ref().unwrap();
    assert_eq!((roads.step.unwrap().minor(), unit.amount.minor()), (511, 2_556));
    assert_eq!((unit.name.get(Language::BULGARIAN), unit.name.get(Language::ENGLISH)), ("дупка", "pothole"));
    let percents: Vec<_> = roads.consequences.get().iter().map(|stated| stated.percent).collect();
    assert_eq!(percents, [-20, 10]);
    assert_eq!(draft.lines[1].discretion, Discretion::Earmarked);
    assert_eq!((report.beside.explained, report.beside.consequences), (2, 2));
    assert_eq!(report.warnings, [Warning::NothingProved]);
}

#[test]
fn revenue_has_levers_and_projects_have_areas() {
    let revenue: Table<'_> = &[
        &["Приходи, в лева"],
        &["id", "код", "наименование", "сума", "Отчет 2025"],
        &["tax", "13-01", "Данък сгради", "195.58", "100"],
        &["fee", "27-07", "Такса смет", "391.17", ""],
        &["", "", "Всичко приходи", "586.75", ""],
    ];
    let levers: Table<'_> = &[
        &["приход", "наименование", "name_en", "носи", "валута"],
        &["27-07", "Такса +5 %", "Fee +5 %", "10", "EUR"],
        &["fee", "Такса −5 %", "Fee −5 %", "-9.50", "EUR"],
    ];
    let areas: Table<'_> = &[
        &["id", "вид", "наименование", "описание"],
        &["sport", "за разпределяне", "Спорт", ""],
        &["center", "място", "Център", "До реката"],
    ];
    let projects: Table<'_> = &[
        &["id", "наименование", "цена", "място", "област", "описание"],
        &["stage", "Сцена", "50", "Паркът", "център", "Лятна сцена"],
        &["gym", "Фитнес", "20.5", "", "sport", ""],
    ];
    let sheets = [("Приходи", revenue), ("Лостове", levers), ("Области", areas), ("Проекти", projects)];
    let Imported { draft, report } = with(&sheets).unwrap();
    let fee = &draft.revenue.get()[1];
    assert_eq!((fee.amount.minor(), fee.source_amount.unwrap().minor()), (20_000, 39_117));
    let steps: Vec<_> =
        fee.lever.as_ref().unwrap().steps.iter().map(|step| step.yield_difference.minor()).collect();
    assert_eq!(steps, [1_000, -950]);
    assert_eq!(draft.revenue.get()[0].lever, None);
    let kinds: Vec<_> = draft.areas.get().iter().map(|area| area.kind).collect();
    assert_eq!(kinds, [AreaKind::Pot, AreaKind::Place]);
    let found: Vec<_> = draft
        .projects
        .get()
        .iter()
        .map(|project| (project.cost.minor(), project.area.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(found, [(5_000, "center"), (2_050, "sport")]);
    let beside = &report.beside;
    assert_eq!(
        (beside.revenue_lines, beside.levers, beside.projects, beside.pot_areas, beside.place_areas),
        (2, 1, 2, 1, 1)
    );
    assert_eq!(report.proved.grand, 1, "the printed total of the revenue");
    assert!(BudgetDraft::try_from(draft).is_ok());
}

#[test]
fn a_draft_of_projects_alone_needs_no_lines() {
    let projects: Table<'_> = &[&["id", "name_bg", "cost"], &["stage", "Сцена", "50"]];
    let imported = import("book.xlsx", &book(&[("Проекти", projects)]), &into_euro()).unwrap();
    let report = &imported.report;
    assert_eq!((imported.draft.lines.len(), report.layout, report.movable_per_mille), (0, None, None));
    assert_eq!((report.beside.projects, report.beside.projects_total.minor()), (1, 5_000));
    let said = report.say(glasno_words::Language::Bg);
    assert!(said.contains("Проекти: 1, общо 50,00 EUR."), "{said}");
    let csv = import("projects.csv", b"id,name_bg,cost\nstage,Stage,50\n", &into_euro()).unwrap();
    assert_eq!(csv.draft.projects.get()[0].cost, imported.draft.projects.get()[0].cost);
    let pot: Table<'_> = &[&["id", "kind", "name_bg"], &["sport", "pot", "Спорт"]];
    assert!(import("book.xlsx", &book(&[("areas", pot)]), &into_euro()).is_ok());
    let place: Table<'_> = &[&["id", "kind", "name_bg"], &["center", "place", "Център"]];
    let errors = import("book.xlsx", &book(&[("areas", place)]), &into_euro()).unwrap_err();
    assert_eq!(errors[0].kind, Kind::NoLines);
}

#[test]
fn a_table_in_csv_comes_in_a_file_of_its_own() {
    let sheets = vec![
        NamedFile { sheet: "projects".into(), bytes: "id;name;cost\nstage;Сцена;1 234,50\n".into() },
        NamedFile {
            sheet: "Последици".into(),
            bytes: "line,percent,text\nparks,-10,По-малко цветя\n".into(),
        },
    ];
    let options = Options { sheets, ..into_euro() };
    let lines = "id,name_bg,amount\nparks,Паркове,5\n";
    let imported = import("budget.csv", lines.as_bytes(), &options).unwrap();
    assert_eq!(imported.draft.projects.get()[0].cost.minor(), 123_450);
    assert_eq!(imported.draft.lines[0].consequences.get()[0].percent, -10);
    let check = |sheet: &str, bytes: &str, expected: Kind| {
        let sheets = vec![NamedFile { sheet: sheet.into(), bytes: bytes.into() }];
        let errors = import("budget.csv", lines.as_bytes(), &Options { sheets, ..into_euro() }).unwrap_err();
        assert_eq!(errors[0].kind, expected);
        errors[0].place.sheet.as_deref().map(str::to_owned)
    };
    assert_eq!(check("project", "id\n", Kind::UnknownSheet("project".into())), None);
    assert_eq!(check("areas", "\u{89}PNG\0", Kind::NotASpreadsheet).as_deref(), Some("areas"));
    let open = check("projects", "id,name,cost\nstage,\"Сцена,5\n", Kind::OpenQuote);
    assert_eq!(open.as_deref(), Some("projects"));
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
    let check = |sheet: &str, rows: Table<'_>, expected: &[(u32, &str, Kind)]| {
        let expected: Vec<_> = expected
            .iter()
            .map(|(row, column, kind)| (sheet.to_owned(), Some(*row), (*column).to_owned(), kind.clone()))
            .collect();
        assert_eq!(refused(&[(sheet, rows)]), expected);
    };
    let text = |text: &str| text.to_owned();
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
