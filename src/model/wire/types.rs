//! How each type stands in JSON: the same names as in its serde attributes.

use super::{FromJson, Reader};
use crate::draft::{
    Consequence, Detail, DraftDocument, Expense, PastAmount, PastKind, Source, UnitEquivalent,
};
use crate::ways::{
    AnswerOption, Condition, OptionId, Pot, PotUnit, ProjectChoice, ProjectMethod, Question, QuestionId,
    QuestionKind,
};
use crate::{
    Amount, Area, AreaId, AreaKind, BalanceRule, BudgetDraft, BudgetLine, Consultation, ConsultationView,
    Currency, Discretion, District, DistrictId, Group, GroupId, Language, Lever, LeverStep, LineId, Project,
    ProjectId, RespondentGroup, Respondents, RevenueLine, Slug, Stage, Text, Timestamp, Ways,
};

/// Texts that are checked by their own constructor.
macro_rules! from_text {
    ($($type:ty),*) => {$(
        impl FromJson for $type {
            fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
                Self::try_from(reader.string()?).ok()
            }
        }
    )*};
}

/// Whole numbers.
macro_rules! from_integer {
    ($($type:ty),*) => {$(
        impl FromJson for $type {
            fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
                Self::try_from(reader.integer()?).ok()
            }
        }
    )*};
}

