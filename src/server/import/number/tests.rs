use super::*;

fn cents(text: &str) -> Result<Option<i64>, Fault> {
    let Some(written) = Written::parse(text)? else { return Ok(None) };
    let style = written.style;
    let amount = written.amount(Currency::EUR, |separator| style.role(separator, style, false))?;
    Ok(Some(amount.minor()))
}

#[test]
fn amounts_are_read_as_people_write_them() {
    for (text, expected) in [
        ("0", 0),
        ("1234", 123_400),
        ("1234,5", 123_450),
        ("1234.50", 123_450),
        ("1 234 567", 123_456_700),
        ("1\u{a0}234,56", 123_456),
        ("1\u{202f}234,56", 123_456),
        ("1,234,567.89", 123_456_789),
        ("1.234.567,89", 123_456_789),
        ("1'234.5", 123_450),
        ("1’234", 123_400),
        ("12.345", 1_234_500),
        ("−5", -500),
        ("-5,00", -500),
        ("5-", -500),
        ("(1 234,50)", -123_450),
        ("+7", 700),
        ("1 234,50 лв.", 0),
        ("12 €", 1_200),
        ("EUR 12", 1_200),
    ] {
        if text.contains("лв") {
            assert_eq!(cents(text), Err(Fault::OtherCurrency(Currency::BGN)), "{text}");
        } else {
            assert_eq!(cents(text), Ok(Some(expected)), "{text}");
        }
    }
    assert_eq!([cents(""), cents(" - "), cents("–")], [Ok(None), Ok(None), Ok(None)]);
}

#[test]
fn what_is_no_amount_is_refused() {
    for text in [
        "abc",
        "1,2,3",
        "1.23.4",
        "12,",
        ",5",
        "1 23",
        "1,234 567",
        "1234,567.8",
        "1e5",
        "٣",
        "лв.",
        "--5",
        "1..2",
    ] {
        assert_eq!(cents(text), Err(Fault::NotANumber), "{text}");
    }
    for text in ["0,125", "1.234,567", "1 234,567", "12,3456", "1234.567"] {
        assert_eq!(cents(text), Err(Fault::TooManyDecimals), "{text}");
    }
    assert_eq!(cents("90071992547410"), Err(Fault::TooLarge));
    assert_eq!(cents("99999999999999999999999"), Err(Fault::TooLarge));
}

#[test]
fn the_column_decides_what_a_lone_separator_means() {
    let style = |texts: &[&str]| {
        texts
            .iter()
            .fold(Style::default(), |style, text| style.and(Written::parse(text).unwrap().unwrap().style))
    };
    let nothing = Style::default();
    assert_eq!(style(&["1.234.567"]).role('.', nothing, false), Some(Role::Thousands));
    assert_eq!(style(&["12,50"]).role('.', nothing, false), Some(Role::Thousands));
    assert_eq!(style(&["12,50"]).role(',', nothing, false), Some(Role::Decimal));
    assert_eq!(style(&["1 234"]).role(',', nothing, false), Some(Role::Decimal));
    assert_eq!(style(&["1234"]).role(',', nothing, false), None);
    assert_eq!(style(&["1,234.50", "1.234,50"]).role(',', nothing, false), None);
    assert_eq!(nothing.role(',', style(&["12,50"]), false), Some(Role::Decimal));
    assert_eq!(nothing.role(',', nothing, false), Some(Role::Thousands));
    assert_eq!(nothing.role(',', nothing, true), None);
}

#[test]
fn a_spreadsheets_number_lies_on_a_cent_or_is_refused() {
    assert_eq!(from_float(0.1 + 0.2, Currency::EUR).unwrap().minor(), 30);
    assert_eq!(from_float(282_957_888.01, Currency::EUR).unwrap().minor(), 28_295_788_801);
    assert_eq!(from_float(-1.0, Currency::EUR).unwrap().minor(), -100);
    assert_eq!(from_float(0.125, Currency::EUR), Err(Fault::TooManyDecimals));
    assert_eq!(from_float(282_957_888.005, Currency::EUR), Err(Fault::TooManyDecimals));
    assert_eq!(from_float(f64::NAN, Currency::EUR), Err(Fault::NotANumber));
    assert_eq!(from_float(1e300, Currency::EUR), Err(Fault::TooLarge));
}
