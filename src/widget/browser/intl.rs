//! Numbers, dates and plural categories by the browser's `Intl`. Each formatter is made when it is first used, and
//! once: making one costs a cheap phone a millisecond.

use std::cell::OnceCell;

use glasno_model::{Amount, Currency, Language, Timestamp};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// The formats of one language and currency.
pub struct Formats {
    language: Language,
    currency: Currency,
    time_zone: String,
    made: [OnceCell<Function>; 12],
    plural: OnceCell<Intl::PluralRules>,
}

/// How a number is written.
#[derive(Clone, Copy)]
enum Style {
    Money,
    MoneyWithCents,
    Change,
    ChangeWithCents,
    Millions,
    Plain,
    PlainWithCents,
    Share,
    ChangeOfShare,
    Count,
    Units,
    Moment,
}

/// Amounts from here on are also said in millions.
const MILLION: i64 = 1_000_000;

impl Formats {
    /// The formats for a language, a currency and the time zone of the consultation.
    pub fn new(language: Language, currency: Currency, time_zone: &str) -> Self {
        let made = [const { OnceCell::new() }; 12];
        Self { language, currency, time_zone: time_zone.to_owned(), made, plural: OnceCell::new() }
    }

    fn style(&self, style: Style) -> &Function {
        self.made[style as usize].get_or_init(|| self.make(style))
    }

    fn make(&self, style: Style) -> Function {
        let locales = Array::of1(&self.language.tag().into());
        let options = Object::new();
        let set = |name: &str, value: JsValue| {
            // Setting a property of a fresh plain object cannot fail.
            let _ = Reflect::set(&options, &name.into(), &value);
        };
        if let Style::Moment = style {
            set("dateStyle", "long".into());
            set("timeStyle", "short".into());
            set("timeZone", self.time_zone.as_str().into());
            return Intl::DateTimeFormat::new(&locales, &options).format().unchecked_into();
        }
        let cents = self.currency.minor_units().ilog10();
        let (kind, least, most) = match style {
            Style::Money | Style::Change => ("currency", 0, 0),
            Style::MoneyWithCents | Style::ChangeWithCents => ("currency", cents, cents),
            Style::Millions => ("currency", 0, 2),
            Style::PlainWithCents => ("decimal", cents, cents),
            Style::Share | Style::ChangeOfShare => ("percent", 0, 1),
            Style::Units => ("decimal", 0, 1),
            Style::Plain | Style::Count | Style::Moment => ("decimal", 0, 0),
        };
        set("style", kind.into());
        set("minimumFractionDigits", least.into());
        set("maximumFractionDigits", most.into());
        if kind == "currency" {
            set("currency", self.currency.code().into());
        }
        if let Style::Millions = style {
            set("notation", "compact".into());
        }
        if let Style::Change | Style::ChangeWithCents | Style::ChangeOfShare | Style::Units = style {
            set("signDisplay", "exceptZero".into());
        }
        Intl::NumberFormat::new(&locales, &options).format().unchecked_into()
    }

    /// The amount to the cent where it has cents, otherwise in whole units.
    pub fn exact(&self, amount: Amount) -> String {
        self.write(self.with_cents(amount, Style::Money, Style::MoneyWithCents), amount)
    }

    /// The amount in whole units.
    pub fn rounded(&self, amount: Amount) -> String {
        self.write(Style::Money, amount)
    }

    /// The amount in millions where it has some, otherwise in whole units: `1,24 млн. €`, `46,3 млн. €`.
    pub fn brief(&self, amount: Amount) -> String {
        let million = MILLION * self.currency.minor_units();
        match amount.magnitude().minor() / million {
            0 => self.rounded(amount),
            1..10 => self.write(Style::Millions, amount),
            // To a tenth of a million. A formatter of its own for that would cost a cheap phone ten milliseconds.
            _ => {
                let tenth = million / 10;
                let tenths = amount.times_ratio(1, tenth);
                let shown = tenths.and_then(|tenths| tenths.times_ratio(tenth, 1)).unwrap_or(amount);
                self.write(Style::Millions, shown)
            }
        }
    }

    /// The sign of the currency as the language writes it: `€`.
    pub fn sign(&self) -> String {
        self.rounded(Amount::ZERO)
            .replace(|letter: char| letter.is_ascii_digit() || letter.is_whitespace(), "")
    }

