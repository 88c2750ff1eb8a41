//! The spending: headings with their sums that open in place to their lines, and a search above them.

use std::{sync::Arc, time::Duration};

use glasno_model::Amount;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::browser::page;
use crate::view::erased::{event, flag, memo, piece, press, text};
use crate::view::line;
use crate::visit::{Visit, order::Order, search};

/// So many found lines are shown at most; more of them would not be looked through on a phone.
const MOST_FOUND: usize = 50;

/// So many lines are drawn at once.
const AT_ONCE: usize = 10;
/// So many handfuls hang together: what is drawn beneath one place is the dearer to add to, the more is there.
const TOGETHER: usize = 25;
/// A draft of so many lines is drawn whole where it is opened; of a larger one only what is near the screen.
const FEW: usize = 400;
/// So many handfuls of a large draft are drawn ahead.
const AHEAD: usize = 3;
/// The height of a line that is not drawn yet, about, in `em`.
const LINE_EMS: usize = 12;

/// The list.
pub fn spending(visit: Visit) -> AnyView {
    let searching = memo(move || !visit.query.with(|query| query.trim().is_empty()));
    let (total, per_head, top) = visit.facts(|facts| {
        let total = facts.draft.total();
        (total, facts.per_head(total).join(" · "), facts.outline.top.clone())
    });
    let all = top.clone();
    let difference = memo(move || {
        let groups = all.iter().map(|group| visit.group_difference(*group));
        groups.fold(Amount::ZERO, |sum, group| sum.checked_add(group).unwrap_or(sum))
    });
    view! {
        <section class="spending" aria-labelledby="spending-title">
            <h3 id="spending-title" tabindex="-1">{visit.word(Word::Spending)}</h3>
            <div class="finding">{search_field(visit)}{order_field(visit)}</div>
            {piece(move || {
                if searching.get() { found(visit) } else { headings(visit, top.clone(), 0) }
            })}
            <p class="grand-total"><span>{visit.word(Word::Total)}</span> <strong class="group-sum">{sum(visit, total, difference)}</strong> <span class="quiet">{per_head}</span></p>
        </section>
    }
    .into_any()
}

fn search_field(visit: Visit) -> AnyView {
    view! {
        <div class="search">
            <label for="search">{visit.word(Word::Search)}</label>
            <input id="search" type="search" autocomplete="off" prop:value=text(move || visit.query.get())
                on:input=event(move |event| visit.query.set(event_target_value(&event))) />
        </div>
    }
    .into_any()
}

fn order_field(visit: Visit) -> AnyView {
    // As text, which costs less code than elements of a kind that stands nowhere else; the words are our own.
    let mut options = String::new();
    for (order, word) in Order::ALL.into_iter().zip([Word::OrderDraft, Word::OrderSize, Word::OrderChange]) {
        options.push_str("<option value=");
        options.push(char::from(b'0' + order as u8));
        options.push('>');
        options.push_str(&visit.word(word));
    }
    let chosen = move |event| {
        let number = event_target_value(&event).bytes().next().unwrap_or_default();
        visit.order.set(number.wrapping_sub(b'0').into());
    };
    view! {
        <div class="order">
            <label for="order">{visit.word(Word::Order)}</label>
            <select id="order" on:input=event(chosen) inner_html=options></select>
        </div>
    }
    .into_any()
}

fn headings(visit: Visit, mut groups: Vec<usize>, depth: usize) -> AnyView {
    visit.order_groups(&mut groups);
    groups.into_iter().map(|group| heading(visit, group, depth)).collect_view().into_any()
}

fn found(visit: Visit) -> AnyView {
    let mut lines =
        visit.query.with(|query| visit.facts(|facts| search::find(&facts.draft, query, &page::lower_case)));
    visit.order_lines(&mut lines);
    let count = lines.len();
    lines.truncate(MOST_FOUND);
    let said = visit.facts(|facts| match count {
        0 => facts.say(Word::NothingFound, &[("text", visit.query.get_untracked().trim())]),
        count => facts.say_count(Word::Found, count),
    });
    view! {
        <p class="quiet" role="status">{said}</p>
        {some_lines(visit, &lines)}
    }
    .into_any()
}

