//! The draft's projects as cards, and the choice among them.

mod choice;

use glasno_model::{
    Area, Project,
    ways::{ProjectChoice, ProjectMethod, Way},
};
use glasno_words::widget::Word;
use leptos::prelude::*;

use super::share::{Act, Share, share};
use crate::browser::page;
use crate::view::balance::announce_after_pause;
use crate::view::erased::{event, flag, memo, piece, text};
use crate::visit::{
    Facts, Visit,
    undo::Touched,
    ways::{heading, projects::Chosen, step},
};

/// The projects.
pub fn projects(visit: Visit) -> AnyView {
    let seed = page::seed();
    change(visit, |chosen, projects| chosen.shuffle(projects.len(), seed));
    let standing = memo(move || choice::standing(visit));
    let spoken = RwSignal::new(String::new());
    announce_after_pause(standing, spoken);
    let area = memo(move || visit.said_in_ways(|said| said.projects.area.clone()));
    visit.facts(|facts| {
        let Some(rules) = rules(facts) else { return ().into_any() };
        let ranking = matches!(rules.method, ProjectMethod::Ranking { .. });
        let each = match rules.method {
            ProjectMethod::Points { total, at_most: Some(most) } if most < total => {
                let amount = facts.say_count(Word::Points, most as usize);
                Some(facts.say(Word::AtMostEach, &[("amount", &amount)]))
            }
            _ => ranking.then(|| facts.say(Word::FirstCountsMost, &[])),
        };
        view! {
            {each.map(|each| view! { <p class="quiet">{each}</p> })}
            <p class="remaining" class:refused=flag(move || choice::is_refused(visit))>{text(move || standing.get())}</p>
            <p class="sr-only" role="status">{text(move || spoken.get())}</p>
            {filter(visit, facts)}
            {piece(move || {
                let area = area.get();
                untrack(|| cards(visit, &area))
            })}
            {choice::choice(visit)}
        }
        .into_any()
    })
}

fn rules(facts: &Facts) -> Option<&ProjectChoice> {
    facts.consultation.ways.projects.get().as_ref()
}

/// Changes the choice, and says how it stands then.
fn change(visit: Visit, change: impl FnOnce(&mut Chosen, &[Project])) {
    visit.facts(|facts| {
        let Some(rules) = rules(facts) else { return };
        let projects = facts.draft.projects.get();
        visit.change(|said| {
            change(&mut said.projects, projects);
            let is_finished = said.projects.is_finished(rules, projects);
            let summary = choice::summary(facts, rules, &said.projects);
            said.settle(
                Way::Projects,
                (!is_finished).then(|| format!("#{}", heading(Way::Projects))),
                summary,
            );
        });
    });
}

/// Changes what is said of one project, so that it can be taken back.
fn say(visit: Visit, at: usize, say: impl FnOnce(&mut Chosen, &Project)) {
    visit.record(Touched::Way(Way::Projects, at));
    of(visit, at, say);
}

fn of(visit: Visit, at: usize, act: impl FnOnce(&mut Chosen, &Project)) {
    change(visit, |chosen, projects| {
        if let Some(project) = projects.get(at) {
            act(chosen, project);
        }
    });
}

/// The areas that projects belong to, to look at one of them.
fn filter(visit: Visit, facts: &Facts) -> AnyView {
    let projects = facts.draft.projects.get();
    let is_used = |area: &&Area| projects.iter().any(|project| project.area.as_ref() == Some(&area.id));
    let areas: Vec<(String, String)> = facts
        .draft
        .areas
        .get()
        .iter()
        .filter(is_used)
        .map(|area| (area.id.to_string(), area.name.get(facts.language).to_owned()))
        .collect();
    if areas.len() < 2 {
        return ().into_any();
    }
    let now = visit.said_in_ways(|said| said.projects.area.clone());
    let option = |(id, name): (String, String)| {
        let selected = id == now;
        view! { <option value=id selected=selected>{name}</option> }
    };
    let choose = move |event| {
        let id = event_target_value(&event);
        change(visit, |chosen, _| chosen.area = id);
    };
    let options = core::iter::once((String::new(), facts.say(Word::AllAreas, &[]))).chain(areas);
    view! {
        <div class="choice">
            <label for="project-area">{facts.say(Word::Area, &[])}</label>
            <select id="project-area" on:change=event(choose)>{options.map(option).collect_view()}</select>
        </div>
    }
    .into_any()
}

