//! Annexes as municipalities make them.

use glasno_model::draft::Expense;
use glasno_model::{Discretion, Language};

use super::*;

#[test]
fn an_activity_becomes_a_line_for_each_who_pays() {
    let rows = "3,Образование,311,Детски градини,100,50,,150,,,,0,,30,,30,180\n\
                3,Образование,336,Столове,,,,0,,,,0,,,,0,0\n";
    let imported = read_ebk(rows, &into_euro()).unwrap();
    assert_eq!(amounts(&imported), [("311-state", 7_669), ("311-topup", 1_534)]);
    let line = &imported.draft.lines[0];
    assert_eq!(line.discretion, Discretion::StateDelegated);
    assert_eq!(line.source_amount.map(glasno_model::Amount::minor), Some(15_000));
    assert_eq!(line.name.get(Language::ENGLISH), "Kindergartens");
    assert_eq!(line.name.get(Language::BULGARIAN), "Детски градини");
    let report = imported.report;
    assert_eq!((report.activities, report.activities_without_money), (Some(2), Some(1)));
    assert_eq!(report.activities_with_several_payers, Some(1));
    assert_eq!(report.proved, Proved { rows: 8, groups: 0, grand: 0 });
}

#[test]
fn the_parts_of_a_line_sum_to_it_after_conversion() {
    let rows = "6,,606,,,,,0,1,1,1,3,,,,0,3\n";
    let imported = read_ebk(rows, &into_euro()).unwrap();
    let line = &imported.draft.lines[0];
    assert_eq!(line.amount.minor(), 153);
    let parts: Vec<_> = line.details.iter().map(|detail| (detail.kind, detail.amount.minor())).collect();
    assert_eq!(parts, [(Expense::Personnel, 51), (Expense::Operating, 51), (Expense::Capital, 51)]);
    // 0.05, 0.05 and 10.00 leva are 3, 3 and 511 cents, and 10.10 leva are 516: the cent over leaves the largest.
    let imported =
        read_ebk("6,,606,,,,,0,\"0,05\",\"0,05\",\"10,00\",\"10,10\",,,,0,\"10,10\"\n", &into_euro())
            .unwrap();
    let line = &imported.draft.lines[0];
    assert_eq!(line.details.iter().map(|detail| detail.amount.minor()).collect::<Vec<_>>(), [3, 3, 510]);
    assert_eq!(line.amount.minor(), 516);
}

#[test]
fn a_refund_stays_negative() {
    let imported = read_ebk("6,,623,,,,,0,,-100,,-100,,,,0,\"−100\"\n", &into_euro()).unwrap();
    assert_eq!(amounts(&imported), [("623-local", -5_113)]);
    assert_eq!(imported.report.movable_total.minor(), 0);
}

#[test]
fn totals_of_functions_and_of_the_file_are_proved_wherever_they_stand() {
    let rows = "3,Образование,,,,,,5,,,,,,,,,5\n\
                3,,311,,5,,,5,,,,0,,,,0,5\n\
                6,,606,,,,,0,2,,,2,,,,0,2\n\
                6,,622,,,,,0,3,,,3,,,,0,3\n\
                ,Общо за функция VI,,,,,,,5,,,5,,,,,5\n\
                ,,,Всичко,5,,,5,5,,,5,,,,0,10\n";
    let imported = read_ebk(rows, &into_euro()).unwrap();
    assert_eq!(imported.report.proved, Proved { rows: 12, groups: 2, grand: 1 });
    assert_eq!(imported.draft.groups[0].name.get(Language::BULGARIAN), "Образование");
}

#[test]
fn bare_totals_are_understood_by_where_they_stand() {
    let block = "3,,311,,5,,,5,,,,0,,,,0,5\n,,,Общо,5,,,5,,,,,,,,,5\n6,,606,,,,,0,2,,,2,,,,0,2\n,,,Общо,,,,,2,,,2,,,,,2\n";
    let proved = |rows: &str| read_ebk(rows, &into_euro()).unwrap().report.proved;
    assert_eq!(proved(block), Proved { rows: 8, groups: 2, grand: 0 });
    assert_eq!(
        proved(&format!("{block},,,Общо,5,,,5,2,,,2,,,,,7\n")),
        Proved { rows: 8, groups: 2, grand: 1 }
    );
}

