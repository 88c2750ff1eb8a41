//! The organisation that somebody speaks for, for the public list of those that take part.

use glasno_model::ways::OrganisationKind;
use glasno_words::widget::Word;
use maud::{Markup, html};

use super::Sheet;
use crate::http::{
    plain::organisation::{AREA, KIND, NAME},
    written,
};

/// The fields; nothing where the consultation keeps no list.
pub fn organisation(sheet: &Sheet<'_>) -> Markup {
    html! {
        @if sheet.consultation.ways.organisations {
            section #section-organisation {
                h3 { (sheet.word(Word::OrganisationFold)) }
                p.hint { (sheet.word(Word::OrganisationWhy)) }
                (text(sheet, NAME, Word::OrganisationName))
                (kinds(sheet))
                (text(sheet, AREA, Word::OrganisationArea))
            }
        }
    }
}

fn text(sheet: &Sheet<'_>, field: &str, label: Word) -> Markup {
    let value = sheet.filled.first(field);
    html! {
        div.question {
            label for=(field) { (sheet.word(label)) }
            input.text-field id=(field) name=(field) type="text" autocomplete="off"
                value=[(!value.is_empty()).then_some(value)]
                aria-invalid=[sheet.wrong(field).map(|_| "true")] aria-describedby=[sheet.described(field, None)];
            (sheet.told(field))
        }
    }
}

fn kinds(sheet: &Sheet<'_>) -> Markup {
    let chosen = sheet.filled.first(KIND);
    html! {
        div.question {
            label for=(KIND) { (sheet.word(Word::OrganisationKind)) }
            select id=(KIND) name=(KIND) autocomplete="off" aria-invalid=[sheet.wrong(KIND).map(|_| "true")]
                aria-describedby=[sheet.described(KIND, None)] {
                option value="" { (sheet.word(Word::OrganisationChoose)) }
                @for kind in OrganisationKind::ALL {
                    option value=(kind.code()) selected[kind.code() == chosen] {
                        (sheet.word(written::group(kind.group())))
                    }
                }
            }
            (sheet.told(KIND))
        }
    }
}
