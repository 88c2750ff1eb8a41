//! What comes last: the whole, who answers, what is published, the button.

use glasno_model::Respondents;
use glasno_words::{server::Word as Plain, widget::Word};
use maud::{Markup, html};

use super::{Around, Sheet, organisation};
use crate::http::{language::of_texts, written};

/// The end of the form.
pub fn closing(sheet: &Sheet<'_>, around: &Around<'_>) -> Markup {
    let replaces = around.becomes.replaces().is_some();
    let respondents = &sheet.consultation.respondents;
    html! {
        @if sheet.consultation.ways.comments {
            section #section-whole {
                h3 { (sheet.word(Word::WholeBudget)) }
                label for="comment" { (sheet.word(Word::CommentWhole)) }
                (sheet.area("comment", 5))
            }
        }
        @if !respondents.is_empty() { (about_you(sheet, respondents)) }
        // The list has no link to what was sent: whoever changes that has no entry to change.
        @if !replaces { (organisation::organisation(sheet)) }
        @if around.can_send {
            section.sending {
                p { (super::published::published(sheet)) }
                p { (sheet.word(Word::PublishedNot)) }
                p { (sheet.word(Word::Privacy)) }
                button type="submit" {
                    @if replaces { (sheet.plain(Plain::PlainChangeSend)) } @else { (sheet.word(Word::Send)) }
                }
            }
        }
    }
}

fn about_you(sheet: &Sheet<'_>, asked: &Respondents) -> Markup {
    let groups = asked.groups.iter().map(|group| (group.code(), sheet.word(written::group(*group))));
    let districts = asked.districts.iter();
    let districts =
        districts.map(|district| (district.id.as_str(), district.label(of_texts(sheet.language))));
    html! {
        section #section-respondent {
            h3 { (sheet.word(Word::RespondentTitle)) }
            p.hint { (sheet.word(Word::RespondentWhy)) }
            @if !asked.groups.is_empty() {
                (list(sheet, "group", sheet.word(Word::RespondentGroup), &groups.collect::<Vec<_>>()))
            }
            @if !asked.districts.is_empty() {
                (list(sheet, "district", sheet.word(Word::RespondentDistrict), &districts.collect::<Vec<_>>()))
            }
        }
    }
}

fn list(sheet: &Sheet<'_>, field: &str, label: &str, options: &[(&str, &str)]) -> Markup {
    let chosen = sheet.filled.first(field);
    html! {
        div.question {
            label for=(field) { (label) }
            select id=(field) name=(field) autocomplete="off" aria-invalid=[sheet.wrong(field).map(|_| "true")]
                aria-describedby=[sheet.described(field, None)] {
                option value="" { (sheet.word(Word::RatherNotSay)) }
                @for (value, name) in options {
                    option value=(value) selected[*value == chosen] { (name) }
                }
            }
            (sheet.told(field))
        }
    }
}
