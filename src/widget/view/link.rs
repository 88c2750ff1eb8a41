//! Links to a line: `#line=606-local` in the host page's address opens that line, at load and whenever it changes.
//!
//! Where a page has several widgets, the link names its consultation too (`&in=SLUG`); without that it speaks to the
//! first of them. So no two widgets fight for the focus.

use crate::browser::page;
use crate::view::focus_next;
use crate::visit::{Facts, Step, Visit};
use leptos::prelude::*;

/// Opens the line that the address names, if it names one of ours. Whoever is about to send is left in peace.
pub fn open_named(visit: Visit) {
    let named = visit.try_facts(position).flatten();
    if let Some(position) = named.filter(|_| visit.is_at(Step::Draft)) {
        visit.facts(|facts| facts.linked.set(Some(position)));
        visit.open_way_to(position);
        visit.line(position).details_open.set(true);
        focus_next(visit, format!("#line-{position}"));
        show(visit, position);
    }
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

fn position(facts: &Facts) -> Option<usize> {
    let id = page::named_line(&facts.root, facts.consultation.slug.as_str())?;
    facts.draft.lines.iter().position(|line| line.id.as_str() == id)
}
