//! What a page shows that has no room for the whole: a summary of the draft, or where its results will be found. Nothing
//! can be changed or sent here; a link leads to the whole consultation.

use glasno_model::{Label, Stage, urls};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::browser::page;
use crate::view::opening;
use crate::visit::{Facts, Visit, host::Shown};

/// The summary, or the results.
pub fn glance(visit: Visit) -> AnyView {
    if visit.shown() == Shown::Results { results(visit) } else { summary(visit) }
}

/// What it is about, until when, and what the council decides.
fn summary(visit: Visit) -> AnyView {
    let word = if visit.facts(Facts::is_open) { Word::GoTakePart } else { Word::GoWhole };
    view! {
        {opening::opening(visit)}
        {visit.facts(|facts| whole(facts, word))}
    }
    .into_any()
}

/// When the results come, and what becomes of them.
fn results(visit: Visit) -> AnyView {
    visit.facts(|facts| {
        let consultation = &facts.consultation;
        let text = |text: &glasno_model::Text| text.get(facts.language).to_owned();
        let said = |sentence: String| view! { <p class="notice" role="status">{sentence}</p> }.into_any();
        let when = match (facts.stage, consultation.closes_at) {
            (Stage::Open, Some(closing)) => {
                said(facts.say(Word::ResultsAfter, &[("moment", &facts.formats.moment(closing))]))
            }
            (Stage::Open, None) => said(facts.say(Word::ResultsLater, &[])),
            (Stage::Published, _) => said(facts.say(Word::ResultsPublished, &[])),
            _ => opening::deadline(facts, page::now()),
        };
        let organiser = text(&consultation.organiser);
        let more = [text(&consultation.answers_use), text(&consultation.contact)];
        view! {
            <section class="opening" part="results" aria-labelledby="title">
                {(!organiser.is_empty()).then(|| view! { <p class="eyebrow">{organiser}</p> })}
                <h2 part="title" id="title" tabindex="-1">{text(&consultation.title)}</h2>
                {when}
                {more.into_iter().filter(|text| !text.is_empty()).map(|text| view! { <p>{text}</p> }).collect_view()}
            </section>
            {whole(facts, if facts.is_open() { Word::GoTakePart } else { Word::GoWhole })}
        }
        .into_any()
    })
}

/// The way to the whole consultation, on its own page. In a frame it leads out of it.
fn whole(facts: &Facts, word: Word) -> AnyView {
    let address = urls::asking(facts.own_page(), "lang", Some(facts.language.tag()));
    let address = urls::asking(address, "ref", facts.label().as_ref().map(Label::as_str));
    view! { <p class="acts"><a class="primary" id="whole" href=address target="_top">{facts.say(word, &[])}</a></p> }
        .into_any()
}
