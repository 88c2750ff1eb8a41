//! How a file's currency is found, and what is said about it.

use super::*;

const ROW: &str = "6,,606,,,,,0,2,,,2,,,,0,2\n";

fn titled(title: &str, options: &Options) -> Result<Imported, Vec<ImportError>> {
    import("annex.csv", format!("\"{title}\"\n{EBK}{ROW}").as_bytes(), options)
}

fn reason(title: &str, options: &Options) -> (Currency, CurrencyReason) {
    let report = titled(title, options).unwrap().report;
    (report.source_currency, report.currency_reason)
}

#[test]
fn the_strongest_word_about_the_currency_counts() {
    let said = Options { currency_of_file: Some(Currency::EUR), ..into_euro() };
    let year = Options { fiscal_year: Some(2026), ..into_euro() };
    assert_eq!(reason("Бюджет, лв.", &said), (Currency::EUR, CurrencyReason::Option));
    assert_eq!(
        reason("Бюджет 2027 в лева", &into_euro()),
        (Currency::BGN, CurrencyReason::Word("лева".into()))
    );
    assert_eq!(reason("(в EUR)", &into_euro()), (Currency::EUR, CurrencyReason::Word("EUR".into())));
    assert_eq!(reason("Бюджет 2025", &into_euro()), (Currency::BGN, CurrencyReason::FiscalYear(2025)));
    assert_eq!(reason("Бюджет", &year), (Currency::EUR, CurrencyReason::FiscalYear(2026)));
    assert_eq!(reason("Бюджет", &into_euro()), (Currency::BGN, CurrencyReason::Assumed));
    assert_eq!(reason("1 евро = 1,95583 лева", &into_euro()), (Currency::BGN, CurrencyReason::Assumed));
}

#[test]
fn an_officer_hears_of_a_contradicting_word() {
    let said = Options { currency_of_file: Some(Currency::EUR), ..into_euro() };
    let warnings = titled("Бюджет, лв.", &said).unwrap().report.warnings;
    assert_eq!(warnings, [Warning::CurrencyContradicted("лв".into())]);
}

#[test]
fn only_the_one_lawful_rate_is_applied() {
    let dollars = Options { currency_of_file: "USD".parse().ok(), ..into_euro() };
    let errors = titled("Budget", &dollars).unwrap_err();
    assert_eq!(errors[0].kind, Kind::NoConversion { from: "USD".parse().unwrap(), into: Currency::EUR });
    let backwards = Options { currency_of_file: Some(Currency::EUR), ..Options::new(Some(Currency::BGN)) };
    assert!(titled("Budget", &backwards).is_err());
    let same = Options { currency_of_file: "USD".parse().ok(), ..Options::new("USD".parse().ok()) };
    assert_eq!(amounts(&titled("Budget", &same).unwrap()), [("606-local", 200)]);
}

#[test]
fn a_rounding_difference_is_told() {
    let rows = "6,,606,,,,,0,1,,,1,,,,0,1\n6,,622,,,,,0,1,,,1,,,,0,1\n6,,623,,,,,0,1,,,1,,,,0,1\n\
                6,,627,,,,,0,1,,,1,,,,0,1\n6,,629,,,,,0,1,,,1,,,,0,1\n";
    let report = read_ebk(rows, &into_euro()).unwrap().report;
    // Five times 51 cents, and five leva at once are 256.
    assert_eq!((report.total.minor(), report.converted_total.unwrap().minor()), (255, 256));
    assert_eq!(report.rounding_difference.unwrap().minor(), -1);
    for language in glasno_words::Language::ALL {
        assert!(!report.say(language).contains('{'), "{}", report.say(language));
    }
}
