//! Groups, channels and districts by the names that people know them by.

use glasno_model::{Channel, Consultation, RespondentGroup};
use glasno_store::Dimension;
use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use crate::{
    http::{language::Reader, written},
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

/// How many ballots, or the word for a hidden number.
pub fn size(ballots: Option<u64>, language: Language) -> Markup {
    html! {
        @match ballots {
            Some(ballots) => (written::count(ballots, language)),
            None => em.quiet { (Word::ResultsHidden.text(language)) },
        }
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
        let largest = division.categories.iter().filter_map(|(_, ballots)| *ballots).max().unwrap_or(0);
        let title = dimension_word(division.dimension).text(language);
        html! {
            div {
                h3 { (title) }
                @if largest == 0 {
                    p { (Word::ResultsHiddenAll.text(language)) }
                } @else {
                    table.bars {
                        caption.hidden { (title) ", " (Word::ResultsVersion.say(language, &[("version", &results.draft.version.to_string())])) }
                        thead.hidden {
                            tr {
                                th scope="col" { (Word::ResultsCategory.text(language)) }
                                th.number scope="col" { (Word::ResultsBallotsColumn.text(language)) }
                                th scope="col" { (Word::ResultsBar.text(language)) }
                            }
                        }
                        tbody {
                            @for (category, ballots) in &division.categories {
                                tr {
                                    th scope="row" { (names.name(division.dimension, category)) }
                                    td.number { (size(*ballots, language)) }
                                    td { (bar(ballots.unwrap_or(0), largest)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Is something hidden here?
pub fn is_hiding(division: &Division) -> bool {
    division.categories.iter().any(|(_, ballots)| ballots.is_none())
}

/// A bar as long as the count beside it is a part of the largest. The policy of these pages lets no style through, so it
/// is an attribute of a drawing; whoever does not see it reads the count.
pub fn bar(count: u64, largest: u64) -> Markup {
    // In thousandths: finer than any screen shows.
    let thousandths =
        if largest == 0 { 0 } else { (u128::from(count) * 1_000).div_ceil(u128::from(largest)) };
    html! {
        svg.bar width="100%" height="12" aria-hidden="true" focusable="false" {
            rect width={ (thousandths / 10) "." (thousandths % 10) "%" } height="12" {}
        }
    }
}
