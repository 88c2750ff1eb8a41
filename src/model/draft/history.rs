//! What a line was in the years before.

use serde::{Deserialize, Serialize};

use crate::{Amount, Currency};

/// Which figure of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PastKind {
    /// The budget as the council adopted it.
    Adopted,
    /// The budget as it was changed during the year.
    Revised,
    /// What was really spent or received.
    Reported,
}

impl PastKind {
    /// The word in JSON and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Revised => "revised",
            Self::Reported => "reported",
        }
    }
}

/// What a line was in another year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastAmount {
    /// The year, from 1990 to 2100.
    pub year: u16,
    /// Which figure of it.
    pub kind: PastKind,
    /// How much, in the draft's currency.
    pub amount: Amount,
    /// How much in the currency of that year, where that is another one; together with `source_currency` or not
    /// at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_amount: Option<Amount>,
    /// The currency of that year, where it is not the draft's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_currency: Option<Currency>,
}

impl PastAmount {
    /// An amount of another year in the draft's currency: leva at the fixed rate, rounded half up, with the leva kept.
    /// Nothing where no law fixes a rate.
    pub fn converted(
        year: u16,
        kind: PastKind,
        amount: Amount,
        from: Currency,
        into: Currency,
    ) -> Option<Self> {
        let source = (from != into).then_some((amount, from));
        Some(Self {
            year,
            kind,
            amount: from.convert(amount, into)?,
            source_amount: source.map(|(amount, _)| amount),
            source_currency: source.map(|(_, currency)| currency),
        })
    }

    /// The place in the history of a line: by year, within it adopted before revised before reported.
    pub const fn order(&self) -> (u16, PastKind) {
        (self.year, self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn leva_of_another_year_are_converted_and_kept(stotinki in -10_000_000_000_i64..10_000_000_000) {
            let leva = Amount::from_minor(stotinki).unwrap();
            let past = PastAmount::converted(2025, PastKind::Adopted, leva, Currency::BGN, Currency::EUR).unwrap();
            prop_assert_eq!((past.source_amount, past.source_currency), (Some(leva), Some(Currency::BGN)));
            // Half a cent at most lies between the two.
            let off = i128::from(past.amount.minor()) * 195_583 - i128::from(stotinki) * 100_000;
            prop_assert!(2 * off.abs() <= 195_583);
        }
    }

    #[test]
    fn euro_stay_what_they_are_and_no_rate_is_invented() {
        let past = |from, into| PastAmount::converted(2026, PastKind::Revised, Amount::MAX, from, into);
        let euro = past(Currency::EUR, Currency::EUR).unwrap();
        assert_eq!((euro.amount, euro.source_amount, euro.source_currency), (Amount::MAX, None, None));
        assert_eq!(past(Currency::EUR, Currency::BGN), None);
    }
}
