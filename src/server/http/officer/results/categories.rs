//! Groups, channels and districts by the names that people know them by.

use glasno_model::{Channel, Consultation, RespondentGroup};
use glasno_store::Dimension;
use glasno_words::{Speak as _, server::Word};
use maud::{Markup, html};

use crate::{
    http::{language::Reader, officer::bars, written},
    results::view::{Category, Division, DraftResults},
};

use super::Seen;

/// The names of categories in a language.
pub struct Names<'a> {
    consultation: &'a Consultation,
    reader: Reader,
}

impl<'a> Names<'a> {
    /// The names in this reader's language.
    pub const fn new(consultation: &'a Consultation, reader: Reader) -> Self {
        Self { consultation, reader }
    }

    /// The name of a channel.
    pub fn channel(&self, category: &Category) -> String {
        self.name(Dimension::Channel, category)
    }

    /// The name of a category.
    pub fn name(&self, dimension: Dimension, category: &Category) -> String {
        match category {
            Category::NotSaid => Word::ResultsNotSaid.text(self.reader.language).to_owned(),
            Category::Said(said) => self.said(dimension, said),
        }
    }

    /// The name of what somebody said; the word itself where it is no longer asked for.
    pub fn said(&self, dimension: Dimension, said: &str) -> String {
        let language = self.reader.language;
        match dimension {
            Dimension::Channel => {
                let channel = Channel::ALL.into_iter().find(|channel| channel.code() == said);
                channel.map(|channel| channel_word(channel).text(language).to_owned())
            }
            Dimension::Group => {
                RespondentGroup::from_code(said).map(|group| written::group(group).text(language).to_owned())
            }
            Dimension::District => {
                let districts = &self.consultation.respondents.districts;
                let district = districts.iter().find(|district| district.id.as_str() == said);
                district.map(|district| district.label(self.reader.texts()).to_owned())
            }
        }
        .unwrap_or_else(|| said.to_owned())
    }
}

const fn channel_word(channel: Channel) -> Word {
    match channel {
        Channel::Web => Word::ResultsChannelWeb,
        Channel::Paper => Word::ResultsChannelPaper,
        Channel::Box => Word::ResultsChannelBox,
        Channel::Phone => Word::ResultsChannelPhone,
        Channel::Hall => Word::ResultsChannelHall,
    }
}

/// “By group”.
pub const fn dimension_word(dimension: Dimension) -> Word {
    match dimension {
        Dimension::Group => Word::ResultsDimensionGroup,
        Dimension::Channel => Word::ResultsDimensionChannel,
        Dimension::District => Word::ResultsDimensionDistrict,
    }
}

impl Seen<'_> {
    /// Who took part, by each dimension.
    pub(super) fn divisions(&self, results: &DraftResults) -> Markup {
        let language = self.reader.language;
        let hidden = results.divisions.iter().any(is_hiding);
        let least = glasno_tally::honesty::Audience::Internal.fewest().to_string();
        html! {
            @if !results.divisions.is_empty() {
                div.divisions { @for division in &results.divisions { (self.division(results, division)) } }
            }
            @if hidden { p { (Word::ResultsHiddenWhy.say(language, &[("least", &least)])) } }
        }
    }

    fn division(&self, results: &DraftResults, division: &Division) -> Markup {
        let language = self.reader.language;
        let names = Names::new(&self.snapshot.record.consultation, self.reader);
        let title = dimension_word(division.dimension).text(language);
        html! {
            div {
                h3 { (title) }
                @if division.categories.iter().all(|(_, ballots)| ballots.unwrap_or(0) == 0) {
                    p { (Word::ResultsHiddenAll.text(language)) }
                } @else {
                    @let caption = html! {
                        (title) ", " (Word::ResultsVersion.say(language, &[("version", &results.draft.version.to_string())]))
                    };
                    @let rows = division.categories.iter()
                        .map(|(category, ballots)| (html! { (names.name(division.dimension, category)) }, *ballots));
                    (bars::table(&caption, Word::ResultsCategory, rows, language))
                }
            }
        }
    }
}

/// Is something hidden here?
pub fn is_hiding(division: &Division) -> bool {
    division.categories.iter().any(|(_, ballots)| ballots.is_none())
}