/// Words for the variants of an enum.
macro_rules! from_word {
    ($type:ident { $($word:literal => $variant:ident),* $(,)? }) => {
        impl FromJson for $type {
            fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
                match reader.string()?.as_str() {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

/// Objects by their fields: first those that must be there, then those that have a default.
macro_rules! from_fields {
    ($type:ident { $($needed:ident),* ; $($optional:ident),* }) => {
        impl FromJson for $type {
            fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
                $(let mut $needed = None;)*
                $(let mut $optional = Default::default();)*
                reader.object(&mut |name, reader| {
                    match name {
                        $(stringify!($needed) => $needed = Some(FromJson::from_json(reader)?),)*
                        $(stringify!($optional) => $optional = FromJson::from_json(reader)?,)*
                        _ => reader.skip()?,
                    }
                    Some(())
                })?;
                Some(Self { $($needed: $needed?,)* $($optional,)* })
            }
        }
    };
}

from_text!(
    AreaId,
    Currency,
    DistrictId,
    GroupId,
    Language,
    LineId,
    ProjectId,
    RespondentGroup,
    Slug,
    Timestamp
);
from_integer!(Amount, u32, u16, i16);
from_word!(Stage { "draft" => Draft, "open" => Open, "closed" => Closed, "published" => Published });
from_word!(Discretion {
    "state-delegated" => StateDelegated,
    "local" => Local,
    "top-up" => TopUp,
    "earmarked" => Earmarked,
    "contract-bound" => ContractBound,
});
from_word!(Expense { "personnel" => Personnel, "operating" => Operating, "capital" => Capital });
from_fields!(District { id, name; });
from_fields!(Respondents { ; groups, districts });
from_fields!(Detail { kind, amount; });
from_fields!(Source { file, currency, total; note });
from_fields!(Group { id, name; parent, code });
from_fields!(BudgetLine {
    id, group, name, discretion, amount;
    code, description, decided_by, source_amount, history, min, max, bounds_reason, step, consequences, unit, details
});
from_fields!(DraftDocument {
    version, currency, source, groups, lines;
    fiscal_year, revenue, projects, areas
});

// What stands in a `Deferred` of a draft: linked only into the parts that ask for it.
from_word!(PastKind { "adopted" => Adopted, "revised" => Revised, "reported" => Reported });
from_fields!(PastAmount { year, kind, amount; source_amount, source_currency });
from_fields!(Consequence { percent, text; });
from_fields!(UnitEquivalent { amount, name; });
from_fields!(RevenueLine { id, name, amount; code, description, source_amount, history, lever });
from_fields!(Lever { steps; });
from_fields!(LeverStep { name, yield_difference; });
from_fields!(Project { id, name, cost; source_cost, place, area, description });
from_word!(AreaKind { "pot" => Pot, "place" => Place });
from_fields!(Area { id, kind, name; description });

from_fields!(Consultation {
    slug, title, currency, time_zone, balance_rule, languages;
    introduction, organiser, answers_use, contact, privacy_notice, population, households, opens_at, closes_at,
    respondents, ways
});
from_fields!(Ways { rebalance, comments; clarity, organisations, pot, projects, questions });

// What stands in a `Deferred` of the ways: linked only into the parts that ask for it.
from_text!(OptionId, QuestionId);
from_integer!(i32, i64);
from_fields!(Pot { unit, total; title, share_all });
from_word!(PotUnit { "points" => Points, "money" => Money });
from_fields!(ProjectChoice { budget, method, rule; });
from_fields!(Question { id, text, kind; help, required, shown_if });
from_fields!(AnswerOption { id, name; });
from_fields!(Condition { question, any_of; });

impl FromJson for ProjectMethod {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let (mut kind, mut at_most, mut total) = (String::new(), None, None);
        reader.object(&mut |name, reader| {
            match name {
                "kind" => kind = reader.string()?,
                "at_most" => at_most = Some(FromJson::from_json(reader)?),
                "total" => total = Some(FromJson::from_json(reader)?),
                _ => reader.skip()?,
            }
            Some(())
        })?;
        match kind.as_str() {
            "knapsack" => Some(Self::Knapsack),
            "approval" => Some(Self::Approval { at_most: at_most? }),
            "ranking" => Some(Self::Ranking { at_most: at_most? }),
            "points" => Some(Self::Points { total: total?, at_most }),
            _ => None,
        }
    }
}

impl FromJson for QuestionKind {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let (mut kind, mut options, mut at_most) = (String::new(), Vec::new(), None);
        let (mut from, mut to, mut low, mut high) = (None, None, Text::default(), Text::default());
        let (mut least, mut most) = (None, None);
        reader.object(&mut |name, reader| {
            match name {
                "kind" => kind = reader.string()?,
                "options" => options = FromJson::from_json(reader)?,
                "at_most" => at_most = Some(FromJson::from_json(reader)?),
                "from" => from = Some(FromJson::from_json(reader)?),
                "to" => to = Some(FromJson::from_json(reader)?),
                "low" => low = FromJson::from_json(reader)?,
                "high" => high = FromJson::from_json(reader)?,
                "least" => least = Some(FromJson::from_json(reader)?),
                "most" => most = Some(FromJson::from_json(reader)?),
                _ => reader.skip()?,
            }
            Some(())
        })?;
        match kind.as_str() {
            "single" => Some(Self::Single { options }),
            "multiple" => Some(Self::Multiple { options, at_most }),
            "scale" => Some(Self::Scale { from: from?, to: to?, low, high }),
            "number" => Some(Self::Number { least, most }),
            "text" => Some(Self::Text),
            _ => None,
        }
    }
}

from_fields!(ConsultationView { consultation, stage; draft });

impl FromJson for BudgetDraft {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        // The server stores a draft only when it is proved; proving it again would cost each citizen code and time.
        BudgetDraft::of_proved(DraftDocument::from_json(reader)?).ok()
    }
}

impl FromJson for Text {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let mut text = Self::default();
        reader.object(&mut |language, reader| {
            let language = Language::try_from(language.to_owned()).ok()?;
            text = core::mem::take(&mut text).with(language, reader.string()?);
            Some(())
        })?;
        Some(text)
    }
}

impl FromJson for BalanceRule {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let (mut kind, mut at_most) = (String::new(), None);
        reader.object(&mut |name, reader| {
            match name {
                "kind" => kind = reader.string()?,
                "at_most" => at_most = Some(Amount::from_json(reader)?),
                _ => reader.skip()?,
            }
            Some(())
        })?;
        match kind.as_str() {
            "no-deficit" => Some(Self::NoDeficit),
            "deviation" => Some(Self::Deviation { at_most: at_most? }),
            _ => None,
        }
    }
}
