//! The opening: who asks, until when, how much of the whole the council decides, what happens with the answers.

use glasno_model::{Amount, Currency, Stage, Text, Timestamp};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::browser::page;
use crate::visit::{Facts, Visit};

const SECONDS_A_DAY: i64 = 86_400;

/// The top of the widget.
pub fn opening(visit: Visit) -> AnyView {
    visit.facts(|facts| {
        let consultation = &facts.consultation;
        let text = |text: &Text| text.get(facts.language).to_owned();
        let introduction = text(&consultation.introduction);
        let organiser = text(&consultation.organiser);
        view! {
            <header class="opening" part="header">
                {(!organiser.is_empty()).then(|| view! { <p class="eyebrow">{organiser}</p> })}
                <h2 part="title" id="title" tabindex="-1">{text(&consultation.title)}</h2>
                {deadline(facts, page::now())}
                {(!introduction.is_empty()).then(|| view! { <p class="lead">{introduction}</p> })}
                {decided(facts)}
                {about(facts)}
            </header>
        }
        .into_any()
    })
}

/// Until when, or since when not any more.
pub fn deadline(facts: &Facts, now: Timestamp) -> AnyView {
    let moment = |moment: Timestamp| facts.formats.moment(moment);
    let consultation = &facts.consultation;
    let notice = |sentence: String| view! { <p class="notice" role="status">{sentence}</p> }.into_any();
    match (facts.stage, consultation.opens_at, consultation.closes_at) {
        (Stage::Open, _, Some(closing)) => {
            let left = closing.unix_seconds() - now.unix_seconds();
            let days = usize::try_from(left.max(0) / SECONDS_A_DAY).unwrap_or_default();
            let left =
                if days == 0 { facts.say(Word::LastDay, &[]) } else { facts.say_count(Word::DaysLeft, days) };
            view! {
                <p class="deadline" part="deadline">
                    <span>{facts.say(Word::Until, &[("moment", &moment(closing))])}</span>
                    <strong>{left}</strong>
                </p>
            }
            .into_any()
        }
        (Stage::Open, _, None) => ().into_any(),
        (Stage::Draft, Some(opening), _) => notice(facts.say(Word::OpensOn, &[("moment", &moment(opening))])),
        (Stage::Draft, None, _) => notice(facts.say(Word::NotOpen, &[])),
        // An officer may close before the time that was set.
        (_, _, Some(closing)) if closing <= now => {
            notice(facts.say(Word::ClosedOn, &[("moment", &moment(closing))]))
        }
        _ => notice(facts.say(Word::Closed, &[])),
    }
}

/// How much of the whole the council decides, in words and as a bar in two parts.
fn decided(facts: &Facts) -> AnyView {
    let (total, open) = (facts.draft.total(), facts.draft.movable_total());
    let locked = total.checked_sub(open).unwrap_or_default();
    let formats = &facts.formats;
    let legend = |word: Word, amount: Amount| {
        facts.say(word, &[("amount", &formats.brief(amount)), ("share", &formats.share(amount, total))])
    };
    let ask =
        facts.say(Word::CouncilDecides, &[("open", &formats.brief(open)), ("total", &formats.brief(total))]);
    let (open_share, locked_share) = (legend(Word::ShareOpen, open), legend(Word::ShareLocked, locked));
    let rest = facts.say(Word::TheRest, &[]);
    view! {
        <section class="decided">
            <p class="ask">{ask}</p>
            <div class="two-parts" aria-hidden="true">
                <span class="part-open" style:flex-grow=weight(open)></span>
                <span class="part-locked" style:flex-grow=weight(locked)></span>
            </div>
            <ul class="legend" part="budget-total">
                <li class="key-open">{open_share}</li>
                <li class="key-locked">{locked_share}</li>
            </ul>
            {(!locked.is_zero()).then(|| view! { <p class="quiet">{rest}</p> })}
        </section>
    }
    .into_any()
}

/// Millions and more are far beyond what a flex factor needs; thousands of units keep every visible difference.
fn weight(amount: Amount) -> String {
    (amount.minor().max(0) / 100_000).to_string()
}

/// What happens with the answers, whom to ask, and what is known about whoever answers.
fn about(facts: &Facts) -> AnyView {
    let text = |text: &Text| text.get(facts.language).to_owned();
    let consultation = &facts.consultation;
    let (answers, contact, notice) =
        (text(&consultation.answers_use), text(&consultation.contact), text(&consultation.privacy_notice));
    let source = &facts.draft.source;
    let converted =
        (source.currency != facts.draft.currency && source.currency == Currency::BGN).then(|| {
            facts.say(
                Word::Converted,
                &[("from", source.currency.code()), ("to", facts.draft.currency.code())],
            )
        });
    let note = text(&source.note);
    let source_note = (!note.is_empty()).then(|| facts.say(Word::Source, &[("source", &note)]));
    let fold = |title: Word, body: Vec<String>| {
        let body: Vec<String> = body.into_iter().filter(|text| !text.is_empty()).collect();
        (!body.is_empty()).then(|| {
            view! {
                <details class="fold">
                    <summary>{facts.say(title, &[])}</summary>
                    {body.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
                </details>
            }
        })
    };
    view! {
        {(!answers.is_empty()).then(|| view! { <p>{answers}</p> })}
        <p class="quiet">{facts.say(Word::Privacy, &[])}</p>
        <div class="folds" part="footer">
            {fold(Word::PrivacyMore, vec![notice])}
            {fold(Word::AboutFigures, vec![source_note.unwrap_or_default(), converted.unwrap_or_default()])}
            {fold(Word::Contact, vec![contact])}
        </div>
    }
    .into_any()
}
