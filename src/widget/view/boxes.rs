//! Figures as boxes, each as large as its money. What they say stands in the table beneath, under the same numbers and
//! patterns, so whoever cannot see them misses nothing.

use glasno_chart::boxes::{self, Place};
use glasno_model::Amount;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::compared::{Figure, Shown};
use crate::view::erased::{memo, piece};
use crate::visit::{Facts, Visit, order};

/// How many times as wide as high the boxes stand together.
const ASPECT: f64 = 1.5;
/// So many patterns the stylesheet has; the number in each box tells the rest apart.
const PATTERNS: usize = 8;

/// The boxes of the draft and, once something is changed, beside them those of the proposal.
pub fn boxes(visit: Visit, shown: Shown, figures: &[Figure]) -> AnyView {
    let (before, after) = (figures.to_vec(), figures.to_vec());
    let is_changed = memo(move || shown.is_changed(visit));
    view! {
        <figure class="pictures">
            <figcaption>{visit.word(Word::BoxesTitle)}</figcaption>
            <div class="pair">
                {visit.facts(|facts| picture(facts, Word::Before, &before, &|_| Amount::ZERO))}
                {piece(move || {
                    if !is_changed.get() {
                        return ().into_any();
                    }
                    visit.facts(|facts| picture(facts, Word::After, &after, &|at| shown.difference(visit, at)))
                })}
            </div>
        </figure>
    }
    .into_any()
}

/// The pattern of a figure's boxes, by its number from 1 on.
pub fn pattern(number: usize) -> String {
    ((number - 1) % PATTERNS + 1).to_string()
}

fn picture(facts: &Facts, title: Word, figures: &[Figure], difference: &dyn Fn(usize) -> Amount) -> AnyView {
    let changes: Vec<i64> = figures.iter().map(|figure| difference(figure.at).minor()).collect();
    let sizes: Vec<i64> =
        figures.iter().zip(&changes).map(|(figure, change)| figure.before.minor() + change).collect();
    let total =
        Amount::sum(sizes.iter().filter_map(|size| Amount::from_minor(*size).ok())).unwrap_or_default();
    let mut sorted: Vec<usize> = (0..figures.len()).collect();
    order::heaviest_first(&mut sorted, &|at| sizes[at]);
    let weights: Vec<i64> = sorted.iter().map(|at| sizes[*at]).collect();
    let drawn = sorted
        .iter()
        .zip(boxes::boxes(&weights, ASPECT))
        .filter(|(_, place)| place.width > 0 && place.height > 0);
    let drawn: Vec<AnyView> = drawn
        .map(|(at, place)| {
            let size = Amount::from_minor(sizes[*at]).unwrap_or_default();
            // What grew or shrank is too little to be seen in most boxes; a sign tells it.
            let sign = match changes[*at] {
                ..0 => " ▼",
                0 => "",
                1.. => " ▲",
            };
            tile(&figures[*at], sign, &facts.formats.share(size, total), place)
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

fn tile(figure: &Figure, sign: &'static str, share: &str, place: Place) -> AnyView {
    let percent = |part: u32| format!("{}.{:02}%", part / 100, part % 100);
    view! {
        <div class="box" data-pattern=pattern(figure.number) style:inset-inline-start=percent(place.left) style:top=percent(place.top)
            style:width=percent(place.width) style:height=percent(place.height)>
            <span class="box-words"><b>{figure.number}{sign}</b> <span class="box-name">{figure.name.clone()}" "{share.to_owned()}</span></span>
        </div>
    }
    .into_any()
}
