//! The columns of the layout `lines`, by the names that files give them, and the words in its cells.

use glasno_model::{Discretion, Language, Text};
use glasno_words::server::Word;
use glasno_words::{Language as Spoken, Speak as _};

use crate::import::table::{Layout, words};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum LinesColumn {
    Id,
    Parent,
    Code,
    /// In a language; Bulgarian where the header says none.
    Name(Language),
    Description(Language),
    Amount,
    Currency,
    Previous,
    PreviousCurrency,
    Discretion,
    Min,
    Max,
}

impl LinesColumn {
    /// The layout's own name of the column.
    pub(super) fn name(self) -> String {
        match self {
            Self::Id => "id".to_owned(),
            Self::Parent => "parent".to_owned(),
            Self::Code => "code".to_owned(),
            Self::Name(language) => format!("name_{language}"),
            Self::Description(language) => format!("description_{language}"),
            Self::Amount => "amount".to_owned(),
            Self::Currency => "currency".to_owned(),
            Self::Previous => "previous_amount".to_owned(),
            Self::PreviousCurrency => "previous_currency".to_owned(),
            Self::Discretion => "discretion".to_owned(),
            Self::Min => "min".to_owned(),
            Self::Max => "max".to_owned(),
        }
    }
}

impl Layout for LinesColumn {
    fn recognise(names: &[String]) -> Vec<Option<Self>> {
        names.iter().map(|name| recognise(name)).collect()
    }

    /// Two of the three that every file of this layout has; the third is then said as missing.
    fn is_header(columns: &[Option<Self>]) -> bool {
        let has = |wanted: fn(&Self) -> bool| usize::from(columns.iter().flatten().any(wanted));
        let named = has(|column| matches!(column, Self::Name(_)));
        let identified = has(|column| matches!(column, Self::Id));
        named + identified + has(|column| matches!(column, Self::Amount)) > 1
    }

    fn holds_amounts(self) -> bool {
        matches!(self, Self::Amount | Self::Previous | Self::Min | Self::Max)
    }
}

fn recognise(name: &str) -> Option<LinesColumn> {
    let words = words(name);
    let in_language = |tag: &str| tag.parse::<Language>().ok();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["id" | "ид" | "идентификатор"] => Some(LinesColumn::Id),
        ["parent" | "родител" | "група"] | ["parent", "id"] => Some(LinesColumn::Parent),
        ["code" | "код" | "шифър"] => Some(LinesColumn::Code),
        ["name" | "наименование" | "име" | "перо"] => {
            Some(LinesColumn::Name(Language::BULGARIAN))
        }
        ["наименование" | "име", "на", "английски"] => {
            Some(LinesColumn::Name(Language::ENGLISH))
        }
        ["name" | "наименование" | "име", tag] => in_language(tag).map(LinesColumn::Name),
        ["description" | "описание"] => Some(LinesColumn::Description(Language::BULGARIAN)),
        ["описание", "на", "английски"] => {
            Some(LinesColumn::Description(Language::ENGLISH))
        }
        ["description" | "описание", tag] => in_language(tag).map(LinesColumn::Description),
        ["amount" | "сума" | "размер"] => Some(LinesColumn::Amount),
        ["currency" | "валута"] => Some(LinesColumn::Currency),
        ["previous", "amount"] | ["предходна", "година"] | ["предишна", "сума" | "година"] => {
            Some(LinesColumn::Previous)
        }
        ["previous", "currency"] | ["предишна", "валута"] => {
            Some(LinesColumn::PreviousCurrency)
        }
        ["discretion"] | ["кой", "решава"] | ["вид", "дейност"] => {
            Some(LinesColumn::Discretion)
        }
        ["min" | "минимум" | "най-малко"] | ["най", "малко"] => Some(LinesColumn::Min),
        ["max" | "максимум"] | ["най", "много"] => Some(LinesColumn::Max),
        _ => None,
    }
}

/// Who decides, in the words of the layout or in Bulgarian; the council where the cell is empty.
pub(super) fn discretion(cell: &str) -> Option<Discretion> {
    match words(cell).join(" ").as_str() {
        "" | "local" | "местна" | "местни" | "местно" | "общинска" | "общински" => {
            Some(Discretion::Local)
        }
        "state delegated"
        | "state"
        | "делегирана"
        | "делегирани"
        | "делегирано"
        | "държавна"
        | "държавни"
        | "делегирана от държавата"
        | "делегирани от държавата" => Some(Discretion::StateDelegated),
        "top up" | "topup" | "дофинансирана" | "дофинансирани" | "дофинансиране" => {
            Some(Discretion::TopUp)
        }
        "earmarked" | "целева" | "целеви" | "целево" => Some(Discretion::Earmarked),
        "contract bound" | "contract" | "по договор" | "договор" | "договорна" => {
            Some(Discretion::ContractBound)
        }
        _ => None,
    }
}

/// The name of the group that holds lines which stand in no other.
pub(super) fn name_of_the_whole() -> Text {
    Text::new(Language::BULGARIAN, Word::ImportAllLines.text(Spoken::Bg))
        .with(Language::ENGLISH, Word::ImportAllLines.text(Spoken::En))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_understood_in_both_languages() {
        for (name, expected) in [
            ("ID", LinesColumn::Id),
            ("name_en", LinesColumn::Name(Language::ENGLISH)),
            ("Наименование", LinesColumn::Name(Language::BULGARIAN)),
            ("Предходна година", LinesColumn::Previous),
            ("най-много", LinesColumn::Max),
            ("description_tr", LinesColumn::Description("tr".parse().unwrap())),
        ] {
            assert_eq!(recognise(name), Some(expected), "{name}");
        }
        assert_eq!(recognise("name_2025"), None);
    }

    #[test]
    fn who_decides_is_understood_in_both_languages() {
        assert_eq!(discretion("Целеви"), Some(Discretion::Earmarked));
        assert_eq!(discretion("state-delegated"), Some(Discretion::StateDelegated));
        assert_eq!(discretion(""), Some(Discretion::Local));
        assert_eq!(discretion("кмета"), None);
    }
}
