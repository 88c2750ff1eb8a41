//! What is chosen so far: how it stands, its total, and in a ranking the order, moved by buttons or by a typed place.

use glasno_model::{
    Amount, Project, ProjectId, Violation,
    ways::{ProjectChoice, ProjectMethod},
};
use glasno_words::widget::Word;
use leptos::prelude::*;

use super::{of_project, rules, say};
use crate::view::erased::{event, memo, piece, press, text};
use crate::view::focus_next;
use crate::visit::{
    Facts, Visit,
    ways::{projects::Chosen, whole_number},
};

/// The list of what is chosen.
pub fn choice(visit: Visit) -> AnyView {
    let spoken = RwSignal::new(String::new());
    let chosen = memo(move || visit.said_in_ways(|said| said.projects.votes.clone()));
    view! {
        <div class="chosen-list">
            <h4 id="chosen" tabindex="-1">{visit.word(Word::ChosenTitle)}</h4>
            <p class="sr-only" role="status">{text(move || spoken.get())}</p>
            {piece(move || {
                let count = chosen.get().len();
                untrack(|| list(visit, spoken, count))
            })}
        </div>
    }
    .into_any()
}

fn list(visit: Visit, spoken: RwSignal<String>, count: usize) -> AnyView {
    if count == 0 {
        return view! { <p class="quiet">{visit.word(Word::WayNothing)}</p> }.into_any();
    }
    visit.facts(|facts| {
        let Some(rules) = rules(facts) else { return ().into_any() };
        let projects = facts.draft.projects.get();
        let ids: Vec<ProjectId> =
            visit.said_in_ways(|said| said.projects.votes.iter().map(|vote| vote.project.clone()).collect());
        let items: Vec<AnyView> = ids
            .iter()
            .enumerate()
            .filter_map(|(rank, id)| {
                let at = projects.iter().position(|project| project.id == *id)?;
                Some(item(visit, facts, rules, spoken, (at, rank, count)))
            })
            .collect();
        let cost = visit.said_in_ways(|said| ProjectChoice::cost(&said.projects.votes, projects));
        let total = facts.formats.exact(amount(cost));
        view! {
            <ol class="summary">{items}</ol>
            <p class="grand-total"><span>{facts.say(Word::Total, &[])}</span> <strong>{total}</strong></p>
        }
        .into_any()
    })
}

fn item(
    visit: Visit,
    facts: &Facts,
    rules: &ProjectChoice,
    spoken: RwSignal<String>,
    (at, rank, count): (usize, usize, usize),
) -> AnyView {
    let project = &facts.draft.projects.get()[at];
    let name = project.name.get(facts.language).to_owned();
    let is_ranking = matches!(rules.method, ProjectMethod::Ranking { .. });
    let points = visit.said_in_ways(|said| said.projects.points(&project.id));
    let said = match rules.method {
        ProjectMethod::Points { .. } => facts.say_count(Word::Points, points as usize),
        _ => facts.formats.exact(project.cost),
    };
    let out = facts.say(Word::TakeOut, &[]);
    let out_label = format!("{out}: {name}");
    let take_out = move || {
        say(visit, at, |chosen, project| chosen.give(&project.id, 0));
        let said = of_project(visit, at, |_, project| said_of(visit, Word::TakenOut, project, 0, 0));
        spoken.set(said);
        focus_next(visit, "#chosen".to_owned());
    };
    let order = is_ranking.then(|| order(visit, facts, spoken, &name, (at, rank, count)));
    view! {
        <li>
            <strong>{name}</strong>
            <span>{said}</span>
            <div class="acts">
                {order}
                <button type="button" class="link" aria-label=out_label on:click=press(take_out)>{out}</button>
            </div>
        </li>
    }
    .into_any()
}

/// The place in the ranking: up, down, or typed. Where the list is drawn anew, the focus goes where it was.
fn order(
    visit: Visit,
    facts: &Facts,
    spoken: RwSignal<String>,
    name: &str,
    (at, rank, count): (usize, usize, usize),
) -> AnyView {
    let put = move |place: usize, control: &str| {
        let place = place.min(count - 1);
        say(visit, at, |chosen, project| chosen.move_to(&project.id, place));
        spoken
            .set(of_project(visit, at, |_, project| said_of(visit, Word::Ranked, project, place + 1, count)));
        focus_next(visit, format!("#{control}-{at}"));
    };
    let button = |word: Word, control: &'static str, can: bool, place: usize| {
        let said = facts.say(word, &[]);
        let label = format!("{said}: {name}");
        view! {
            <button type="button" class="link" id=format!("{control}-{at}") aria-label=label aria-disabled=(!can).to_string()
                on:click=press(move || if can { put(place, control) })>{said}</button>
        }
    };
    let typed = move |event: web_sys::Event| {
        let place =
            whole_number(&event_target_value(&event)).and_then(|place| usize::try_from(place - 1).ok());
        // What is no place leaves the project where it is, and its place stands in the field again.
        put(place.unwrap_or(rank), "rank");
        if place.is_none_or(|place| place.min(count - 1) == rank) {
            event_target::<web_sys::HtmlInputElement>(&event).set_value(&(rank + 1).to_string());
        }
    };
    let word = facts.say(Word::Rank, &[]);
    let label = format!("{word}: {name}");
    view! {
        <label class="rank">
            <span>{word}</span>
            <input type="text" inputmode="numeric" autocomplete="off" id=format!("rank-{at}") aria-label=label
                value=(rank + 1).to_string() on:change=event(typed) />
        </label>
        {button(Word::Up, "up", rank > 0, rank.saturating_sub(1))}
        {button(Word::Down, "down", rank + 1 < count, rank + 1)}
    }
    .into_any()
}

