//! Figures as officers read them.

use glasno_model::{Amount, Currency};
use glasno_tally::{Rational, allocation::Part, honesty::Interval, rational::whole};
use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use crate::{
    http::written,
    results::view::{Footing, minor},
};

/// From so many units of currency, a computed amount is shown without minor units: nobody reads them.
const WHOLE_UNITS_FROM: i64 = 1_000;

/// A computed amount in minor units, rounded half up. The table to download has the rest of it.
pub fn money(amount: &Rational, currency: Currency, language: Language) -> String {
    written::amount(rounded(amount, currency), currency, language)
}

/// A change in minor units, with its sign.
pub fn change(change: &Rational, currency: Currency, language: Language) -> String {
    let rounded = rounded(change, currency);
    let plus = if rounded > Amount::ZERO { "+" } else { "" };
    format!("{plus}{}", written::amount(rounded, currency, language))
}

/// A change in percent of the draft's amount; nothing where that is nothing.
pub fn change_percent(change: &Rational, draft: Amount, language: Language) -> Option<String> {
    if draft <= Amount::ZERO {
        return None;
    }
    let tenths = (change * whole(1_000) / minor(draft) + half()).floor().to_integer();
    let tenths = i64::try_from(tenths).ok()?;
    let point = match language {
        Language::Bg => ',',
        Language::En => '.',
    };
    let sign = match tenths {
        1.. => "+",
        0 => "",
        _ => "−",
    };
    let (units, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    Some(percent_of(&format!("{sign}{}{point}{rest}", written::count(units, language)), language))
}

fn rounded(amount: &Rational, currency: Currency) -> Amount {
    let per_unit = currency.minor_units();
    let is_large =
        *amount >= whole(per_unit * WHOLE_UNITS_FROM) || *amount <= whole(-per_unit * WHOLE_UNITS_FROM);
    let step = if is_large { per_unit } else { 1 };
    let steps = (amount / whole(step) + half()).floor().to_integer();
    // A mean lies between amounts, so it is one.
    i64::try_from(steps).ok().and_then(|steps| Amount::from_minor(steps * step).ok()).unwrap_or_default()
}

fn half() -> Rational {
    Rational::new(1.into(), 2.into())
}

/// A share from 0 to 1 in whole percents.
pub fn percent(share: f64, language: Language) -> String {
    percent_of(&format!("{:.0}", share * 100.0), language)
}

/// A number of percents.
pub fn percent_of(number: &str, language: Language) -> String {
    Word::ResultsPercent.say(language, &[("number", number)])
}

/// An estimated number of ballots: with one place where they are few.
pub fn estimate(number: f64, language: Language) -> String {
    if number < 100.0 {
        return decimal(number, language);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 100 to the number of ballots"
    )]
    written::count(number.round() as u64, language)
}

/// A decimal number with one place.
pub fn decimal(number: f64, language: Language) -> String {
    let text = format!("{number:.1}");
    match language {
        Language::Bg => text.replace('.', ","),
        Language::En => text,
    }
}

/// “between 41 % and 53 %”.
pub fn between(interval: Interval, language: Language) -> String {
    let values = [("low", percent(interval.low, language)), ("high", percent(interval.high, language))];
    Word::ResultsBetween.say(language, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// A part of the ballots as a share, with how stable it is; or the word for too few of them.
pub fn share(part: Part, language: Language) -> Markup {
    #[expect(clippy::cast_precision_loss, reason = "shown in whole percents")]
    let share = part.ballots as f64 / part.of as f64;
    share_of(part.of, share, part.interval, language)
}

/// A share of so many ballots.
pub fn share_of(base: u64, share: f64, interval: Interval, language: Language) -> Markup {
    let footing = Footing::of(base);
    html! {
        @if footing == Footing::TooFew {
            small { (Word::ResultsTooFew.text(language)) }
        } @else {
            (percent(share, language))
            @if footing == Footing::Few { " " em { (Word::ResultsFew.text(language)) } }
            br; small { (between(interval, language)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(numerator: i64, denominator: i64) -> Rational {
        Rational::new(numerator.into(), denominator.into())
    }

    #[test]
    fn an_officer_reads_rounded_means_with_their_sign() {
        let write = |number: Rational| money(&number, Currency::EUR, Language::En);
        assert_eq!(write(fraction(24_691, 2)), "€123.46");
        assert_eq!(write(fraction(1, 3)), "€0");
        assert_eq!(write(fraction(12_345_650, 1)), "€123,457");
        assert_eq!(change(&fraction(12_345_650, 1), Currency::EUR, Language::En), "+€123,457");
        assert_eq!(change(&fraction(-50, 1), Currency::EUR, Language::En), "−€0.50");
        assert_eq!(change(&fraction(0, 1), Currency::EUR, Language::En), "€0");
    }

    #[test]
    fn a_change_of_a_line_without_money_has_no_percent() {
        let percent = |change: i64, draft: i64| {
            change_percent(&fraction(change, 1), Amount::from_minor(draft).unwrap(), Language::Bg)
        };
        assert_eq!(percent(5, 0), None);
        assert_eq!(percent(50, 1_000).as_deref(), Some("+5,0\u{a0}%"));
        assert_eq!(percent(-123, 10_000).as_deref(), Some("−1,2\u{a0}%"));
        assert_eq!(percent(0, 10_000).as_deref(), Some("0,0\u{a0}%"));
    }
}
