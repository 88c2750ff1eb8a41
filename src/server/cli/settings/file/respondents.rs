//! What a consultation asks about whoever answers: `[respondents]` with its groups and districts.

use glasno_model::{District, DistrictId, RespondentGroup, Respondents};
use glasno_words::{Speak as _, server::Word};
use toml::{Spanned, de::DeValue};

use super::{Key, Reader, expected_this, parsed, texts};
use crate::cli::settings::Placed;

const KEYS: [&str; 2] = ["groups", "districts"];
const DISTRICT_KEYS: [&str; 2] = ["id", "name"];
const GROUPS: &str = "respondents.groups";
const DISTRICTS: &str = "respondents.districts";

/// What the file says to ask; what it does not name is nothing, an empty list is a question no longer asked.
#[derive(Debug, Default)]
pub struct Asked {
    groups: Option<Vec<RespondentGroup>>,
    districts: Option<Vec<District>>,
}

impl Asked {
    /// Puts it in place of what was asked before.
    pub fn lay_over(self, respondents: &mut Respondents) {
        if let Some(groups) = self.groups {
            respondents.groups = groups;
        }
        if let Some(districts) = self.districts {
            respondents.districts = districts;
        }
    }
}

impl Reader<'_> {
    pub(super) fn asked(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Asked {
        let mut asked = Asked::default();
        let Some(table) = value.get_ref().as_table() else {
            self.expect(&self.placed(key, value), Word::CliExpectedRespondents);
            return asked;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "groups" => asked.groups = self.groups(value),
                "districts" => asked.districts = self.districts(value),
                other => self.unknown(&format!("respondents.{other}"), key.span().start, &KEYS),
            }
        }
        asked
    }

    fn groups(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Vec<RespondentGroup>> {
        let Some(items) = value.get_ref().as_array() else {
            self.expect(&self.found(GROUPS, value), Word::CliExpectedGroups);
            return None;
        };
        let mut groups = Vec::new();
        for item in items {
            match item.get_ref().as_str().and_then(RespondentGroup::from_code) {
                Some(group) if groups.contains(&group) => self.twice(&self.found(GROUPS, item)),
                Some(group) => groups.push(group),
                None => {
                    let known = RespondentGroup::ALL.map(RespondentGroup::code).join(", ");
                    let what = Word::CliExpectedGroup.say(self.language, &[("known", &known)]);
                    self.wrong.push(expected_this(&self.found(GROUPS, item), &what, self.language));
                }
            }
        }
        Some(groups)
    }

    fn districts(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Vec<District>> {
        let Some(items) = value.get_ref().as_array() else {
            self.expect(&self.found(DISTRICTS, value), Word::CliExpectedDistricts);
            return None;
        };
        let mut districts: Vec<District> = Vec::new();
        for item in items {
            let Some(district) = self.district(item) else { continue };
            if districts.iter().any(|other| other.id == district.id) {
                let twice = Placed { text: district.id.to_string(), ..self.found(DISTRICTS, item) };
                self.twice(&twice);
            }
            districts.push(district);
        }
        Some(districts)
    }

    fn district(&mut self, item: &Spanned<DeValue<'_>>) -> Option<District> {
        let table = item.get_ref().as_table();
        let Some(table) = table.filter(|table| DISTRICT_KEYS.iter().all(|key| table.contains_key(*key)))
        else {
            self.expect(&self.found(DISTRICTS, item), Word::CliExpectedDistrict);
            return None;
        };
        let (mut id, mut name) = (None, None);
        for (key, value) in table {
            let place = format!("{DISTRICTS}.{}", key.get_ref());
            match key.get_ref().as_ref() {
                "id" => {
                    id = parsed::<DistrictId>(value.get_ref());
                    if id.is_none() {
                        self.expect(&self.found(&place, value), Word::CliExpectedId);
                    }
                }
                "name" => {
                    name = texts(value.get_ref()).filter(|name| !name.is_empty());
                    if name.is_none() {
                        self.expect(&self.found(&place, value), Word::CliExpectedTexts);
                    }
                }
                _ => self.unknown(&place, key.span().start, &DISTRICT_KEYS),
            }
        }
        Some(District { id: id?, name: name? })
    }

    pub(super) fn twice(&mut self, found: &Placed) {
        let values = [("place", found.place.as_str()), ("found", &found.text)];
        self.wrong.push(Word::CliTwice.say(self.language, &values));
    }
}
