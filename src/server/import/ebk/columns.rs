//! The columns of the layout `ebk`, by the names that files give them.
//!
//! English names are those of the layout: `function_code`, `activity_code`, `state_personnel` … `topup_total`, `total`.
//! Bulgarian ones are made of a payer (делегирани, държавни · местни · дофинансиране) and a kind (персонал, заплати ·
//! издръжка · капиталови · общо, всичко), in one header row or in two with merged cells; the others are listed below.
//! Case, order, punctuation and words about the currency or the year do not matter.

use glasno_model::Discretion;
use glasno_model::draft::Expense;

use crate::import::table::{Layout, is_total_word, words};

/// Who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Payer {
    State,
    Local,
    TopUp,
}

impl Payer {
    pub(super) const ALL: [Self; 3] = [Self::State, Self::Local, Self::TopUp];

    pub(super) const fn discretion(self) -> Discretion {
        match self {
            Self::State => Discretion::StateDelegated,
            Self::Local => Discretion::Local,
            Self::TopUp => Discretion::TopUp,
        }
    }

    /// What stands behind the activity's code in the id of a line, and before the kind in the name of a column.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Local => "local",
            Self::TopUp => "topup",
        }
    }
}

pub(super) const EXPENSES: [Expense; 3] = [Expense::Personnel, Expense::Operating, Expense::Capital];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum EbkColumn {
    FunctionCode,
    FunctionName,
    ActivityCode,
    ActivityName,
    Part(Payer, Expense),
    PayerTotal(Payer),
    Total,
}

impl EbkColumn {
    /// The layout's own name of the column.
    pub(super) fn name(self) -> String {
        match self {
            Self::FunctionCode => "function_code".to_owned(),
            Self::FunctionName => "function_name".to_owned(),
            Self::ActivityCode => "activity_code".to_owned(),
            Self::ActivityName => "activity_name".to_owned(),
            Self::Part(payer, expense) => format!("{}_{}", payer.code(), expense_code(expense)),
            Self::PayerTotal(payer) => format!("{}_total", payer.code()),
            Self::Total => "total".to_owned(),
        }
    }
}

const fn expense_code(expense: Expense) -> &'static str {
    match expense {
        Expense::Personnel => "personnel",
        Expense::Operating => "operating",
        Expense::Capital => "capital",
    }
}

impl Layout for EbkColumn {
    fn recognise(names: &[String]) -> Vec<Option<Self>> {
        let mut columns: Vec<_> = names.iter().map(|name| recognise(name)).collect();
        // "Дейност" heads the codes where no other column does, else the names; so does "Функция".
        for (word, code, name) in [
            ("дейност", Self::ActivityCode, Self::ActivityName),
            ("функция", Self::FunctionCode, Self::FunctionName),
        ] {
            for at in 0..columns.len() {
                if words(&names[at]) == [word] {
                    columns[at] = [code, name].into_iter().find(|column| !columns.contains(&Some(*column)));
                }
            }
        }
        columns
    }

    fn is_header(columns: &[Option<Self>]) -> bool {
        let money = |column: &Option<Self>| matches!(column, Some(Self::Part(..) | Self::PayerTotal(_)));
        let coded =
            columns.contains(&Some(Self::ActivityCode)) || columns.contains(&Some(Self::ActivityName));
        coded && columns.iter().any(money)
    }

    fn holds_amounts(self) -> bool {
        matches!(self, Self::Part(..) | Self::PayerTotal(_) | Self::Total)
    }
}

fn recognise(name: &str) -> Option<EbkColumn> {
    let words = words(name);
    match words.join(" ").as_str() {
        "function code"
        | "function"
        | "код функция"
        | "код на функция"
        | "код на функцията"
        | "функция код"
        | "функция №" => return Some(EbkColumn::FunctionCode),
        "function name"
        | "наименование на функция"
        | "наименование на функцията"
        | "име на функцията"
        | "функция наименование" => return Some(EbkColumn::FunctionName),
        "activity code"
        | "activity"
        | "code"
        | "код"
        | "код дейност"
        | "код на дейност"
        | "код на дейността"
        | "дейност код"
        | "дейност №"
        | "шифър"
        | "код по ебк" => return Some(EbkColumn::ActivityCode),
        "activity name"
        | "name"
        | "наименование"
        | "наименование на дейност"
        | "наименование на дейността"
        | "наименование на дейностите"
        | "име на дейността"
        | "дейност наименование"
        | "показатели" => {
            return Some(EbkColumn::ActivityName);
        }
        _ => {}
    }
    let has = |stems: &[&str]| words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    // Top-ups first: "дофинансиране на делегирани дейности с местни приходи" names all three payers.
    let payer = if has(&["topup", "дофин"]) || words.windows(2).any(|pair| pair == ["top", "up"]) {
        Some(Payer::TopUp)
    } else if has(&["local", "местн"]) {
        Some(Payer::Local)
    } else if has(&["state", "делегир", "държав", "ддд"]) {
        Some(Payer::State)
    } else {
        None
    };
    let expense = if has(&["personnel", "персонал", "заплат", "трудов"]) {
        Some(Expense::Personnel)
    } else if has(&["operating", "издръжк"]) {
        Some(Expense::Operating)
    } else if has(&["capital", "капитал"]) {
        Some(Expense::Capital)
    } else {
        None
    };
    match (payer, expense) {
        (Some(payer), Some(expense)) => Some(EbkColumn::Part(payer, expense)),
        (Some(payer), None) => Some(EbkColumn::PayerTotal(payer)),
        (None, None) if words.first().is_some_and(|word| is_total_word(word)) => Some(EbkColumn::Total),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_understood_in_both_languages() {
        for (name, expected) in [
            ("state_personnel", EbkColumn::Part(Payer::State, Expense::Personnel)),
            ("Local Total (BGN)", EbkColumn::PayerTotal(Payer::Local)),
            (
                "Делегирани от държавата дейности – Персонал",
                EbkColumn::Part(Payer::State, Expense::Personnel),
            ),
            (
                "Дофинансиране на делегирани дейности, капиталови",
                EbkColumn::Part(Payer::TopUp, Expense::Capital),
            ),
            ("Местни дейности\nОбщо", EbkColumn::PayerTotal(Payer::Local)),
            ("Всичко разходи, лв.", EbkColumn::Total),
            ("Код на дейността", EbkColumn::ActivityCode),
        ] {
            assert_eq!(recognise(name), Some(expected), "{name}");
        }
        assert_eq!(recognise("Бележки"), None);
        assert_eq!(recognise("капиталови"), None);
    }

    #[test]
    fn a_column_of_activities_holds_names_where_another_holds_the_codes() {
        let columns =
            |names: &[&str]| EbkColumn::recognise(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        let (code, name) = (Some(EbkColumn::ActivityCode), Some(EbkColumn::ActivityName));
        assert_eq!(columns(&["Код", "Дейност"]), [code, name]);
        assert_eq!(columns(&["Дейност", "Наименование"]), [code, name]);
    }
}
