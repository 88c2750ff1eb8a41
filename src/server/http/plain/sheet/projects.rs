//! Choosing projects, by any of the four methods.

use glasno_model::{Project, ways::ProjectMethod};
use glasno_words::{Speak as _, server::Word as Plain, widget::Word};
use maud::{Markup, html};

use super::Sheet;
use crate::http::{
    hash,
    plain::{filled::field, mistake::counted, rendering},
    written,
};

/// The section; nothing where the way is off.
pub fn projects(sheet: &Sheet<'_>) -> Markup {
    let choice = sheet.consultation.ways.projects.get().as_ref();
    html! {
        @if let Some(choice) = choice {
            section #section-projects {
                h3 { (sheet.word(Word::WayProjects)) }
                p.hint { (hint(sheet, choice.method, &sheet.money(choice.budget))) }
                (sheet.told("section-projects"))
                ul.cards { @for project in in_order(sheet) { li { (card(sheet, project, choice.method)) } } }
            }
        }
    }
}

fn hint(sheet: &Sheet<'_>, method: ProjectMethod, budget: &str) -> String {
    let many = |word: Plain, count: u32| written::plural(word, count.into(), sheet.language);
    match method {
        ProjectMethod::Knapsack => Plain::PlainKnapsackHint.say(sheet.language, &[("budget", budget)]),
        ProjectMethod::Approval { at_most } => many(Plain::PlainApprovalHint, at_most),
        ProjectMethod::Ranking { at_most } => many(Plain::PlainRankingHint, at_most),
        ProjectMethod::Points { total, at_most } => {
            let each = at_most.map(|most| {
                let points = counted(Word::Points, most.into(), sheet.language);
                Word::AtMostEach.say(sheet.language, &[("amount", &points)])
            });
            [Some(many(Plain::PlainPointsHint, total)), each]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        }
    }
}

/// Another order in each rendering, so that no project stands first for everybody, and the same one when the form
/// comes back.
fn in_order<'a>(sheet: &Sheet<'a>) -> Vec<&'a Project> {
    let seed = sheet.filled.first(rendering::ID).as_bytes();
    let mut projects: Vec<&Project> = sheet.draft.projects.get().iter().collect();
    projects.sort_by_cached_key(|project| hash::plain(&[seed, project.id.as_str().as_bytes()]));
    projects
}

fn card(sheet: &Sheet<'_>, project: &Project, method: ProjectMethod) -> Markup {
    let field = field("project", project.id.as_str());
    let name = sheet.text(&project.name);
    let is_box = matches!(method, ProjectMethod::Knapsack | ProjectMethod::Approval { .. });
    let label = if matches!(method, ProjectMethod::Ranking { .. }) {
        sheet.word(Word::Rank)
    } else {
        sheet.plain(Plain::PlainPoints)
    };
    html! {
        @if sheet.has_fields && is_box {
            @let checked = !sheet.filled.first(&field).is_empty();
            label.choice.name for=(field) {
                input id=(field) type="checkbox" name=(field) value="on" checked[checked]
                    aria-describedby=[sheet.described(&field, None)];
                span { (name) }
            }
            (sheet.told(&field))
        } @else {
            span.name { (name) }
        }
        p.about {
            strong { (sheet.money(project.cost)) }
            @if !project.place.is_empty() { " · " (sheet.text(&project.place)) }
        }
        @if !project.description.is_empty() { p.about { (sheet.text(&project.description)) } }
        @if sheet.has_fields && !is_box {
            label for=(field) { (label) span.unseen { ": " (sheet.bare(&project.name)) } }
            (sheet.number(&field, "", None))
        }
    }
}
