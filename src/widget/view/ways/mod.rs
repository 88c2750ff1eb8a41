//! The ways to take part beside the budget and comments, one below the other under headings of their own.
//!
//! What stands here, every citizen loads; each way itself is a part that is fetched where the consultation has it on.

pub mod pot;
pub mod projects;
pub mod questions;
mod share;

use glasno_model::ways::Way;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::{erased::piece, lazy, review};
use crate::visit::{
    Visit,
    delivery::Delivery,
    ways::{Section, heading},
};

/// What a way is called.
pub const fn title(way: Way) -> Word {
    match way {
        Way::Pot => Word::WayPot,
        Way::Projects => Word::WayProjects,
        _ => Word::WayQuestions,
    }
}

/// The ways that are on.
pub fn ways(visit: Visit) -> AnyView {
    let section = |way: Way| {
        let id = heading(way);
        view! {
            <section class="way" aria-labelledby=id>
                <h3 id=id tabindex="-1">{visit.word(title(way))}</h3>
                {piece(move || {
                    visit.restores.track();
                    lazy::way(visit, way)
                })}
            </section>
        }
        .into_any()
    };
    visit.ways().into_iter().map(section).collect_view().into_any()
}

/// What is published of a proposal, in words: one part for each way that is on.
pub fn published(visit: Visit) -> String {
    visit.facts(|facts| {
        let ways = &facts.consultation.ways;
        let parts = [
            (ways.rebalance, Word::PublishedChanges),
            (ways.comments, Word::PublishedComments),
            (ways.clarity, Word::PublishedClarity),
            (!ways.pot.is_empty(), Word::PublishedPot),
            (!ways.projects.is_empty(), Word::PublishedProjects),
            (!ways.questions.is_empty(), Word::PublishedAnswers),
        ];
        let parts = parts.into_iter().filter(|(is_on, _)| *is_on).map(|(_, word)| facts.say(word, &[]));
        facts.say(Word::PublishedWhat, &[("what", &parts.collect::<Vec<_>>().join(", "))])
    })
}

/// What was said in each way, for the review; of ways in which nothing was said only where it matters that it was not.
pub fn review(visit: Visit, delivery: RwSignal<Delivery>, with_silence: bool) -> AnyView {
    let mut sections = visit.said_in_ways(|said| said.sections.clone());
    sections.retain(|section| with_silence || !section.summary.is_empty());
    view! {
        {sections.into_iter().map(|section| review_section(visit, delivery, section)).collect_view()}
        {clear_lines(visit, delivery)}
    }
    .into_any()
}

/// Which lines are clear and which are not, where somebody said it.
fn clear_lines(visit: Visit, delivery: RwSignal<Delivery>) -> AnyView {
    let said: Vec<(usize, bool)> = visit.said_in_ways(|said| said.clarity.pairs().collect());
    if said.is_empty() {
        return ().into_any();
    }
    let item = |(position, clear): (usize, bool)| {
        let name = visit.facts(|facts| facts.line_name(position));
        let edit = review::edit_button(visit, delivery, &name, move || {
            visit.open_way_to(position);
            visit.line(position).details_open.set(true);
            review::back(visit, format!("#line-{position}"));
        });
        let word = if clear { Word::ClearYes } else { Word::ClearNo };
        view! { <li><strong>{name}</strong><span>{visit.word(word)}</span>{edit}</li> }
    };
    view! {
        <h3>{visit.word(Word::ClearTitle)}</h3>
        <ul class="summary">{said.into_iter().map(item).collect_view()}</ul>
    }
    .into_any()
}

fn review_section(visit: Visit, delivery: RwSignal<Delivery>, section: Section) -> AnyView {
    let Section { way, summary, .. } = section;
    let name = visit.word(title(way));
    let edit = review::edit_button(visit, delivery, &name, move || {
        review::back(visit, format!("#{}", heading(way)));
    });
    let nothing = summary.is_empty().then(|| {
        let word = if way == Way::Questions { Word::NothingSaid } else { Word::WayNothing };
        view! { <p class="quiet">{visit.word(word)}</p> }
    });
    let item = |(name, value): (String, String)| {
        view! { <li><strong>{name}</strong>{(!value.is_empty()).then(|| view! { <span dir="auto" class="said">{value}</span> })}</li> }
    };
    view! {
        <h3>{name}</h3>
        {nothing}
        {(!summary.is_empty()).then(|| view! { <ul class="summary">{summary.into_iter().map(item).collect_view()}</ul> })}
        <p>{edit}</p>
    }
    .into_any()
}