fn cards(visit: Visit, area: &str) -> AnyView {
    visit.facts(|facts| {
        let Some(rules) = rules(facts) else { return ().into_any() };
        let projects = facts.draft.projects.get();
        let order = visit.said_in_ways(|said| said.projects.order.clone());
        let is_here = |project: &Project| {
            area.is_empty() || project.area.as_ref().is_some_and(|id| id.as_str() == area)
        };
        let here: Vec<usize> =
            order.into_iter().filter(|at| projects.get(*at).is_some_and(is_here)).collect();
        let count = facts.say_count(Word::Projects, here.len());
        view! {
            <p class="quiet" role="status">{count}</p>
            <ul class="cards">{here.into_iter().map(|at| card(visit, facts, rules, at)).collect_view()}</ul>
        }
        .into_any()
    })
}

fn card(visit: Visit, facts: &Facts, rules: &ProjectChoice, at: usize) -> AnyView {
    let project = &facts.draft.projects.get()[at];
    let words = |text: &glasno_model::Text| text.get(facts.language).to_owned();
    let area = facts.draft.areas.get().iter().find(|area| Some(&area.id) == project.area.as_ref());
    let place: Vec<String> = [words(&project.place), area.map(|area| words(&area.name)).unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let (name, description) = (words(&project.name), words(&project.description));
    let id = project.id.clone();
    let is_chosen = flag(move || visit.said_in_ways(|said| said.projects.rank(&id).is_some()));
    view! {
        <li class="card" class:chosen=is_chosen>
            <h4>{name.clone()}</h4>
            <p class="cost">{facts.formats.exact(project.cost)}</p>
            {(!place.is_empty()).then(|| view! { <p class="quiet">{place.join(" · ")}</p> })}
            {(!description.is_empty()).then(|| view! { <p>{description}</p> })}
            {match rules.method {
                ProjectMethod::Points { total, .. } => points(visit, facts, at, &name, total),
                _ => pick(visit, facts, at, &name),
            }}
        </li>
    }
    .into_any()
}

fn pick(visit: Visit, facts: &Facts, at: usize, name: &str) -> AnyView {
    let choose = facts.say(Word::Choose, &[]);
    let label = format!("{choose}: {name}");
    let id = facts.draft.projects.get()[at].id.clone();
    let checked = flag(move || visit.said_in_ways(|said| said.projects.rank(&id).is_some()));
    let toggle = event(move |_: web_sys::Event| say(visit, at, |chosen, project| chosen.toggle(&project.id)));
    view! {
        <label class="option">
            <input type="checkbox" id=format!("project-{at}") aria-label=label prop:checked=checked on:change=toggle />
            <span>{choose}</span>
        </label>
    }
    .into_any()
}

fn points(visit: Visit, facts: &Facts, at: usize, name: &str, total: u32) -> AnyView {
    let by = facts.say_count(Word::Points, step(total) as usize);
    let field = Share {
        amount: move || of_project(visit, at, |chosen, project| chosen.points(&project.id)),
        typed: move || {
            of_project(visit, at, |chosen, project| chosen.typed(&project.id).map(ToOwned::to_owned))
        },
        refused: move || choice::refusal_of(visit, at),
        act: move |act: Act| {
            let is_left = matches!(act, Act::Leave);
            let act = |chosen: &mut Chosen, project: &Project| match &act {
                Act::Type(text) => chosen.type_points(&project.id, text),
                Act::Leave => chosen.leave(&project.id),
                Act::Press { raise } => {
                    let (now, most) =
                        (chosen.points(&project.id), choice::most_points(visit, chosen, &project.id));
                    let next = if *raise {
                        now.saturating_add(step(total)).min(most.max(now))
                    } else {
                        now.saturating_sub(step(total))
                    };
                    chosen.give(&project.id, next);
                }
            };
            // Leaving a field is no step, and keeps those that can be taken once more.
            if is_left { of(visit, at, act) } else { say(visit, at, act) }
        },
    };
    share(visit, format!("project-{at}"), name, &by, String::new(), field)
}

/// Looks something up for one project, anew whenever it changes.
fn of_project<T: Default>(visit: Visit, at: usize, look: impl FnOnce(&Chosen, &Project) -> T) -> T {
    visit.said_in_ways(|said| {
        visit.facts(|facts| {
            facts
                .draft
                .projects
                .get()
                .get(at)
                .map(|project| look(&said.projects, project))
                .unwrap_or_default()
        })
    })
}
