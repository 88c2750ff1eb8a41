//! Flat tables of any tree.

use glasno_model::{Discretion, Language};

use super::*;

#[test]
fn a_tree_of_any_depth_becomes_groups_and_lines_in_reading_order() {
    let file = "id,parent,code,name_bg,name_en,amount,currency,previous_amount,discretion,min,max,description_bg\n\
                park,green,622,Паркове,Parks,100.50,EUR,90,local,50,200,Пейки и дървета\n\
                town,,,Град,Town,150.50,EUR,,,,,\n\
                green,town,6,Зелено,Green,,EUR,,,,,\n\
                debt,town,910,Лихви,Interest,50,EUR,,По договор,,,\n";
    let imported = import("lines.csv", file.as_bytes(), &into_euro()).unwrap();
    let groups: Vec<_> = imported.draft.groups.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(groups, ["town", "green"]);
    assert_eq!(amounts(&imported), [("park", 10_050), ("debt", 5_000)]);
    let park = &imported.draft.lines[0];
    assert_eq!(park.previous_amount.map(glasno_model::Amount::minor), Some(9_000));
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
fn last_years_leva_stand_beside_this_years_euro() {
    let file = "id,name_bg,amount,currency,previous_amount,previous_currency\na,Паркове,200,EUR,195.58,BGN\n";
    let imported = import("lines.csv", file.as_bytes(), &into_euro()).unwrap();
    assert_eq!(imported.draft.lines[0].previous_amount.unwrap().minor(), 10_000);
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
