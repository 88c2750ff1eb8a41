//! The balance rule as people write it, in whole units of the currency.

use glasno_model::{Amount, BalanceRule, Currency};
use glasno_words::{Language, server::Word};

use super::{Placed, file::expected};

/// A rule whose amount waits for its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// No deficit.
    NoDeficit,
    /// At most so much more or less.
    Deviation(Placed),
    /// Neither.
    Unknown(Placed),
}

impl Rule {
    /// As a flag: `no-deficit` or `deviation=5000`.
    pub fn of_flag(said: Placed) -> Self {
        match said.text.split_once('=') {
            None if said.text == "no-deficit" => Self::NoDeficit,
            Some(("deviation", amount)) => {
                Self::Deviation(Placed { text: amount.to_owned(), place: said.place })
            }
            _ => Self::Unknown(said),
        }
    }

    /// The rule in this currency.
    ///
    /// # Errors
    /// A sentence where it is no rule.
    pub fn read(self, currency: Currency, language: Language) -> Result<BalanceRule, String> {
        match self {
            Self::NoDeficit => Ok(BalanceRule::NoDeficit),
            Self::Deviation(said) => match minor(&said.text, currency) {
                Some(at_most) => Ok(BalanceRule::Deviation { at_most }),
                None => Err(expected(&said, Word::CliExpectedAmount, language)),
            },
            Self::Unknown(said) => Err(expected(&said, Word::CliExpectedRule, language)),
        }
    }
}

/// Units with a decimal point as minor units; nothing where there are more decimals than the currency has.
pub(super) fn minor(text: &str, currency: Currency) -> Option<Amount> {
    let (units, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if units.is_empty() || !digits(units) || !digits(decimals) {
        return None;
    }
    let places = usize::try_from(currency.minor_units().ilog10()).ok()?;
    let fraction = if decimals.len() > places { return None } else { format!("{decimals:0<places$}") };
    format!("{units}{fraction}").parse::<i64>().ok().and_then(|minor| Amount::from_minor(minor).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_officer_writes_euro_and_not_cents() {
        let read = |text: &str, currency: &str| minor(text, currency.parse().unwrap()).map(Amount::minor);
        assert_eq!(read("5000", "EUR"), Some(500_000));
        assert_eq!(read("0.5", "EUR"), Some(50));
        assert_eq!(read("5000", "JPY"), Some(5_000));
        assert_eq!(read("1.250", "BHD"), Some(1_250));
        for bad in ["", "-1", "1,5", "1.005", "€5", "99999999999999999999", ".5"] {
            assert_eq!(read(bad, "EUR"), None, "{bad} was taken");
        }
    }
}
