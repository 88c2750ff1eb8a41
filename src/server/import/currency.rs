//! Which currency a file is in, and how that was decided.

use glasno_model::{Amount, Currency};
use serde::Serialize;

use super::{ImportError, Kind, Options, Place};

/// How the currency of a file was decided, the strongest reason first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "by", content = "what")]
pub enum CurrencyReason {
    /// The officer said so.
    Option,
    /// A column of the file says so in every row.
    Column,
    /// This word stands above the table or in its header.
    Word(String),
    /// The budget's year: leva until 2025, euro from 2026.
    FiscalYear(u16),
    /// Nothing says it; a municipal budget in this layout is taken to be in leva.
    Assumed,
    /// Nothing says it; it is taken to be the consultation's.
    Consultation,
}

/// A currency with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decided {
    pub(super) currency: Currency,
    pub(super) reason: CurrencyReason,
    /// A word in the file that says otherwise than the officer, who is believed.
    pub(super) contradicted: Option<String>,
}

/// Decides by the officer's word, the file's column, the words of its titles and header, its year, or `otherwise`.
pub(super) fn decide(
    options: &Options,
    column: Option<Currency>,
    texts: &[(String, Place)],
    fiscal_year: Option<u16>,
    otherwise: (Currency, CurrencyReason),
) -> Result<Decided, ImportError> {
    let words = named(texts);
    let decided = |currency, reason| Decided { currency, reason, contradicted: None };
    if let Some(currency) = options.currency_of_file {
        let contradicted =
            words.iter().find(|(other, ..)| *other != currency).map(|(_, word, _)| (*word).to_owned());
        return Ok(Decided { currency, reason: CurrencyReason::Option, contradicted });
    }
    if let Some(currency) = column {
        return Ok(decided(currency, CurrencyReason::Column));
    }
    if let Some((currency, word)) = by_words(&words)? {
        return Ok(decided(currency, CurrencyReason::Word(word.to_owned())));
    }
    if let Some(year) = fiscal_year {
        let currency = if year <= 2025 { Currency::BGN } else { Currency::EUR };
        return Ok(decided(currency, CurrencyReason::FiscalYear(year)));
    }
    Ok(decided(otherwise.0, otherwise.1))
}

/// The currency that the titles of a sheet beside the lines name, where they name one.
pub(super) fn in_titles(texts: &[(String, Place)]) -> Result<Option<Currency>, ImportError> {
    by_words(&named(texts)).map(|found| found.map(|(currency, _)| currency))
}

/// A currency, the word for it, and where it stands.
type Named<'a> = (Currency, &'a str, &'a Place);

fn named(texts: &[(String, Place)]) -> Vec<Named<'_>> {
    let words = texts.iter().flat_map(|(text, place)| {
        named_in(text).into_iter().map(move |(currency, word)| (currency, word, place))
    });
    words.collect()
}

/// The one currency that these words name; two of them are refused.
fn by_words<'a>(words: &[Named<'a>]) -> Result<Option<(Currency, &'a str)>, ImportError> {
    let Some((currency, word, _)) = words.first() else { return Ok(None) };
    if let Some((_, other, place)) = words.iter().find(|(other, ..)| other != currency) {
        let kind = Kind::UnclearCurrency { first: (*word).to_owned(), second: (*other).to_owned() };
        return Err(ImportError { place: (*place).clone(), kind });
    }
    Ok(Some((*currency, *word)))
}

/// Turns the file's money into the draft's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conversion {
    pub(super) from: Currency,
    pub(super) into: Currency,
}

impl Conversion {
    /// Refuses a pair for which no law fixes a rate.
    pub(super) fn new(from: Currency, into: Currency) -> Result<Self, Kind> {
        from.convert(Amount::ZERO, into).map(|_| Self { from, into }).ok_or(Kind::NoConversion { from, into })
    }

    pub(super) fn is_needed(self) -> bool {
        self.from != self.into
    }

    /// One amount, rounded by itself. Leva become fewer euro, so what could be held before can be held after.
    pub(super) fn apply(self, amount: Amount) -> Amount {
        self.from.convert(amount, self.into).unwrap_or(amount)
    }

    /// The amount as the file has it, where it is not the draft's.
    pub(super) fn source(self, amount: Amount) -> Option<Amount> {
        self.is_needed().then_some(amount)
    }
}

const SIGNS: [(&str, Currency); 8] = [
    ("лева", Currency::BGN),
    ("лв.", Currency::BGN),
    ("лв", Currency::BGN),
    ("BGN", Currency::BGN),
    ("евро", Currency::EUR),
    ("EUR", Currency::EUR),
    ("€", Currency::EUR),
    ("eur", Currency::EUR),
];

/// The text without a currency's sign before or behind it, and that currency.
pub(super) fn without_sign(text: &str) -> (&str, Option<Currency>) {
    SIGNS
        .iter()
        .find_map(|(sign, currency)| {
            let rest = text.strip_suffix(sign).or_else(|| text.strip_prefix(sign))?;
            Some((rest.trim(), Some(*currency)))
        })
        .unwrap_or((text, None))
}

/// The currencies that a title or header names, with the words for them. One that states the rate of conversion names
/// both and decides nothing.
fn named_in(text: &str) -> Vec<(Currency, &str)> {
    if text.contains("1.95583") || text.contains("1,95583") {
        return Vec::new();
    }
    text.split(|letter: char| !letter.is_alphabetic() && letter != '€')
        .filter_map(|word| of_word(word).map(|currency| (currency, word)))
        .collect()
}

/// The currency that a word of a title, a header or a cell names.
pub(super) fn of_word(word: &str) -> Option<Currency> {
    match word.to_lowercase().as_str() {
        "лв" | "лева" | "левове" | "bgn" => Some(Currency::BGN),
        "евро" | "eur" | "euro" | "€" => Some(Currency::EUR),
        _ => None,
    }
}

/// Does this title say that the amounts are in thousands or millions? Then each of them is not what it seems.
pub(super) fn says_thousands(text: &str) -> bool {
    let text = text.to_lowercase();
    let units = [
        "хил. лв",
        "хил.лв",
        "хил лв",
        "хиляди лева",
        "хил. евро",
        "хил.евро",
        "хиляди евро",
        "млн. лв",
        "млн.лв",
        "млн. евро",
        "млн.евро",
        "in thousands",
        "in millions",
    ];
    units.iter().any(|unit| text.contains(unit))
}
