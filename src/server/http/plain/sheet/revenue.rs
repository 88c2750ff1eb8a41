//! Revenue, and the levers that citizens may pull.

use glasno_model::{Lever, RevenueLine};
use glasno_words::{Speak as _, widget::Word};
use maud::{Markup, html};

use super::{Sheet, spending::past};
use crate::http::plain::filled::field;

/// The section; nothing where the draft has no revenue.
pub fn revenue(sheet: &Sheet<'_>) -> Markup {
    let lines = sheet.draft.revenue.get();
    let total = sheet.money(sheet.draft.revenue_total());
    html! {
        @if !lines.is_empty() {
            section #section-revenue {
                h3 { (sheet.word(Word::Revenue)) }
                table.lines {
                    caption { (Word::RevenueTotal.say(sheet.language, &[("amount", &total)])) }
                    tbody { @for line in lines { (row(sheet, line)) } }
                }
            }
        }
    }
}

fn row(sheet: &Sheet<'_>, line: &RevenueLine) -> Markup {
    let can_pull = sheet.has_fields && sheet.consultation.ways.rebalance;
    html! {
        tr {
            th scope="row" {
                span.name { (sheet.text(&line.name)) }
                @if !line.code.is_empty() { span.quiet { (line.code) } }
                @if !line.description.is_empty() { p.about { (sheet.text(&line.description)) } }
                @if let Some(lever) = line.lever.as_ref().filter(|_| can_pull) { (steps(sheet, line, lever)) }
                @if !line.history.is_empty() {
                    details {
                        summary {
                            (sheet.word(Word::Details))
                            span.unseen { ": " (sheet.bare(&line.name)) }
                        }
                        (past(sheet, &line.history))
                    }
                }
            }
            td.sum {
                span { (sheet.money(line.amount)) }
                @if let Some(each) = sheet.per_resident(line.amount) { span.quiet { (each) } }
            }
        }
    }
}

fn steps(sheet: &Sheet<'_>, line: &RevenueLine, lever: &Lever) -> Markup {
    let field = field("lever", line.id.as_str());
    let choice = |value: &str, words: &str| sheet.choice("radio", &field, value, &html! { (words) });
    html! {
        fieldset id=(field) {
            legend { (Word::LeverOf.say(sheet.language, &[("line", sheet.bare(&line.name))])) }
            (choice("", sheet.word(Word::LeverNone)))
            @for (at, step) in lever.steps.iter().enumerate() {
                @let sign = if step.yield_difference.is_negative() { "" } else { "+" };
                @let change = format!("{sign}{}", sheet.money(step.yield_difference));
                @let values = [("name", sheet.bare(&step.name)), ("change", change.as_str())];
                (choice(&at.to_string(), &Word::LeverStep.say(sheet.language, &values)))
            }
            (sheet.told(&field))
        }
    }
}
