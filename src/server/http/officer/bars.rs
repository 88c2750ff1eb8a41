//! Counts side by side, each with a bar.

use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use crate::http::written;

/// A table of names and counts, each with its bar. A count that speaks of too few is `None`.
pub fn table(
    caption: &Markup,
    name: Word,
    rows: impl Iterator<Item = (Markup, Option<u64>)> + Clone,
    language: Language,
) -> Markup {
    let largest = rows.clone().filter_map(|(_, count)| count).max().unwrap_or(0);
    html! {
        table.bars {
            caption.hidden { (caption) }
            thead.hidden {
                tr {
                    th scope="col" { (name.text(language)) }
                    th.number scope="col" { (Word::ResultsBallotsColumn.text(language)) }
                    th scope="col" { (Word::ResultsBar.text(language)) }
                }
            }
            tbody {
                @for (name, count) in rows {
                    tr {
                        th scope="row" { (name) }
                        td.number { (size(count, language)) }
                        td { (bar(count.unwrap_or(0), largest)) }
                    }
                }
            }
        }
    }
}

/// How many ballots, or the word for a hidden number.
pub fn size(ballots: Option<u64>, language: Language) -> Markup {
    html! {
        @match ballots {
            Some(ballots) => (written::count(ballots, language)),
            None => em.quiet { (Word::ResultsHidden.text(language)) },
        }
    }
}

/// A bar as long as the count beside it is a part of the largest. The policy of these pages lets no style through, so it
/// is an attribute of a drawing; whoever does not see it reads the count.
pub fn bar(count: u64, largest: u64) -> Markup {
    // In thousandths: finer than any screen shows.
    let thousandths =
        if largest == 0 { 0 } else { (u128::from(count) * 1_000).div_ceil(u128::from(largest)) };
    html! {
        svg.bar width="100%" height="12" aria-hidden="true" focusable="false" {
            rect width={ (thousandths / 10) "." (thousandths % 10) "%" } height="12" {}
        }
    }
}
