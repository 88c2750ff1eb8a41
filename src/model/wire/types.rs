//! How each type stands in JSON: the same names as in its serde attributes.

use super::{FromJson, Reader};
use crate::draft::{
    Consequence, Detail, DraftDocument, Expense, PastAmount, PastKind, Source, UnitEquivalent,
};
use crate::{
    Amount, Area, AreaId, AreaKind, BalanceRule, BudgetDraft, BudgetLine, Consultation, ConsultationView,
    Currency, Discretion, District, DistrictId, Group, GroupId, Language, Lever, LeverStep, LineId, Project,
    ProjectId, RespondentGroup, Respondents, RevenueLine, Slug, Stage, Text, Timestamp,
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
    AreaId, Currency, DistrictId, GroupId, Language, LineId, ProjectId, RespondentGroup, Slug, Timestamp
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
    respondents
});
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
