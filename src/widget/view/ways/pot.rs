//! A pot shared over the draft's areas, what remains always in view.

use glasno_model::{
    Amount, Area, Violation,
    ways::{Pot, PotUnit, Way, pot::areas_of},
};
use glasno_words::widget::Word;
use leptos::prelude::*;

use super::share::{Act, Share, share};
use crate::view::balance::announce_after_pause;
use crate::view::erased::{flag, memo, text};
use crate::visit::{
    Facts, Visit,
    undo::Touched,
    ways::{heading, pot::Shares, step},
};

/// The pot.
pub fn pot(visit: Visit) -> AnyView {
    change(visit, |_, _| {});
    let remaining = memo(move || remaining(visit));
    let spoken = RwSignal::new(String::new());
    announce_after_pause(remaining, spoken);
    visit.facts(|facts| {
        let Some(pot) = rules(facts) else { return ().into_any() };
        let title = pot.title.get(facts.language).to_owned();
        let all = pot.share_all.then(|| facts.say(Word::ShareAll, &[]));
        let areas = areas_of(facts.draft.areas.get());
        view! {
            {(!title.is_empty()).then(|| view! { <p>{title}</p> })}
            {all.map(|all| view! { <p class="quiet">{all}</p> })}
            <p class="remaining" class:refused=flag(move || over(visit))>{text(move || remaining.get())}</p>
            <p class="sr-only" role="status">{text(move || spoken.get())}</p>
            <ul class="cards">{areas.enumerate().map(|(at, area)| card(visit, facts, pot, at, area)).collect_view()}</ul>
        }
        .into_any()
    })
}

fn rules(facts: &Facts) -> Option<&Pot> {
    facts.consultation.ways.pot.get().as_ref()
}

/// Changes the shares, and says how the pot stands then.
fn change(visit: Visit, change: impl FnOnce(&mut Shares, &Pot)) {
    visit.facts(|facts| {
        let Some(pot) = rules(facts) else { return };
        let areas = facts.draft.areas.get();
        visit.change(|said| {
            change(&mut said.pot, pot);
            let unfinished = (!said.pot.is_finished(pot, areas)).then(|| format!("#{}", heading(Way::Pot)));
            let given = |area: &Area| {
                let amount = said.pot.amount(&area.id);
                (amount > 0).then(|| {
                    (area.name.get(facts.language).to_owned(), said_amount(facts, pot, amount.into()))
                })
            };
            let summary = areas_of(areas).filter_map(given).collect();
            said.settle(Way::Pot, unfinished, summary);
        });
    });
}

/// One area.
fn card(visit: Visit, facts: &Facts, pot: &Pot, at: usize, area: &Area) -> AnyView {
    let name = area.name.get(facts.language).to_owned();
    let description = area.description.get(facts.language).to_owned();
    let unit = match pot.unit {
        PotUnit::Points => String::new(),
        PotUnit::Money => facts.formats.sign(),
    };
    let field = Share {
        amount: move || of_area(visit, at, |shares, area| shares.amount(&area.id)),
        typed: move || of_area(visit, at, |shares, area| shares.typed(&area.id).map(ToOwned::to_owned)),
        refused: move || {
            let garbled = of_area(visit, at, |shares, area| shares.is_garbled(&area.id));
            let said = || {
                visit.facts(|facts| {
                    facts.say(Word::NotWhole, &[("example", &facts.formats.count(step_of(facts)))])
                })
            };
            if garbled { said() } else { String::new() }
        },
        act: move |act: Act| {
            let area =
                visit.facts(|facts| areas_of(facts.draft.areas.get()).nth(at).map(|area| area.id.clone()));
            let Some(area) = area else { return };
            // Leaving a field is no step, and keeps those that can be taken once more.
            if !matches!(act, Act::Leave) {
                visit.record(Touched::Way(Way::Pot, at));
            }
            change(visit, |shares, pot| match act {
                Act::Type(text) => shares.type_amount(&area, &text),
                Act::Press { raise } => shares.press(pot, &area, raise),
                Act::Leave => shares.leave(&area),
            });
        },
    };
    let by = said_amount(facts, pot, step(pot.total).into());
    view! {
        <li class="card">
            <h4>{name.clone()}</h4>
            {(!description.is_empty()).then(|| view! { <p class="quiet">{description}</p> })}
            {share(visit, format!("pot-{at}"), &name, &by, unit, field)}
        </li>
    }
    .into_any()
}

fn step_of(facts: &Facts) -> usize {
    rules(facts).map_or(1, |pot| step(pot.total) as usize)
}

/// Looks something up for one area, anew whenever it changes.
fn of_area<T: Default>(visit: Visit, at: usize, look: impl FnOnce(&Shares, &Area) -> T) -> T {
    visit.said_in_ways(|said| {
        visit.facts(|facts| {
            areas_of(facts.draft.areas.get()).nth(at).map(|area| look(&said.pot, area)).unwrap_or_default()
        })
    })
}

fn over(visit: Visit) -> bool {
    visit.said_in_ways(|said| {
        visit.facts(|facts| {
            let broken = rules(facts).map(|pot| said.pot.broken(pot, facts.draft.areas.get()));
            broken.unwrap_or_default().iter().any(|(_, rule)| matches!(rule, Violation::PotExceeded { .. }))
        })
    })
}

/// What remains, in words.
fn remaining(visit: Visit) -> String {
    visit.said_in_ways(|said| {
        visit.facts(|facts| {
            let Some(pot) = rules(facts) else { return String::new() };
            let left = pot.remaining(&said.pot.shares);
            let total = said_amount(facts, pot, pot.total.into());
            let amount = match (pot.unit, usize::try_from(left)) {
                // “65 of 100 points”
                (PotUnit::Points, Ok(left)) => facts.formats.count(left),
                _ => said_amount(facts, pot, left.abs()),
            };
            let word = match left {
                ..0 => Word::ShareExceeded,
                0 => Word::RemainsNone,
                1.. => Word::Remains,
            };
            // Both values go to every sentence; each takes what it names.
            facts.say(word, &[("amount", &amount), ("total", &total)])
        })
    })
}

/// Points or money, in words.
fn said_amount(facts: &Facts, pot: &Pot, amount: i64) -> String {
    match pot.unit {
        PotUnit::Points => facts.say_count(Word::Points, usize::try_from(amount).unwrap_or_default()),
        PotUnit::Money => {
            let minor = amount.saturating_mul(facts.draft.currency.minor_units());
            facts.formats.exact(Amount::from_minor(minor).unwrap_or(Amount::MAX))
        }
    }
}
