//! The workbook that the demo shows.

use glasno_model::draft::PastKind;
use glasno_model::{BudgetDraft, Discretion, Language};

use super::*;

const SAMPLE: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/sample-budget.xlsx"));

#[test]
fn the_demo_shows_a_whole_budget_converted_from_leva() {
    let options = Options { expect_total: Some("282957888".into()), ..into_euro() };
    let Imported { draft, report } = import("sample-budget.xlsx", SAMPLE, &options).unwrap();
    assert_eq!(report.sheet.as_deref(), Some("Разходи"));
    assert_eq!(report.currency_reason, CurrencyReason::Word("лева".into()));
    assert_eq!(draft.fiscal_year, Some(2027));
    assert_eq!((report.activities, report.activities_with_several_payers), (Some(81), Some(21)));
    assert_eq!(report.proved, Proved { rows: 81 * 4, groups: 9, grand: 3 });
    assert_eq!(report.warnings, []);
    let by_discretion: Vec<_> =
        report.by_discretion.iter().map(|part| (part.discretion, part.source_total.minor())).collect();
    assert_eq!(
        by_discretion,
        [
            (Discretion::StateDelegated, 19_234_087_800),
            (Discretion::Local, 8_578_470_800),
            (Discretion::TopUp, 483_230_200)
        ]
    );
    assert_eq!(report.movable_per_mille, Some(320));
    assert_eq!(draft.groups.len(), 9);
    let draft = BudgetDraft::try_from(draft).unwrap();
    assert_eq!(draft.languages(), [Language::BULGARIAN, Language::ENGLISH]);
    let streets = draft.line(&"606-local".parse().unwrap()).unwrap();
    assert_eq!(streets.amount.minor(), 400_148_939);
    assert_eq!(streets.name.get(Language::ENGLISH), "Building, repair and maintenance of streets");
}

#[test]
fn the_demo_shows_other_years_levers_areas_and_projects() {
    let Imported { draft, report } = import("sample-budget.xlsx", SAMPLE, &into_euro()).unwrap();
    let figures = |year, kind, currency| Past { year, kind, currency, lines: 96 + 16 };
    assert_eq!(
        report.beside,
        Beside {
            explained: 96,
            consequences: 5,
            revenue_lines: 16,
            revenue_total: 14_467_407_085.try_into().unwrap(),
            levers: 3,
            projects: 8,
            projects_total: 47_800_000.try_into().unwrap(),
            pot_areas: 3,
            place_areas: 2,
            past: vec![
                figures(2024, PastKind::Reported, Currency::BGN),
                figures(2025, PastKind::Adopted, Currency::BGN),
                figures(2026, PastKind::Revised, Currency::EUR),
            ],
        }
    );
    let draft = BudgetDraft::try_from(draft).unwrap();
    let cleaning = draft.line(&"623-local".parse().unwrap()).unwrap();
    let tenth_less = cleaning.amount.checked_add(cleaning.percent(-10).unwrap()).unwrap();
    let stated = cleaning.consequence(tenth_less).unwrap();
    assert!(stated.text.get(Language::ENGLISH).starts_with("Residential streets"), "{stated:?}");
    let parks = draft.line(&"622-local".parse().unwrap()).unwrap();
    let playgrounds = parks.unit.get().as_ref().unwrap().in_units(parks.percent(10).unwrap());
    assert_eq!(
        (playgrounds.tenths, playgrounds.is_exact),
        (57, false),
        "a tenth of the parks in playgrounds"
    );
    let fee = draft.revenue.get().iter().find(|line| line.id.as_str() == "fee-waste").unwrap();
    assert_eq!(fee.lever.as_ref().unwrap().steps.len(), 2);
}

#[test]
fn the_workbook_holds_the_figures_of_its_table() {
    let table = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/sample-budget.csv"));
    let draft = import("sample-budget.xlsx", SAMPLE, &into_euro()).unwrap().draft;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let mut expected = Vec::new();
    for row in reader.records().map(Result::unwrap) {
        for (at, payer) in ["state", "local", "topup"].into_iter().enumerate() {
            let cells = (0..3).map(|kind| row[4 + at * 3 + kind].parse::<i64>().unwrap_or(0));
            let sum: i64 = cells.sum();
            if sum != 0 {
                expected.push((format!("{}-{payer}", &row[2]), row[3].to_owned(), sum * 100));
            }
        }
    }
    let found: Vec<_> = draft
        .lines
        .iter()
        .map(|line| {
            let name = line.name.get(Language::BULGARIAN).to_owned();
            (line.id.to_string(), name, line.source_amount.unwrap().minor())
        })
        .collect();
    assert_eq!(found, expected);
}
