//! What is known about everybody who could take part: `[[margins]]`, each with a dimension and its shares.

use std::collections::BTreeMap;

use glasno_model::{Channel, RespondentGroup};
use glasno_store::{Dimension, Margin, NotAMargin, Share};
use glasno_words::{Speak as _, server::Word};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Key, Reader, expected_this};
use crate::cli::settings::Placed;

const KEYS: [&str; 2] = ["dimension", "shares"];
const MARGINS: &str = "margins";
const DIMENSION: &str = "margins.dimension";
const SHARES: &str = "margins.shares";

impl Reader<'_> {
    /// The margins; an empty list takes those of before away.
    pub(super) fn margins(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<Vec<Margin>> {
        let Some(items) = value.get_ref().as_array() else {
            self.expect(&self.placed(key, value), Word::CliExpectedMargins);
            return None;
        };
        let mut margins: Vec<Margin> = Vec::new();
        for item in items {
            let Some(margin) = self.margin(item) else { continue };
            if margins.iter().any(|other| other.dimension() == margin.dimension()) {
                let twice =
                    Placed { text: margin.dimension().code().to_owned(), ..self.found(DIMENSION, item) };
                self.twice(&twice);
            }
            margins.push(margin);
        }
        Some(margins)
    }

    fn margin(&mut self, item: &Spanned<DeValue<'_>>) -> Option<Margin> {
        let table = item.get_ref().as_table();
        let Some(table) = table.filter(|table| KEYS.iter().all(|key| table.contains_key(*key))) else {
            self.expect(&self.found(MARGINS, item), Word::CliExpectedMargins);
            return None;
        };
        for (key, _) in table.iter().filter(|(key, _)| !KEYS.contains(&key.get_ref().as_ref())) {
            self.unknown(&format!("{MARGINS}.{}", key.get_ref()), key.span().start, &KEYS);
        }
        let (dimension, shares) = (table.get("dimension")?, table.get("shares")?);
        let Some(known) = dimension.get_ref().as_str().and_then(Dimension::from_code) else {
            self.expect(&self.found(DIMENSION, dimension), Word::CliExpectedDimension);
            return None;
        };
        let Some(table) = shares.get_ref().as_table() else {
            self.expect(&self.found(SHARES, shares), Word::CliExpectedShares);
            return None;
        };
        let read = self.shares(table)?;
        match Margin::new(known, read) {
            Ok(margin) => Some(margin),
            Err(error) => {
                self.not_a_margin(known, shares, &error);
                None
            }
        }
    }

    fn shares(&mut self, table: &DeTable<'_>) -> Option<BTreeMap<String, Share>> {
        let before = self.wrong.len();
        let mut shares = BTreeMap::new();
        for (category, value) in table {
            let text = match value.get_ref() {
                DeValue::Float(number) => Some(number.as_str()),
                DeValue::Integer(number) => Some(number.as_str()),
                DeValue::String(text) => Some(text.as_ref()),
                _ => None,
            };
            if let Some(share) = text.and_then(|text| text.parse().ok()) {
                shares.insert(category.get_ref().to_string(), share);
            } else {
                let place = format!("{SHARES}.{}", category.get_ref());
                self.expect(&self.found(&place, value), Word::CliExpectedShare);
            }
        }
        (self.wrong.len() == before).then_some(shares)
    }

    fn not_a_margin(&mut self, dimension: Dimension, shares: &Spanned<DeValue<'_>>, error: &NotAMargin) {
        let found = self.found(SHARES, shares);
        match error {
            NotAMargin::NotWhole(sum) => {
                let values = [("place", found.place.as_str()), ("sum", sum)];
                self.wrong.push(Word::CliMarginSum.say(self.language, &values));
            }
            NotAMargin::UnknownCategory { category, .. } => {
                let unknown = Placed { text: category.clone(), ..found };
                let known = match dimension {
                    Dimension::Group => RespondentGroup::ALL.map(RespondentGroup::code).join(", "),
                    Dimension::Channel => Channel::ALL.map(Channel::code).join(", "),
                    Dimension::District => return self.expect(&unknown, Word::CliExpectedId),
                };
                let what = Word::CliExpectedOneOf.say(self.language, &[("known", &known)]);
                self.wrong.push(expected_this(&unknown, &what, self.language));
            }
        }
    }
}
