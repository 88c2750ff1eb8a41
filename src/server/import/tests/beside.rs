//! The sheets beside the lines, in both layouts.

use glasno_model::draft::{BudgetDraft, PastKind};
use glasno_model::{AreaKind, Discretion, Language};
use rust_xlsxwriter::Workbook;

use super::*;

/// Rows of cells, the header first; a cell that reads as a number is written as one.
pub(super) type Table<'a> = &'a [&'a [&'a str]];

/// A workbook of these sheets.
pub(super) fn book(sheets: &[(&str, Table<'_>)]) -> Vec<u8> {
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

/// Two lines with these sheets beside them.
pub(super) fn with(sheets: &[(&str, Table<'_>)]) -> Result<Imported, Vec<ImportError>> {
    import("book.xlsx", &book(&[&[("Разходи", LINES)], sheets].concat()), &into_euro())
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
fn an_explanation_comes_in_the_place_of_what_the_line_says_itself() {
    let lines: Table<'_> = &[
        &["id", "name_bg", "amount", "step", "min", "adopted_2026", "revised_2026"],
        &["parks", "Паркове", "1000", "5", "7", "900", "950"],
    ];
    let explanations: Table<'_> =
        &[&["line", "step", "min", "revised_2026", "reported_2024_eur"], &["parks", "10", "", "960", "800"]];
    let file = book(&[("lines", lines), ("explanations", explanations)]);
    let line = import("book.xlsx", &file, &into_euro()).unwrap().draft.lines.remove(0);
    assert_eq!((line.step.unwrap().minor(), line.min.unwrap().minor()), (1_000, 700));
    let past: Vec<_> = line.history.get().iter().map(|past| (past.order(), past.amount.minor())).collect();
    assert_eq!(
        past,
        [
            ((2024, PastKind::Reported), 80_000),
            ((2026, PastKind::Adopted), 90_000),
            ((2026, PastKind::Revised), 96_000)
        ]
    );
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