#[test]
fn a_header_of_two_rows_with_titles_above_is_found() {
    let file = "Община Примерово;;;;;;;;;;;\n\
                Бюджет за 2027 г. в евро;;;;;;;;;;;\n\
                Код;Дейност;Делегирани от държавата дейности;;;;Местни дейности;;;;Всичко разходи;Бележки\n\
                ;;Персонал;Издръжка;Капиталови;Общо;Персонал;Издръжка;Капиталови;Общо;;\n\
                1;2;3;4;5;6;7;8;9;10;11;12\n\
                VI;Благоустройство;;;;;;;;;;\n\
                6606;Улична мрежа;;;;;1 000,50;2 000;;3 000,50;3 000,50;важно\n\
                ;Общо;;;;;1 000,50;2 000;;3 000,50;3 000,50;\n\
                Кмет:;;;;;И. Иванов;;;;;;\n";
    let imported = import("annex.csv", file.as_bytes(), &into_euro()).unwrap();
    assert_eq!(amounts(&imported), [("606-local", 300_050)]);
    assert_eq!(imported.draft.fiscal_year, Some(2027));
    assert_eq!(imported.draft.groups[0].name.get(Language::BULGARIAN), "Благоустройство");
    assert_eq!(imported.report.proved, Proved { rows: 2, groups: 1, grand: 0 });
    let warnings = imported.report.warnings;
    assert!(
        matches!(&warnings[..], [Warning::UnknownColumn(column), Warning::NoColumnsFor(Discretion::TopUp)] if &*column.name == "Бележки")
    );
}

#[test]
fn columns_may_stand_in_any_order_and_payers_have_only_totals() {
    let file = "total\tlocal_total\tactivity_code\tstate_total\n30\t10\t122\t20\n";
    let imported = import("annex.csv", file.as_bytes(), &into_euro()).unwrap();
    assert_eq!(imported.report.source_total.minor(), 3_000);
    assert_eq!(imported.draft.lines[0].name.get(Language::ENGLISH), "Municipal administration");
    assert!(imported.draft.lines.iter().all(|line| line.details.is_empty()));
}

#[test]
fn the_expected_total_is_proved_against_the_files_own_currency() {
    let rows = "6,,606,,,,,0,2000,,,2000,,,,0,2000\n";
    let expecting = |total: &str| Options { expect_total: Some(total.to_owned()), ..into_euro() };
    assert_eq!(read_ebk(rows, &expecting("2 000,00")).unwrap().report.proved.grand, 1);
    let errors = read_ebk(rows, &expecting("2001")).unwrap_err();
    assert!(matches!(&errors[..], [ImportError { kind: Kind::WrongSum { sum: Sum::Expected, .. }, .. }]));
    let errors = read_ebk(rows, &expecting("много")).unwrap_err();
    assert_eq!(errors[0].kind, Kind::NotAnAmount("много".into()));
}

#[test]
fn every_encoding_and_separator_gives_the_same_draft() {
    let plain = "activity_code,activity_name,local_total\n606,\"Улици, площади\",1234.50\n";
    let semicolons = "activity_code;activity_name;local_total\n606;Улици, площади;1234,50\n";
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(semicolons);
    let tabs: Vec<u8> = format!("\u{feff}{}", semicolons.replace(';', "\t"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let first = import("a.csv", plain.as_bytes(), &into_euro()).unwrap();
    assert_eq!(first.report.source_total.minor(), 123_450);
    for bytes in [&cyrillic, tabs.as_slice(), format!("\u{feff}{semicolons}").as_bytes()] {
        assert_eq!(import("a.csv", bytes, &into_euro()).unwrap(), first);
    }
}
