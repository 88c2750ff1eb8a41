//! The headings as boxes, each as large as its money. What they say stands in the table beneath, under the same numbers
//! and patterns, so whoever cannot see them misses nothing.

use glasno_chart::boxes::{self, Place};
use glasno_model::Amount;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::piece;
use crate::visit::{Facts, Visit, order};

/// How many times as wide as high the boxes stand together.
const ASPECT: f64 = 1.5;
/// So many patterns the stylesheet has; the number in each box tells the rest apart.
const PATTERNS: usize = 8;

/// The boxes of the draft and, once something is changed, beside them those of the proposal.
pub fn boxes(visit: Visit, groups: &[usize]) -> AnyView {
    let numbered: Vec<(usize, usize)> = groups.iter().copied().zip(1..).collect();
    let before = numbered.clone();
    let has_changed = Memo::new(move |_| visit.proposal(|proposal| proposal.changes().next().is_some()));
    view! {
        <figure class="pictures">
            <figcaption>{visit.word(Word::BoxesTitle)}</figcaption>
            <div class="pair">
                {visit.facts(|facts| picture(facts, Word::Before, &before, &|_| Amount::ZERO))}
                {piece(move || {
                    if !has_changed.get() {
                        return ().into_any();
                    }
                    visit.facts(|facts| picture(facts, Word::After, &numbered, &|group| visit.group_difference(group)))
                })}
            </div>
        </figure>
    }
    .into_any()
}

/// The pattern of a heading's boxes, by its number from 1 on.
pub fn pattern(number: usize) -> String {
    ((number - 1) % PATTERNS + 1).to_string()
}

fn picture(
    facts: &Facts,
    title: Word,
    groups: &[(usize, usize)],
    difference: &dyn Fn(usize) -> Amount,
) -> AnyView {
    let sizes: Vec<i64> = groups
        .iter()
        .map(|(group, _)| facts.outline.branches[*group].total.minor() + difference(*group).minor())
        .collect();
    let total =
        Amount::sum(sizes.iter().filter_map(|size| Amount::from_minor(*size).ok())).unwrap_or_default();
    let mut sorted: Vec<usize> = (0..groups.len()).collect();
    order::heaviest_first(&mut sorted, &|at| sizes[at]);
    let weights: Vec<i64> = sorted.iter().map(|at| sizes[*at]).collect();
    let drawn = sorted
        .iter()
        .zip(boxes::boxes(&weights, ASPECT))
        .filter(|(_, place)| place.width > 0 && place.height > 0);
    let drawn: Vec<AnyView> = drawn
        .map(|(at, place)| {
            let (group, number) = groups[*at];
            let name = facts.draft.groups[group].name.get(facts.language);
            let size = Amount::from_minor(sizes[*at]).unwrap_or_default();
            tile(number, name, &facts.formats.share(size, total), place)
        })
        .collect();
    view! {
        <div>
            <p class="picture-title">{facts.say(title, &[])}" · "{facts.formats.brief(total)}</p>
            <div class="boxes" aria-hidden="true">{drawn}</div>
        </div>
    }
    .into_any()
}

fn tile(number: usize, name: &str, share: &str, place: Place) -> AnyView {
    let percent = |part: u32| format!("{}.{:02}%", part / 100, part % 100);
    view! {
        <div class="box" data-pattern=pattern(number) style:left=percent(place.left) style:top=percent(place.top)
            style:width=percent(place.width) style:height=percent(place.height)>
            <span class="box-words"><b>{number}</b> <span class="box-name">{name.to_owned()}" "{share.to_owned()}</span></span>
        </div>
    }
    .into_any()
}
