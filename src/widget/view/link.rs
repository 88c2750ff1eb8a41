//! Links to a line: `#line=606-local` in the host page's address opens that line, at load and whenever it changes.
//!
//! Where a page has several widgets, the link names its consultation too (`&in=SLUG`); without that it speaks to the
//! first of them. So no two widgets fight for the focus.

use crate::browser::page;
use crate::view::focus_next;
use crate::visit::{Step, Visit};
use leptos::prelude::*;

/// Opens the line that the address names. One that this draft does not have is searched for, which leads to its
/// neighbours or says kindly that there is none. Whoever is about to send is left in peace.
pub fn open_named(visit: Visit) {
    let named = visit.try_facts(|facts| page::named_line(&facts.root, facts.consultation.slug.as_str()));
    let Some(named) = named.flatten().filter(|named| !named.is_empty() && visit.is_at(Step::Draft)) else {
        return;
    };
    let position = visit.facts(|facts| facts.draft.lines.iter().position(|line| line.id.as_str() == named));
    if let Some(position) = position {
        visit.facts(|facts| facts.linked.set(Some(position)));
        visit.open_way_to(position);
        visit.line(position).details_open.set(true);
        focus_next(visit, format!("#line-{position}"));
        show(visit, position);
    } else {
        visit.query.set(code_of(&named).to_owned());
        focus_next(visit, "#spending-title".to_owned());
    }
}

/// The part of a line's id that a citizen can search for: the code at its beginning, where there is one.
fn code_of(id: &str) -> &str {
    let digits = id.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { id } else { &id[..digits] }
}

/// Lets the line that a link led to begin at the top of the screen. Once more when its own view is drawn: a focus alone
/// shows the end of what is higher than the screen.
pub fn show_linked(visit: Visit, position: usize) {
    if visit.facts(|facts| facts.linked.get() == Some(position)) {
        visit.facts(|facts| facts.linked.set(None));
        show(visit, position);
    }
}

fn show(visit: Visit, position: usize) {
    request_animation_frame(move || {
        visit.try_facts(|facts| page::show(&facts.root, &format!("#line-{position}")));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_gone_is_searched_for_by_its_code() {
        for (id, code) in [("622-local", "622"), ("no-such-line", "no-such-line"), ("2027", "2027")] {
            assert_eq!(code_of(id), code);
        }
    }
}
