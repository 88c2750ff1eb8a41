//! Currencies by their ISO 4217 codes, and the one conversion that a law fixes.

use serde::{Deserialize, Serialize};

use crate::Amount;

/// An ISO 4217 currency code, three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// What stands there is not an ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a currency code such as EUR")]
pub struct NotACurrency(pub String);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The Bulgarian lev, in use until 2025-12-31.
    pub const BGN: Self = Self(*b"BGN");

    /// The three letters.
    pub fn code(&self) -> &str {
        // The constructor lets in ASCII capitals only, so this is always text.
        core::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many minor units make one unit: 100 for most, 1 or 1000 for a few (ISO 4217, list one).
    pub fn minor_units(&self) -> i64 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 1,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 1000,
            _ => 100,
        }
    }

    /// The amount in another currency, where a law fixes the rate: leva to euro at 1 EUR = 1.95583 BGN
    /// (Council Regulation (EC) No 2866/98 as amended for Bulgaria), rounded half up to the cent.
    ///
    /// A tie cannot occur, since 195 583 is odd. Nothing for any other pair, and the amount itself for the same.
    pub fn convert(&self, amount: Amount, into: Self) -> Option<Amount> {
        if *self == into {
            return Some(amount);
        }
        (*self == Self::BGN && into == Self::EUR).then(|| amount.times_ratio(100_000, 195_583)).flatten()
    }
}

impl TryFrom<String> for Currency {
    type Error = NotACurrency;

    fn try_from(code: String) -> Result<Self, NotACurrency> {
        match code.as_bytes() {
            [a, b, c] if code.bytes().all(|letter| letter.is_ascii_uppercase()) => Ok(Self([*a, *b, *c])),
            _ => Err(NotACurrency(code)),
        }
    }
}

impl core::str::FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(code: &str) -> Result<Self, NotACurrency> {
        Self::try_from(code.to_owned())
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl core::fmt::Display for Currency {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code())
    }
}

impl core::fmt::Debug for Currency {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(stotinki: i64) -> i64 {
        Currency::BGN.convert(Amount::from_minor(stotinki).unwrap(), Currency::EUR).unwrap().minor()
    }

    #[test]
    fn leva_become_euro_at_the_fixed_rate() {
        assert_eq!(eur(195_583), 100_000);
        assert_eq!(eur(100), 51);
        assert_eq!(eur(-100), -51);
        assert_eq!(eur(1), 1);
        assert_eq!(eur(28_295_788_800), 14_467_407_085);
    }

    #[test]
    fn no_other_rate_is_invented() {
        assert_eq!(Currency::EUR.convert(Amount::ZERO, Currency::BGN), None);
        assert_eq!(Currency::EUR.convert(Amount::MAX, Currency::EUR), Some(Amount::MAX));
    }

    #[test]
    fn a_code_is_three_capital_letters() {
        assert!("eur".parse::<Currency>().is_err());
        assert!("ЕUR".parse::<Currency>().is_err());
        assert_eq!("USD".parse::<Currency>().unwrap().code(), "USD");
    }
}