fn said_of(visit: Visit, word: Word, project: &Project, place: usize, count: usize) -> String {
    visit.facts(|facts| {
        let name = project.name.get(facts.language);
        let (place, count) = (facts.formats.count(place), facts.formats.count(count));
        facts.say(word, &[("project", name), ("n", &place), ("count", &count)])
    })
}

/// How the choice stands, in words.
pub fn standing(visit: Visit) -> String {
    visit.said_in_ways(|said| {
        visit.facts(|facts| {
            rules(facts).map(|rules| standing_of(facts, rules, &said.projects)).unwrap_or_default()
        })
    })
}

fn standing_of(facts: &Facts, rules: &ProjectChoice, chosen: &Chosen) -> String {
    let projects = facts.draft.projects.get();
    let points = |count: u64| facts.say_count(Word::Points, usize::try_from(count).unwrap_or_default());
    let broken = chosen.broken(rules, projects);
    for (_, rule) in &broken {
        match rule {
            Violation::ProjectsOverBudget { by } => {
                return facts.say(Word::OverBudget, &[("amount", &facts.formats.exact(*by))]);
            }
            Violation::TooManyProjects { at_most, found } => {
                return facts.say_count(Word::ChoseTooMany, (found - at_most) as usize);
            }
            Violation::PointsExceeded { by } => {
                return facts.say(Word::ShareExceeded, &[("amount", &points(*by))]);
            }
            _ => {}
        }
    }
    let remains =
        |amount: String, total: String| facts.say(Word::Remains, &[("amount", &amount), ("total", &total)]);
    match rules.method {
        ProjectMethod::Knapsack => {
            let left = i128::from(rules.budget.minor()) - ProjectChoice::cost(&chosen.votes, projects);
            remains(facts.formats.exact(amount(left)), facts.formats.exact(rules.budget))
        }
        ProjectMethod::Approval { at_most } | ProjectMethod::Ranking { at_most } => {
            match (at_most as usize).min(projects.len()).saturating_sub(chosen.votes.len()) {
                0 => facts.say(Word::ChoseAll, &[]),
                left => facts.say_count(Word::CanChoose, left),
            }
        }
        ProjectMethod::Points { total, .. } => {
            let total = u64::from(total);
            match total.saturating_sub(chosen.points_given()) {
                0 => facts.say(Word::RemainsNone, &[("total", &points(total))]),
                left => {
                    let left = facts.formats.count(usize::try_from(left).unwrap_or_default());
                    remains(left, points(total))
                }
            }
        }
    }
}

/// Is there something in the choice that cannot be taken?
pub fn is_refused(visit: Visit) -> bool {
    visit.said_in_ways(|said| {
        visit.facts(|facts| {
            rules(facts).is_some_and(|rules| !said.projects.is_finished(rules, facts.draft.projects.get()))
        })
    })
}

/// Why the points of a project cannot be taken.
pub fn refusal_of(visit: Visit, at: usize) -> String {
    let garbled = of_project(visit, at, |chosen, project| chosen.is_garbled(&project.id));
    let points = of_project(visit, at, |chosen, project| chosen.points(&project.id));
    visit.facts(|facts| match rules(facts).map(|rules| rules.method) {
        _ if garbled => facts.say(Word::NotWhole, &[("example", "5")]),
        Some(ProjectMethod::Points { at_most: Some(most), .. }) if points > most => {
            let amount = facts.say_count(Word::Points, most as usize);
            facts.say(Word::AtMostEach, &[("amount", &amount)])
        }
        _ => String::new(),
    })
}

/// The most points that a press on + may lead to.
pub fn most_points(visit: Visit, chosen: &Chosen, project: &ProjectId) -> u32 {
    visit.facts(|facts| match rules(facts).map(|rules| rules.method) {
        Some(ProjectMethod::Points { total, at_most }) => {
            let left = u64::from(total).saturating_sub(chosen.points_given());
            let room = chosen.points(project).saturating_add(u32::try_from(left).unwrap_or(u32::MAX));
            room.min(at_most.unwrap_or(total))
        }
        _ => 0,
    })
}

/// What the review says.
pub fn summary(facts: &Facts, rules: &ProjectChoice, chosen: &Chosen) -> Vec<(String, String)> {
    let projects = facts.draft.projects.get();
    let said = |(rank, vote): (usize, &glasno_model::ways::ProjectVote)| {
        let project = projects.iter().find(|project| project.id == vote.project)?;
        let name = project.name.get(facts.language);
        let cost = facts.formats.exact(project.cost);
        Some(match (rules.method, vote.points) {
            (ProjectMethod::Ranking { .. }, _) => {
                (format!("{}. {name}", facts.formats.count(rank + 1)), cost)
            }
            (_, Some(points)) => (name.to_owned(), facts.say_count(Word::Points, points as usize)),
            (_, None) => (name.to_owned(), cost),
        })
    };
    chosen.votes.iter().enumerate().filter_map(said).collect()
}

fn amount(minor: i128) -> Amount {
    i64::try_from(minor).ok().and_then(|minor| Amount::from_minor(minor).ok()).unwrap_or(Amount::MAX)
}