    /// A change: with its sign, to the cent where it has cents.
    pub fn change(&self, amount: Amount) -> String {
        self.write(self.with_cents(amount, Style::Change, Style::ChangeWithCents), amount)
    }

    /// A small amount, always to the cent: what one resident pays.
    pub fn per_head(&self, amount: Amount, heads: u32) -> String {
        self.write(Style::MoneyWithCents, shared(amount, heads))
    }

    /// A small change, always to the cent and with its sign.
    pub fn change_per_head(&self, amount: Amount, heads: u32) -> String {
        self.write(Style::ChangeWithCents, shared(amount, heads))
    }

    /// The amount for a field that is typed into: without the currency.
    pub fn plain(&self, amount: Amount) -> String {
        self.write(self.with_cents(amount, Style::Plain, Style::PlainWithCents), amount)
    }

    /// A share of a whole, in percent.
    pub fn share(&self, part: Amount, whole: Amount) -> String {
        self.ratio(Style::Share, part, whole)
    }

    /// A change against what was there, in percent, with its sign.
    pub fn change_share(&self, change: Amount, before: Amount) -> String {
        self.ratio(Style::ChangeOfShare, change, before)
    }

    /// A whole number.
    pub fn count(&self, number: usize) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a count of lines or days, far below 2^53")]
        call(self.style(Style::Count), &JsValue::from(number as f64))
    }

    /// Tenths of something, with the sign of a change: `+2,5`.
    pub fn units(&self, tenths: i64) -> String {
        let sign = if tenths < 0 { "-" } else { "" };
        let magnitude = tenths.unsigned_abs();
        call(self.style(Style::Units), &JsValue::from(format!("{sign}{}.{}", magnitude / 10, magnitude % 10)))
    }

    /// A moment as people say it, in the consultation's time zone.
    pub fn moment(&self, moment: Timestamp) -> String {
        #[expect(clippy::cast_precision_loss, reason = "seconds of years up to 9999 are far below 2^53")]
        let date = Date::new(&JsValue::from(moment.unix_seconds() as f64 * 1000.0));
        call(self.style(Style::Moment), &date)
    }

    /// The CLDR plural category of a number.
    pub fn plural(&self, number: usize) -> String {
        let rules = self
            .plural
            .get_or_init(|| Intl::PluralRules::new(&Array::of1(&self.language.tag().into()), &Object::new()));
        let select: Function = method(rules, "select");
        #[expect(clippy::cast_precision_loss, reason = "a count of lines or days, far below 2^53")]
        let category = select.call1(rules, &JsValue::from(number as f64));
        category.ok().and_then(|category| category.as_string()).unwrap_or_default()
    }

    fn with_cents(&self, amount: Amount, without: Style, with: Style) -> Style {
        if amount.minor() % self.currency.minor_units() == 0 { without } else { with }
    }

    fn write(&self, style: Style, amount: Amount) -> String {
        call(self.style(style), &self.decimal(amount))
    }

    fn ratio(&self, style: Style, part: Amount, whole: Amount) -> String {
        if whole.is_zero() {
            return String::new();
        }
        #[expect(clippy::cast_precision_loss, reason = "a percentage to one decimal; amounts are below 2^53")]
        call(self.style(style), &JsValue::from(part.minor() as f64 / whole.minor() as f64))
    }

    /// The amount as decimal text, which `Intl` formats digit by digit, without passing through a float.
    fn decimal(&self, amount: Amount) -> JsValue {
        let magnitude = amount.minor().unsigned_abs();
        let units = self.currency.minor_units().unsigned_abs();
        let width = units.ilog10() as usize;
        let sign = if amount.is_negative() { "-" } else { "" };
        let fraction = if width == 0 { String::new() } else { format!(".{:0width$}", magnitude % units) };
        JsValue::from(format!("{sign}{}{fraction}", magnitude / units))
    }
}

fn shared(amount: Amount, heads: u32) -> Amount {
    amount.times_ratio(1, i64::from(heads.max(1))).unwrap_or_default()
}

fn call(format: &Function, value: &JsValue) -> String {
    format.call1(&JsValue::UNDEFINED, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn method(object: &JsValue, name: &str) -> Function {
    Reflect::get(object, &name.into()).unwrap_or_default().unchecked_into()
}
