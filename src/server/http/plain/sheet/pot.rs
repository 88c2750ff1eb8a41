//! Sharing a pot.

use glasno_words::{Speak as _, server::Word as Plain, widget::Word};
use maud::{Markup, html};

use super::Sheet;
use crate::http::plain::{filled::field, mistake::pot_amount};

/// The section; nothing where the way is off.
pub fn pot(sheet: &Sheet<'_>) -> Markup {
    let pot = sheet.consultation.ways.pot.get().as_ref();
    html! {
        @if let Some(pot) = pot {
            @let total = pot_amount(Some(pot), pot.total.into(), sheet.draft, sheet.language);
            section #section-pot {
                h3 {
                    @if pot.title.is_empty() { (sheet.word(Word::WayPot)) } @else { (sheet.text(&pot.title)) }
                }
                p.hint {
                    (Plain::PlainPotHint.say(sheet.language, &[("total", &total)]))
                    @if pot.share_all { " " (sheet.plain(Plain::PlainPotAll)) }
                }
                (sheet.told("section-pot"))
                ul.cards {
                    @for area in sheet.draft.pot_areas() {
                        @let field = field("pot", area.id.as_str());
                        li {
                            @if sheet.has_fields {
                                label.name for=(field) { (sheet.text(&area.name)) }
                            } @else {
                                span.name { (sheet.text(&area.name)) }
                            }
                            @if !area.description.is_empty() { p.about { (sheet.text(&area.description)) } }
                            @if sheet.has_fields { (sheet.number(&field, "0", None)) }
                        }
                    }
                }
            }
        }
    }
}
