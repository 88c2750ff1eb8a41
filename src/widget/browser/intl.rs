//! Numbers, dates and plural categories by the browser's `Intl`. Each formatter is made once: making one costs a
//! cheap phone a millisecond.

use glasno_model::{Amount, Currency, Language, Timestamp};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// The formats of one language and currency.
pub struct Formats {
    minor_units: i64,
    money: [Function; 4],
    compact: [Function; 2],
    plain: [Function; 2],
    percent: [Function; 2],
    count: Function,
    date_time: Function,
    plural: Intl::PluralRules,
}

/// Amounts from here on are also said in millions.
const MILLION: i64 = 1_000_000;

impl Formats {
    /// The formats for a language, a currency and the time zone of the consultation.
    pub fn new(language: Language, currency: Currency, time_zone: &str) -> Self {
        let locales = Array::of1(&language.tag().into());
        let number = |options: &[(&str, JsValue)]| -> Function {
            Intl::NumberFormat::new(&locales, &object(options)).format().unchecked_into()
        };
        let digits = |count: u32| ("maximumFractionDigits", JsValue::from(count));
        let least = |count: u32| ("minimumFractionDigits", JsValue::from(count));
        let signed = || ("signDisplay", JsValue::from("exceptZero"));
        let fraction = currency.minor_units().ilog10();
        let money = |count: u32, sign: bool| {
            let mut options = vec![
                ("style", "currency".into()),
                ("currency", currency.code().into()),
                least(count),
                digits(count),
            ];
            if sign {
                options.push(signed());
            }
            number(&options)
        };
        let date_time = Intl::DateTimeFormat::new(
            &locales,
            &object(&[
                ("dateStyle", "long".into()),
                ("timeStyle", "short".into()),
                ("timeZone", time_zone.into()),
            ]),
        );
        Self {
            minor_units: currency.minor_units(),
            money: [money(0, false), money(fraction, false), money(0, true), money(fraction, true)],
            compact: [2, 1].map(|count| {
                number(&[
                    ("style", "currency".into()),
                    ("currency", currency.code().into()),
                    ("notation", "compact".into()),
                    ("minimumFractionDigits", 0.into()),
                    digits(count),
                ])
            }),
            plain: [number(&[digits(0)]), number(&[least(fraction), digits(fraction)])],
            percent: [
                number(&[("style", "percent".into()), digits(1)]),
                number(&[("style", "percent".into()), digits(1), signed()]),
            ],
            count: number(&[]),
            date_time: date_time.format().unchecked_into(),
            plural: Intl::PluralRules::new(&locales, &Object::new()),
        }
    }

    /// The amount to the cent where it has cents, otherwise in whole units.
    pub fn exact(&self, amount: Amount) -> String {
        call(&self.money[self.cents(amount)], &self.decimal(amount))
    }

    /// The amount in whole units.
    pub fn rounded(&self, amount: Amount) -> String {
        call(&self.money[0], &self.decimal(amount))
    }

    /// The amount in millions where it has some, otherwise in whole units: `1,24 млн. €`, `46,3 млн. €`.
    pub fn brief(&self, amount: Amount) -> String {
        let millions = amount.magnitude().minor() / (MILLION * self.minor_units);
        let format = match millions {
            0 => &self.money[0],
            1..10 => &self.compact[0],
            _ => &self.compact[1],
        };
        call(format, &self.decimal(amount))
    }

    /// The sign of the currency as the language writes it: `€`.
    pub fn sign(&self) -> String {
        self.rounded(Amount::ZERO)
            .replace(|letter: char| letter.is_ascii_digit() || letter.is_whitespace(), "")
    }

    /// A change: with its sign, to the cent where it has cents.
    pub fn change(&self, amount: Amount) -> String {
        call(&self.money[2 + self.cents(amount)], &self.decimal(amount))
    }

    /// A small amount, always to the cent: what one resident pays.
    pub fn per_head(&self, amount: Amount, heads: u32) -> String {
        call(&self.money[1], &self.decimal(shared(amount, heads)))
    }

    /// A small change, always to the cent and with its sign.
    pub fn change_per_head(&self, amount: Amount, heads: u32) -> String {
        call(&self.money[3], &self.decimal(shared(amount, heads)))
    }

    /// The amount for a field that is typed into: without the currency.
    pub fn plain(&self, amount: Amount) -> String {
        call(&self.plain[self.cents(amount)], &self.decimal(amount))
    }

    /// A share of a whole, in percent.
    pub fn share(&self, part: Amount, whole: Amount) -> String {
        ratio(&self.percent[0], part, whole)
    }

    /// A change against what was there, in percent, with its sign.
    pub fn change_share(&self, change: Amount, before: Amount) -> String {
        ratio(&self.percent[1], change, before)
    }

    /// A whole number.
    pub fn count(&self, number: usize) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a count of lines or days, far below 2^53")]
        call(&self.count, &JsValue::from(number as f64))
    }

    /// A moment as people say it, in the consultation's time zone.
    pub fn moment(&self, moment: Timestamp) -> String {
        #[expect(clippy::cast_precision_loss, reason = "seconds of years up to 9999 are far below 2^53")]
        let date = Date::new(&JsValue::from(moment.unix_seconds() as f64 * 1000.0));
        call(&self.date_time, &date)
    }

    /// The CLDR plural category of a number.
    pub fn plural(&self, number: usize) -> String {
        let select: Function = method(&self.plural, "select");
        #[expect(clippy::cast_precision_loss, reason = "a count of lines or days, far below 2^53")]
        let category = select.call1(&self.plural, &JsValue::from(number as f64));
        category.ok().and_then(|category| category.as_string()).unwrap_or_default()
    }

    fn cents(&self, amount: Amount) -> usize {
        usize::from(amount.minor() % self.minor_units != 0)
    }

    /// The amount as decimal text, which `Intl` formats digit by digit, without passing through a float.
    fn decimal(&self, amount: Amount) -> JsValue {
        let magnitude = amount.minor().unsigned_abs();
        let units = self.minor_units.unsigned_abs();
        let width = units.ilog10() as usize;
        let sign = if amount.is_negative() { "-" } else { "" };
        let fraction = if width == 0 { String::new() } else { format!(".{:0width$}", magnitude % units) };
        JsValue::from(format!("{sign}{}{fraction}", magnitude / units))
    }
}

fn shared(amount: Amount, heads: u32) -> Amount {
    amount.times_ratio(1, i64::from(heads.max(1))).unwrap_or_default()
}

fn ratio(format: &Function, part: Amount, whole: Amount) -> String {
    if whole.is_zero() {
        return String::new();
    }
    #[expect(clippy::cast_precision_loss, reason = "a percentage to one decimal; amounts are below 2^53")]
    call(format, &JsValue::from(part.minor() as f64 / whole.minor() as f64))
}

fn call(format: &Function, value: &JsValue) -> String {
    format.call1(&JsValue::UNDEFINED, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn method(object: &JsValue, name: &str) -> Function {
    Reflect::get(object, &name.into()).unwrap_or_default().unchecked_into()
}

fn object(options: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in options {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from(*name), value);
    }
    object
}
