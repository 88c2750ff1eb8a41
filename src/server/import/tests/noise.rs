//! Any bytes at all: the import answers, and what it takes is a whole draft.

use glasno_model::BudgetDraft;
use proptest::prelude::*;

use super::workbook::edited;
use super::*;

const SAMPLE: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/sample-budget.xlsx"));

const CSV: &str = "id,parent,name_bg,amount,currency,discretion,min,max\n\
                   g,,\"Улици, площади\",\"1 234,50\",BGN,,,\n\
                   a,g,Улици,\"1.000,00\",BGN,местна,\"0\",\"2.000,00\"\n\
                   b,g,Площади,\"(−234,50)\",лв.,целева,,\n";

/// The lines that [`BESIDE`] is about.
const LINES: &str = "id,code,name_bg,amount\na,606,Улици,\"1.000,00\"\nb,622,Площади,\"5,00\"\n";

/// Every sheet beside the lines.
const BESIDE: [(&str, &str); 6] = [
    (
        "explanations",
        "line,description_bg,min,max,step,unit_amount,unit_name_bg,adopted_2025,reported_2024_eur\n\
         a,Ремонти,\"0,00\",\"3.000,00\",\"10,50\",\"5,00\",дупка,\"900,00\",\"7,10\"\nb,x,,,,,,,\n",
    ),
    ("consequences", "line;percent;text_bg;text_en\na;-10;По-малко;Less\na;5 %;Повече;More\n"),
    (
        "revenue",
        "id,code,name_bg,amount,adopted_2026\ntax,13-01,Данък,\"1.000,00\",5\n,,Общо,\"1.000,00\",\n",
    ),
    ("levers", "revenue,name_bg,yield\n13-01,+5 %,50\ntax,-5 %,-50\n"),
    ("areas", "id,kind,name_bg\nsport,pot,Спорт\ncenter,място,Център\n"),
    ("projects", "id,name_bg,cost,area,place_bg\nstage,Сцена,\"5.000,00\",център,Парка\n"),
];

/// What may come instead of a piece of a file.
const PIECES: [&str; 16] = [
    "",
    "\"",
    ",",
    ";",
    "\t",
    "\n",
    "-",
    "1",
    "999999999999999999999",
    "0.1",
    "\u{0}",
    "\u{feff}",
    "Общо",
    "</c>",
    "€",
    "(",
];

fn holds(bytes: &[u8]) {
    for layout in [None, Some(Layout::Ebk), Some(Layout::Lines)] {
        let options = Options { layout, expect_total: None, ..into_euro() };
        match import("file", bytes, &options) {
            Ok(imported) => {
                let total = BudgetDraft::try_from(imported.draft).unwrap().total();
                assert_eq!(total, imported.report.total);
            }
            Err(errors) => {
                assert!(!errors.is_empty() && errors.len() <= MOST_ERRORS + 1);
                for error in &errors {
                    error.say(glasno_words::Language::Bg);
                }
            }
        }
    }
}

fn with_pieces(file: &str, changes: &[(prop::sample::Index, usize, usize)]) -> String {
    let mut letters: Vec<char> = file.chars().collect();
    for (at, length, piece) in changes {
        let start = at.index(letters.len() + 1);
        let end = (start + length).min(letters.len());
        letters.splice(start..end, PIECES[piece % PIECES.len()].chars());
    }
    letters.into_iter().collect()
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, usize)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0_usize..6, 0_usize..PIECES.len()), 1..8)
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        holds(&bytes);
        holds(&[b"PK\x03\x04".as_slice(), &bytes].concat());
    }

    #[test]
    fn any_text_under_a_header_is_answered(text in "[0-9a-я,;\"().' \n\t€−-]{0,200}") {
        holds(format!("{EBK}{text}").as_bytes());
        holds(format!("{CSV}{text}").as_bytes());
    }

    #[test]
    fn damaged_sheets_beside_the_lines_are_answered(at in any::<prop::sample::Index>(), changes in changes()) {
        let mut sheets: Vec<NamedFile> = BESIDE
            .map(|(sheet, table)| NamedFile { sheet: sheet.into(), bytes: table.into() })
            .into();
        let options = || Options { sheets: sheets.clone(), ..into_euro() };
        prop_assert!(import("file", LINES.as_bytes(), &options()).is_ok());
        let damaged = at.get(&BESIDE);
        for sheet in sheets.iter_mut().filter(|sheet| sheet.sheet == damaged.0) {
            sheet.bytes = with_pieces(damaged.1, &changes).into();
        }
        let options = Options { sheets, ..into_euro() };
        match import("file", LINES.as_bytes(), &options) {
            Ok(imported) => prop_assert!(BudgetDraft::try_from(imported.draft).is_ok()),
            Err(errors) => {
                // A draft that does not hold is told with its cell, never only by the model's own proof.
                let is_untold = |error: &&ImportError| matches!(error.kind, Kind::Damaged(_));
                prop_assert_eq!(errors.iter().find(is_untold), None);
            }
        }
    }

    #[test]
    fn a_damaged_table_is_answered(changes in changes()) {
        holds(with_pieces(CSV, &changes).as_bytes());
        holds(with_pieces(&format!("{EBK}6,Град,606,Улици,1,,,1,2,,,2,,,,0,3\n,,,Общо,1,,,1,2,,,2,,,,0,3\n"), &changes).as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_damaged_workbook_is_answered(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 1..9)) {
        let mut book = SAMPLE.to_vec();
        let start = at.index(book.len());
        let end = (start + bytes.len()).min(book.len());
        book.splice(start..end, bytes);
        holds(&book);
    }

    #[test]
    fn a_workbook_with_damaged_cells_is_answered(changes in changes()) {
        holds(&edited(SAMPLE, |xml| with_pieces(&xml, &changes)));
    }
}
