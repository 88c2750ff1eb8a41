//! The report in the reader's language, one sentence a line.

use glasno_model::draft::PastKind;
use glasno_model::{Amount, Currency, Discretion};
use glasno_words::server::Word;
use glasno_words::{Language, Speak as _};

use super::{Report, Warning};
use crate::import::CurrencyReason;
use crate::import::book::sheet_names;
use crate::import::error::money;

impl Report {
    /// What was found, one sentence a line, warnings last.
    pub fn say(&self, language: Language) -> String {
        let mut said = Vec::new();
        if self.lines > 0 {
            self.say_lines(language, &mut said);
        }
        said.push(self.currency_reason.say(language, self.source_currency));
        if self.lines > 0 {
            self.say_totals(language, &mut said);
        }
        self.say_beside(language, &mut said);
        said.extend(self.warnings.iter().map(|warning| warning.say(language)));
        said.join("\n")
    }

    fn say_lines(&self, language: Language, said: &mut Vec<String>) {
        if let Some(sheet) = &self.sheet {
            said.push(Word::ImportSaidSheet.say(language, &[("sheet", sheet)]));
        }
        said.push(
            Word::ImportSaidLines
                .say(language, &[("lines", &self.lines.to_string()), ("groups", &self.groups.to_string())]),
        );
        if let (Some(all), Some(without), Some(several)) =
            (self.activities, self.activities_without_money, self.activities_with_several_payers)
        {
            said.push(Word::ImportSaidActivities.say(
                language,
                &[
                    ("all", &all.to_string()),
                    ("without", &without.to_string()),
                    ("several", &several.to_string()),
                ],
            ));
        }
        said.push(Word::ImportSaidProved.say(
            language,
            &[
                ("rows", &self.proved.rows.to_string()),
                ("groups", &self.proved.groups.to_string()),
                ("grand", &self.proved.grand.to_string()),
            ],
        ));
    }

    fn say_totals(&self, language: Language, said: &mut Vec<String>) {
        let amount = |amount: Amount, currency: Currency| with_currency(amount, currency, language);
        said.push(
            Word::ImportSaidTotal
                .say(language, &[("total", &amount(self.source_total, self.source_currency))]),
        );
        if let Some(converted) = self.converted_total {
            said.push(Word::ImportSaidConverted.say(
                language,
                &[
                    ("total", &amount(self.total, self.currency)),
                    ("converted", &amount(converted, self.currency)),
                ],
            ));
        }
        if let Some(difference) = self.rounding_difference {
            said.push(
                Word::ImportSaidRounding.say(language, &[("difference", &amount(difference, self.currency))]),
            );
        }
        for part in &self.by_discretion {
            said.push(Word::ImportSaidPart.say(
                language,
                &[
                    ("who", who_decides(part.discretion).text(language)),
                    ("lines", &part.lines.to_string()),
                    ("total", &amount(part.total, self.currency)),
                ],
            ));
        }
        let share = self.movable_per_mille.map_or("–".to_owned(), |share| per_cent(share, language));
        said.push(
            Word::ImportSaidMovable
                .say(language, &[("total", &amount(self.movable_total, self.currency)), ("share", &share)]),
        );
    }

    fn say_beside(&self, language: Language, said: &mut Vec<String>) {
        let (beside, currency) = (&self.beside, self.currency);
        let count = |count: usize| count.to_string();
        let total = |total: Amount| with_currency(total, currency, language);
        for past in &beside.past {
            let word = match past.kind {
                PastKind::Adopted => Word::ImportSaidAdopted,
                PastKind::Revised => Word::ImportSaidRevised,
                PastKind::Reported => Word::ImportSaidReported,
            };
            let (year, lines) = (past.year.to_string(), count(past.lines));
            let values = [("year", &*year), ("lines", &lines), ("currency", past.currency.code())];
            said.push(word.say(language, &values));
        }
        for (word, first, second) in [
            (Word::ImportSaidExplained, count(beside.explained), count(beside.consequences)),
            (Word::ImportSaidAreas, count(beside.pot_areas), count(beside.place_areas)),
        ] {
            if (first.as_str(), second.as_str()) != ("0", "0") {
                said.push(word.say(language, &[("first", &first), ("second", &second)]));
            }
        }
        if beside.revenue_lines > 0 {
            let (lines, levers) = (count(beside.revenue_lines), count(beside.levers));
            let values = [("lines", &*lines), ("total", &total(beside.revenue_total)), ("levers", &levers)];
            said.push(Word::ImportSaidRevenue.say(language, &values));
        }
        if beside.projects > 0 {
            let values = [("count", &*count(beside.projects)), ("total", &total(beside.projects_total))];
            said.push(Word::ImportSaidProjects.say(language, &values));
        }
    }
}

fn with_currency(amount: Amount, currency: Currency, language: Language) -> String {
    format!("{} {currency}", money(amount.minor(), currency, language))
}

impl CurrencyReason {
    fn say(&self, language: Language, currency: Currency) -> String {
        let code = ("currency", currency.code());
        match self {
            Self::Option => Word::ImportCurrencyOption.say(language, &[code]),
            Self::Column => Word::ImportCurrencyColumn.say(language, &[code]),
            Self::Word(word) => Word::ImportCurrencyWord.say(language, &[code, ("word", word)]),
            Self::FiscalYear(year) => {
                Word::ImportCurrencyYear.say(language, &[code, ("year", &year.to_string())])
            }
            Self::Assumed => Word::ImportCurrencyAssumed.say(language, &[code]),
            Self::Consultation => Word::ImportCurrencyConsultation.say(language, &[code]),
        }
    }
}

impl Warning {
    /// The warning as a sentence.
    pub fn say(&self, language: Language) -> String {
        match self {
            Self::UnknownColumn(column) => {
                Word::ImportWarnColumn.say(language, &[("letter", &column.letter), ("name", &column.name)])
            }
            Self::UnreadColumn(place) => {
                let place = place.say(language);
                Word::ImportWarnUnread.say(language, &[("place", &place)])
            }
            Self::RevenueAnnex(sheet) => Word::ImportWarnRevenueAnnex.say(language, &[("sheet", sheet)]),
            Self::NoColumnsFor(discretion) => {
                Word::ImportWarnNoPayer.say(language, &[("who", who_decides(*discretion).text(language))])
            }
            Self::NothingProved => Word::ImportWarnNothingProved.say(language, &[]),
            Self::CurrencyContradicted(word) => Word::ImportWarnCurrency.say(language, &[("word", word)]),
            Self::UnknownActivity(code) => Word::ImportWarnActivity.say(language, &[("code", code)]),
            Self::OtherSheets(names) => {
                let values = [("sheets", &*names.join(", ")), ("known", &sheet_names())];
                Word::ImportWarnSheets.say(language, &values)
            }
        }
    }
}

const fn who_decides(discretion: Discretion) -> Word {
    match discretion {
        Discretion::StateDelegated => Word::ImportPartState,
        Discretion::Local => Word::ImportPartLocal,
        Discretion::TopUp => Word::ImportPartTopUp,
        Discretion::Earmarked => Word::ImportPartEarmarked,
        Discretion::ContractBound => Word::ImportPartContract,
    }
}

fn per_cent(per_mille: u32, language: Language) -> String {
    let point = match language {
        Language::Bg => ',',
        Language::En => '.',
    };
    format!("{}{point}{}", per_mille / 10, per_mille % 10)
}
