//! The columns of flat tables by the names that files give them, and the words for who decides.
//!
//! Each name in English or Bulgarian; texts in a language with its tag behind (`name_en`) or in words (`име на
//! английски`), Bulgarian where the header says none.

use glasno_model::{Discretion, Language};

use super::columns::FlatColumn;
use super::past;
use crate::import::table::words;

/// What a name says to us; nothing where it says nothing.
pub(super) fn recognise(name: &str) -> Option<FlatColumn> {
    if name.trim() == "%" {
        return Some(FlatColumn::Percent);
    }
    let words = words(name);
    let column = match words.join(" ").as_str() {
        "id" | "ид" | "идентификатор" => FlatColumn::Id,
        "parent" | "parent id" | "родител" | "група" => FlatColumn::Parent,
        "code" | "код" | "шифър" => FlatColumn::Code,
        "amount" | "сума" | "размер" => FlatColumn::Amount,
        "currency" | "валута" => FlatColumn::Currency,
        "previous amount" | "предходна година" | "предишна сума" | "предишна година" => {
            FlatColumn::Previous
        }
        "discretion" | "кой решава" | "вид дейност" => FlatColumn::Discretion,
        "min" | "минимум" | "най малко" => FlatColumn::Min,
        "max" | "максимум" | "най много" => FlatColumn::Max,
        "step" | "стъпка" => FlatColumn::Step,
        "unit amount" | "unit cost" | "цена на единица" | "стойност на единица" => {
            FlatColumn::UnitAmount
        }
        "line" | "line id" | "ред" => FlatColumn::Line,
        "revenue" | "revenue id" | "приход" => FlatColumn::Revenue,
        "area" | "област" | "район" => FlatColumn::Area,
        "kind" | "вид" => FlatColumn::Kind,
        "cost" | "цена" | "стойност" => FlatColumn::Cost,
        "yield" | "носи" | "допълнителен приход" | "разлика в прихода" => {
            FlatColumn::Yield
        }
        "percent" | "процент" | "промяна" => FlatColumn::Percent,
        _ => return past::recognise(name, &words).map(FlatColumn::Past).or_else(|| text_column(&words)),
    };
    Some(column)
}

/// A column of texts in the language that its name ends with, else in Bulgarian.
fn text_column(words: &[String]) -> Option<FlatColumn> {
    if let Some(column) = text_named(words) {
        return Some(column(Language::BULGARIAN));
    }
    let (rest, language) = match words {
        [rest @ .., on, english] if on == "на" && english == "английски" => {
            (rest, Language::ENGLISH)
        }
        [rest @ .., tag] => (rest, tag.parse().ok()?),
        [] => return None,
    };
    text_named(rest).map(|column| column(language))
}

fn text_named(words: &[String]) -> Option<fn(Language) -> FlatColumn> {
    Some(match words.join(" ").as_str() {
        "name" | "наименование" | "име" | "перо" => FlatColumn::Name,
        "description" | "описание" => FlatColumn::Description,
        "decided by" | "кой решава и защо" => FlatColumn::DecidedBy,
        "bounds reason" | "причина за границите" | "защо има граници" => {
            FlatColumn::BoundsReason
        }
        "unit" | "unit name" | "единица" => FlatColumn::UnitName,
        "text" | "текст" | "последица" => FlatColumn::Text,
        "place" | "място" | "местоположение" => FlatColumn::Place,
        _ => return None,
    })
}

/// Who decides, in the words of the layout or in Bulgarian; the council where the cell is empty.
pub(in crate::import) fn discretion(cell: &str) -> Option<Discretion> {
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

#[cfg(test)]
mod tests {
    use glasno_model::draft::PastKind;

    use super::*;
    use crate::import::flat::past::PastColumn;
    use crate::import::table::Layout as _;

    #[test]
    fn a_header_is_understood_in_both_languages() {
        let past = |year, kind| FlatColumn::Past(PastColumn { year, kind, currency: None });
        for (name, expected) in [
            ("ID", FlatColumn::Id),
            ("name_en", FlatColumn::Name(Language::ENGLISH)),
            ("Наименование", FlatColumn::Name(Language::BULGARIAN)),
            ("най-много", FlatColumn::Max),
            ("description_tr", FlatColumn::Description("tr".parse().unwrap())),
            ("decided_by", FlatColumn::DecidedBy(Language::BULGARIAN)),
            ("decided_by_en", FlatColumn::DecidedBy(Language::ENGLISH)),
            ("Кой решава и защо на английски", FlatColumn::DecidedBy(Language::ENGLISH)),
            ("Кой решава", FlatColumn::Discretion),
            ("Единица", FlatColumn::UnitName(Language::BULGARIAN)),
            ("Цена на единица", FlatColumn::UnitAmount),
            ("Промяна, %", FlatColumn::Percent),
            ("Последица", FlatColumn::Text(Language::BULGARIAN)),
            ("adopted_2026", past(2026, PastKind::Adopted)),
            ("Отчет 2024 г.", past(2024, PastKind::Reported)),
        ] {
            assert_eq!(recognise(name), Some(expected), "{name}");
        }
        assert_eq!(recognise("name_2025"), None);
    }

    #[test]
    fn our_own_names_are_read_back() {
        let english = Language::ENGLISH;
        let year = PastColumn { year: 2025, kind: PastKind::Revised, currency: None };
        for column in [
            FlatColumn::Id,
            FlatColumn::Parent,
            FlatColumn::Code,
            FlatColumn::Name(english),
            FlatColumn::Description(english),
            FlatColumn::Amount,
            FlatColumn::Currency,
            FlatColumn::Previous,
            FlatColumn::Past(year),
            FlatColumn::Discretion,
            FlatColumn::DecidedBy(english),
            FlatColumn::Min,
            FlatColumn::Max,
            FlatColumn::BoundsReason(english),
            FlatColumn::Step,
            FlatColumn::UnitAmount,
            FlatColumn::UnitName(english),
            FlatColumn::Line,
            FlatColumn::Revenue,
            FlatColumn::Area,
            FlatColumn::Kind,
            FlatColumn::Cost,
            FlatColumn::Yield,
            FlatColumn::Percent,
            FlatColumn::Text(english),
            FlatColumn::Place(english),
        ] {
            assert_eq!(recognise(&column.name()), Some(column), "{column:?}");
        }
    }

    #[test]
    fn a_pero_is_a_name_or_the_line_that_a_row_is_about() {
        let columns = |names: &[&str]| {
            FlatColumn::recognise(&names.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        let (name, line) = (Some(FlatColumn::Name(Language::BULGARIAN)), Some(FlatColumn::Line));
        assert_eq!(columns(&["Перо", "Сума"])[0], name);
        assert_eq!(columns(&["Перо", "Процент"])[0], line);
    }

    #[test]
    fn who_decides_is_understood_in_both_languages() {
        assert_eq!(discretion("Целеви"), Some(Discretion::Earmarked));
        assert_eq!(discretion("state-delegated"), Some(Discretion::StateDelegated));
        assert_eq!(discretion(""), Some(Discretion::Local));
        assert_eq!(discretion("кмета"), None);
    }
}