/// A heading with its sum; open, it shows what stands under it.
fn heading(visit: Visit, group: usize, depth: usize) -> AnyView {
    let Some(open) = visit.open_group(group) else { return ().into_any() };
    let body = format!("group-{group}");
    let (name, facts_line, share, total, (movable, locked)) = visit.facts(|facts| {
        let branch = &facts.outline.branches[group];
        let total = facts.draft.total();
        let share = facts.formats.share(branch.total, total);
        let mut parts = facts.per_head(branch.total);
        let inside = facts.say_count(Word::LinesInside, branch.line_count);
        let movable = (!branch.movable.is_zero())
            .then(|| facts.say(Word::MovableInside, &[("amount", &facts.formats.brief(branch.movable))]));
        parts.push(inside);
        parts.extend(movable);
        let name = facts.draft.groups[group].name.get(facts.language).to_owned();
        let locked = branch.total.checked_sub(branch.movable).unwrap_or_default();
        let weights = (percent(branch.movable, total), percent(locked, total));
        (name, parts.join(" · "), facts.say(Word::ShareOfTotal, &[("share", &share)]), branch.total, weights)
    });
    view! {
        <div class="group" class:open=flag(move || open.get()) data-depth=depth.to_string()>
            <h4 class="group-head">
                <button type="button" id=format!("head-{group}") part="category" on:click=press(move || open.update(|open| *open = !*open))
                    aria-expanded=text(move || open.get().to_string()) aria-controls=body.clone()>
                    <span class="group-name" part="category-title">{name}</span>
                    <span class="group-sum">{sum(visit, total, memo(move || visit.group_difference(group)))}</span>
                    <span class="bar" aria-hidden="true"><span style:width=movable></span><span style:width=locked></span></span>
                    <span class="quiet">{share}" · "{facts_line}</span>
                </button>
            </h4>
            <div id=body class="group-body">
                {piece(move || if open.get() { inside(visit, group, depth) } else { ().into_any() })}
            </div>
        </div>
    }
    .into_any()
}

fn inside(visit: Visit, group: usize, depth: usize) -> AnyView {
    let (groups, mut lines) = visit.facts(|facts| {
        let branch = &facts.outline.branches[group];
        (branch.groups.clone(), branch.lines.clone())
    });
    visit.order_lines(&mut lines);
    view! {
        {headings(visit, groups, depth + 1)}
        {some_lines(visit, &lines)}
    }
    .into_any()
}

/// A handful of lines now and the others right after, a handful at a time: between them the browser paints and hears
/// what is typed, however long the list and however slow the phone. Each handful is a list of its own, so that a change
/// in one lays out none of the others.
///
/// Of a large draft only what is near the screen is drawn, with some handfuls ahead for whoever goes on with the
/// keyboard: browsers that offer to fill in forms look at every field of the page again whenever some are added.
fn some_lines(visit: Visit, lines: &[usize]) -> AnyView {
    let handfuls = lines.chunks(AT_ONCE);
    let near: Arc<[RwSignal<bool>]> =
        handfuls.clone().enumerate().map(|(at, _)| RwSignal::new(at == 0)).collect();
    let few = visit.facts(|facts| facts.draft.lines.len() <= FEW);
    let ahead = if few { near.len() } else { AHEAD };
    let handfuls: Vec<(usize, Vec<usize>)> = handfuls.map(<[usize]>::to_vec).enumerate().collect();
    let together = handfuls.chunks(TOGETHER).map(|some| {
        let (some, near) = (some.to_vec(), Arc::clone(&near));
        let draw =
            move |(at, lines): &(usize, Vec<usize>)| handful(visit, lines.clone(), &near, (*at, ahead, few));
        piece(move || some.iter().map(&draw).collect_view().into_any())
    });
    together.collect_view().into_any()
}

fn handful(
    visit: Visit,
    lines: Vec<usize>,
    all: &Arc<[RwSignal<bool>]>,
    (at, ahead, keeps): (usize, usize, bool),
) -> AnyView {
    let (near, all) = (all[at], Arc::clone(all));
    let room = format!("{}em", lines.len() * LINE_EMS);
    let wanted = lines.clone();
    let drawn = memo(move || near.get() || wanted.contains(&(visit.wanted.get() as usize)));
    let moved = event(move |event: web_sys::Event| {
        if page::came_near(&event) {
            near.set(true);
            for next in all.iter().skip(at + 1).take(ahead) {
                let next = *next;
                let draw = move || {
                    // The heading may have been closed meanwhile.
                    next.try_set(true);
                };
                set_timeout(draw, Duration::ZERO);
            }
        } else if !keeps && near.get_untracked() {
            page::keep_room(&event);
            near.set(false);
        }
    });
    view! {
        <ul class="lines" style:--room=room on:contentvisibilityautostatechange=moved>
            {piece(move || {
                if !drawn.get() {
                    return ().into_any();
                }
                lines.iter().map(|position| line::line(visit, *position)).collect_view().into_any()
            })}
        </ul>
    }
    .into_any()
}

/// A sum as proposed, with the change beside it.
fn sum(visit: Visit, total: Amount, difference: Memo<Amount>) -> AnyView {
    let now = move || {
        let proposed = total.checked_add(difference.get()).unwrap_or(total);
        visit.facts(|facts| facts.formats.rounded(proposed))
    };
    let change = move || {
        let difference = difference.get();
        if difference.is_zero() {
            String::new()
        } else {
            visit.facts(|facts| facts.formats.change(difference))
        }
    };
    view! {
        <span>{text(now)}</span>
        <span class="delta">{text(change)}</span>
    }
    .into_any()
}

fn percent(part: Amount, whole: Amount) -> String {
    let share = part.times_ratio(1000, whole.minor().max(1)).map_or(0, Amount::minor).clamp(0, 1000);
    format!("{}.{}%", share / 10, share % 10)
}
