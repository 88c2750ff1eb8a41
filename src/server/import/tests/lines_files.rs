//! Flat tables of any tree.

use glasno_model::draft::PastKind;
use glasno_model::{Discretion, Language};

use super::*;

#[test]
fn a_tree_of_any_depth_becomes_groups_and_lines_in_reading_order() {
    let file = "id,parent,code,name_bg,name_en,amount,currency,adopted_2026,discretion,min,max,description_bg\n\
                park,green,622,Паркове,Parks,100.50,EUR,90,local,50,200,Пейки и дървета\n\
                town,,,Град,Town,150.50,EUR,,,,,\n\
                green,town,6,Зелено,Green,,EUR,,,,,\n\
                debt,town,910,Лихви,Interest,50,EUR,,По договор,,,\n";
    let imported = import("lines.csv", file.as_bytes(), &into_euro()).unwrap();
    let groups: Vec<_> = imported.draft.groups.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(groups, ["town", "green"]);
    assert_eq!(amounts(&imported), [("park", 10_050), ("debt", 5_000)]);
    let park = &imported.draft.lines[0];
    let past: Vec<_> = park.history.get().iter().map(|past| (past.order(), past.amount.minor())).collect();
    assert_eq!(past, [((2026, PastKind::Adopted), 9_000)]);
    assert_eq!((park.min.unwrap().minor(), park.max.unwrap().minor()), (5_000, 20_000));
    assert_eq!(park.description.get(Language::BULGARIAN), "Пейки и дървета");
    assert_eq!(imported.draft.lines[1].discretion, Discretion::ContractBound);
    assert_eq!(imported.report.proved, Proved { rows: 0, groups: 1, grand: 0 });
}

#[test]
fn lines_without_a_parent_stand_in_one_group() {
    let file = "id;name;amount\nall;Паркове;1\nb;Улици;2\n";
    let imported = import("lines.csv", file.as_bytes(), &into_euro()).unwrap();
    assert_eq!(imported.draft.groups[0].id.as_str(), "all-");
    assert_eq!(amounts(&imported), [("all", 100), ("b", 200)]);
    assert_eq!(imported.report.currency_reason, CurrencyReason::Consultation);
    assert!(imported.report.warnings.contains(&Warning::NothingProved));
}

#[test]
fn years_until_2025_stand_in_leva_beside_this_years_euro() {
    let file = "id,name_bg,amount,currency,revised_2026,adopted_2025,Отчет 2025 €,reported_2025_bgn\n\
                a,Паркове,200,EUR,300,195.58,7,\nb,Улици,5,EUR,,,,195583\n";
    let refused = import("lines.csv", file.as_bytes(), &into_euro()).unwrap_err();
    assert_eq!(
        refused[0].kind,
        Kind::DuplicateColumn { first: "G".into() },
        "one figure of a year, two currencies"
    );
    let file = file.replace("Отчет 2025 €", "Отчет 2024 €");
    let Imported { draft, report } = import("lines.csv", file.as_bytes(), &into_euro()).unwrap();
    let past = |line: usize| {
        let read = |past: &glasno_model::draft::PastAmount| {
            (past.order(), past.amount.minor(), past.source_amount.map(glasno_model::Amount::minor))
        };
        draft.lines[line].history.get().iter().map(read).collect::<Vec<_>>()
    };
    assert_eq!(
        past(0),
        [
            ((2024, PastKind::Reported), 700, None),
            ((2025, PastKind::Adopted), 10_000, Some(19_558)),
            ((2026, PastKind::Revised), 30_000, None)
        ]
    );
    assert_eq!(past(1), [((2025, PastKind::Reported), 10_000_000, Some(19_558_300))]);
    let said = report.say(glasno_words::Language::En);
    assert!(said.contains("Adopted budget of 2025: 1 lines, read in BGN."), "{said}");
    assert_eq!(report.currency_reason, CurrencyReason::Column, "the years' currencies decide nothing else");
}

#[test]
fn an_officer_is_asked_which_figure_of_the_year_before() {
    let file = "id,name_bg,amount,Предходна година\na,Паркове,200,190\n";
    let errors = import("lines.csv", file.as_bytes(), &into_euro()).unwrap_err();
    assert_eq!((errors[0].place.row, &errors[0].kind), (Some(1), &Kind::WhichPast));
}

#[test]
fn a_line_says_who_decides_why_and_by_how_much_it_moves() {
    let file = "id,name_bg,amount,min,bounds_reason_bg,step,unit_amount,unit_name_bg,unit_name_en,decided_by_bg,\
                text_bg\na,Паркове,200,100,Договор до 2028,5,50,пейка,bench,Съветът,x\n";
    let Imported { draft, report } = import("lines.csv", file.as_bytes(), &into_euro()).unwrap();
    let line = &draft.lines[0];
    let unit = line.unit.get().as_ref().unwrap();
    assert_eq!((unit.amount.minor(), unit.name.get(Language::ENGLISH)), (5_000, "bench"));
    assert_eq!(line.step.unwrap().minor(), 500);
    assert_eq!(line.bounds_reason.get(Language::BULGARIAN), "Договор до 2028");
    assert_eq!(line.decided_by.get(Language::BULGARIAN), "Съветът");
    let unread = Warning::UnknownColumn(Column::named(10, "text_bg"));
    assert!(report.warnings.contains(&unread), "consequences stand in a sheet of their own");
}

#[test]
fn a_tree_as_deep_as_the_file_is_long_is_read() {
    let amount = |depth| if depth == 19_999 { "7" } else { "" };
    let rows: Vec<_> =
        (1..20_000).map(|depth| format!("r{depth},r{},Група,{}", depth - 1, amount(depth))).collect();
    let file = format!("id,parent,name_bg,amount\nr0,,Група,\n{}\n", rows.join("\n"));
    let imported = import("deep.csv", file.as_bytes(), &into_euro()).unwrap();
    assert_eq!((imported.draft.groups.len(), amounts(&imported).len()), (19_999, 1));
}
