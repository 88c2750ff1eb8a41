//! The columns of flat tables: the layout `lines` and the sheets beside it.

use glasno_model::Language;

use super::headers::recognise;
use super::past::PastColumn;
use crate::import::table::{Layout, words};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum FlatColumn {
    Id,
    Parent,
    Code,
    Name(Language),
    Description(Language),
    Amount,
    Currency,
    /// An amount of the year before, without which year and which figure.
    Previous,
    Past(PastColumn),
    Discretion,
    DecidedBy(Language),
    Min,
    Max,
    BoundsReason(Language),
    Step,
    UnitAmount,
    UnitName(Language),
    /// The line that a row is about, by its id or code.
    Line,
    /// The line of revenue that a row is about.
    Revenue,
    Area,
    Kind,
    Cost,
    Yield,
    Percent,
    Text(Language),
    Place(Language),
}

impl FlatColumn {
    /// Our own name of the column.
    pub(in crate::import) fn name(self) -> String {
        let in_language = |name: &str, language: Language| format!("{name}_{language}");
        match self {
            Self::Name(language) => in_language("name", language),
            Self::Description(language) => in_language("description", language),
            Self::DecidedBy(language) => in_language("decided_by", language),
            Self::BoundsReason(language) => in_language("bounds_reason", language),
            Self::UnitName(language) => in_language("unit_name", language),
            Self::Text(language) => in_language("text", language),
            Self::Place(language) => in_language("place", language),
            Self::Past(past) => past.name(),
            Self::Id => "id".to_owned(),
            Self::Parent => "parent".to_owned(),
            Self::Code => "code".to_owned(),
            Self::Amount => "amount".to_owned(),
            Self::Currency => "currency".to_owned(),
            Self::Previous => "previous_amount".to_owned(),
            Self::Discretion => "discretion".to_owned(),
            Self::Min => "min".to_owned(),
            Self::Max => "max".to_owned(),
            Self::Step => "step".to_owned(),
            Self::UnitAmount => "unit_amount".to_owned(),
            Self::Line => "line".to_owned(),
            Self::Revenue => "revenue".to_owned(),
            Self::Area => "area".to_owned(),
            Self::Kind => "kind".to_owned(),
            Self::Cost => "cost".to_owned(),
            Self::Yield => "yield".to_owned(),
            Self::Percent => "percent".to_owned(),
        }
    }
}

// The language of a column of texts of one kind; nothing for any other column.
impl FlatColumn {
    pub(in crate::import) fn name_in(self) -> Option<Language> {
        if let Self::Name(language) = self { Some(language) } else { None }
    }

    pub(in crate::import) fn description_in(self) -> Option<Language> {
        if let Self::Description(language) = self { Some(language) } else { None }
    }

    pub(in crate::import) fn decided_by_in(self) -> Option<Language> {
        if let Self::DecidedBy(language) = self { Some(language) } else { None }
    }

    pub(in crate::import) fn bounds_reason_in(self) -> Option<Language> {
        if let Self::BoundsReason(language) = self { Some(language) } else { None }
    }

    pub(in crate::import) fn unit_name_in(self) -> Option<Language> {
        if let Self::UnitName(language) = self { Some(language) } else { None }
    }

    pub(in crate::import) fn text_in(self) -> Option<Language> {
        if let Self::Text(language) = self { Some(language) } else { None }
    }

    pub(in crate::import) fn place_in(self) -> Option<Language> {
        if let Self::Place(language) = self { Some(language) } else { None }
    }
}

impl Layout for FlatColumn {
    fn recognise(names: &[String]) -> Vec<Option<Self>> {
        let mut columns: Vec<_> = names.iter().map(|name| recognise(name)).collect();
        // "Перо" heads names where rows have ids or amounts of their own, else the line that a row is about.
        let own = columns.iter().any(|column| matches!(column, Some(Self::Id | Self::Amount)));
        for (column, _) in columns.iter_mut().zip(names).filter(|(_, name)| words(name) == ["перо"]) {
            *column = Some(if own { Self::Name(Language::BULGARIAN) } else { Self::Line });
        }
        columns
    }

    /// Two of the three that every file of the layout `lines` has; the third is then said as missing.
    fn is_header(columns: &[Option<Self>]) -> bool {
        let has = |wanted: fn(&Self) -> bool| usize::from(columns.iter().flatten().any(wanted));
        let named = has(|column| matches!(column, Self::Name(_)));
        let identified = has(|column| matches!(column, Self::Id));
        named + identified + has(|column| matches!(column, Self::Amount)) > 1
    }

    fn holds_amounts(self) -> bool {
        let has_amount = matches!(self, Self::Amount | Self::Cost | Self::Yield | Self::Past(_));
        has_amount || matches!(self, Self::Min | Self::Max | Self::Step | Self::UnitAmount)
    }

    fn has_own_currency(self) -> bool {
        matches!(self, Self::Past(_))
    }

    /// A year's figure stands there once, whatever the currency.
    fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Past(past), Self::Past(other)) => past.order() == other.order(),
            _ => self == other,
        }
    }
}
