//! The parts that are fetched when they are wanted, and what stands there until they come.
//!
//! A part is a function marked `wasm_split`: its body, and all that only it needs, becomes a file of its own, named
//! after the part. It draws into a place of its own and gives back a handle that takes it away again. A part that
//! does not come (no connection) is asked for again; nothing is lost by waiting.

#![expect(clippy::unnecessary_wraps, reason = "a part that does not come is the error")]

use std::pin::Pin;
use std::time::Duration;

use glasno_model::ways::Way;
use glasno_words::widget::Word;
use leptos::mount::UnmountHandle;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use web_sys::HtmlElement;

use super::erased::{memo, piece, press, text};
use super::{
    balance, chart, consequence, details, focus_next, focus_pending, glance, keeping, link, revenue, review,
    ways,
};
use crate::browser::{page, storage};
use crate::visit::Visit;

/// What was drawn; dropping it takes it away.
pub type Drawn = UnmountHandle<AnyViewState>;

/// How long the first change is left alone before its steps are fetched.
const REST: Duration = Duration::from_millis(800);
/// How long to wait before a part is asked for again.
const PAUSE: Duration = Duration::from_secs(3);

#[wasm_split(sending, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_sending))]
fn draw_sending(visit: Visit, part: Part, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    adopt(
        visit,
        Style::Sending,
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/sending.css")),
    );
    Ok(drawn(visit, place, move || match part {
        Part::Offers => piece(move || balance::offer_list(visit)).into_any(),
        Part::Sent => review::sent(visit),
        _ => review::sending(visit),
    }))
}

/// All that draws figures: they share the drawing, so whoever opens the second waits no more.
#[wasm_split(chart, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_chart))]
fn draw_figures(visit: Visit, part: Part, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    adopt(
        visit,
        Style::Figures,
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/figures.css")),
    );
    Ok(drawn(visit, place, move || match part {
        Part::Line(position) => details::details(visit, position),
        Part::Consequence(position) => consequence::consequence(visit, position),
        Part::Revenue => revenue::revenue(visit),
        _ => chart::chart(visit),
    }))
}

#[wasm_split(chart, wasm_split_path = ::leptos::wasm_split, fallible)]
fn open_named(visit: Visit) -> Result<(), SplitLoaderError> {
    link::open_named(visit);
    Ok(())
}

/// Follows links to lines, now and whenever the address changes. What opens a line shows its own view, so both come
/// in one part.
pub fn follow_links(visit: Visit) {
    let follow = move || {
        if page::names_a_line() {
            until_there(Box::new(move || Box::pin(async move { open_named(visit).await.is_ok() })));
        }
    };
    follow();
    let listener = window_event_listener_untyped("hashchange", move |_| follow());
    on_cleanup(move || listener.remove());
}

#[wasm_split(keeping, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_keeping(visit: Visit, part: Part, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    adopt_keeping(visit);
    Ok(drawn(visit, place, move || match part {
        Part::Keep(spoken) => keeping::keep(visit, spoken),
        _ => keeping::desk(visit),
    }))
}

#[wasm_split(steps, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_steps(visit: Visit, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    adopt_keeping(visit);
    Ok(drawn(visit, place, move || keeping::bar(visit)))
}

#[wasm_split(steps, wasm_split_path = ::leptos::wasm_split, fallible)]
fn reset(visit: Visit) -> Result<(), SplitLoaderError> {
    if !visit.has_ended() {
        keeping::begin_anew(visit);
    }
    Ok(())
}

/// Empties the proposal, as a step that can be taken back.
pub fn begin_anew(visit: Visit) {
    until_there(Box::new(move || Box::pin(async move { reset(visit).await.is_ok() })));
}

#[wasm_split(pot, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_pot(visit: Visit, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    adopt_ways(visit);
    Ok(drawn(visit, place, move || ways::pot::pot(visit)))
}

#[wasm_split(projects, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_projects(visit: Visit, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    adopt_ways(visit);
    Ok(drawn(visit, place, move || ways::projects::projects(visit)))
}

#[wasm_split(questions, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_questions(visit: Visit, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    adopt_ways(visit);
    Ok(drawn(visit, place, move || ways::questions::questions(visit)))
}

/// The styles that come with parts: what every citizen loads need not hold them.
#[derive(Clone, Copy)]
enum Style {
    Sending = 1,
    Figures = 2,
    Ways = 4,
    Keeping = 8,
}

/// Draws a part into its place. It may come when the visit has ended, on a page that never loads anew: then there is
/// nothing to draw.
fn drawn(visit: Visit, place: HtmlElement, draw: impl FnOnce() -> AnyView + 'static) -> Drawn {
    let draw: Box<dyn FnOnce() -> AnyView> = Box::new(draw);
    leptos::mount::mount_to(place, move || if visit.has_ended() { ().into_any() } else { draw() })
}

fn adopt(visit: Visit, style: Style, css: &str) {
    visit.try_facts(|facts| {
        let there = facts.styles.get();
        if there & style as u8 == 0 && page::adopt(&facts.root, css) {
            facts.styles.set(there | style as u8);
        }
    });
}

fn adopt_ways(visit: Visit) {
    adopt(visit, Style::Ways, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/ways.css")));
}

fn adopt_keeping(visit: Visit) {
    adopt(
        visit,
        Style::Keeping,
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/keeping.css")),
    );
}

#[wasm_split(glance, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_glance(visit: Visit, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    Ok(drawn(visit, place, move || glance::glance(visit)))
}

/// Fetches what sending needs before it is needed, so that a connection lost later costs nothing.
pub fn prepare_sending() {
    until_there(Box::new(|| Box::pin(async { fetch_sending().await.is_ok() })));
}

/// The review and, after sending, the receipt.
pub fn sending(visit: Visit) -> AnyView {
    room(visit, Part::Sending)
}

/// What was sent, where it can only be looked at.
pub fn sent(visit: Visit) -> AnyView {
    room(visit, Part::Sent)
}

/// The summary or the results, where the page around has room for no more.
pub fn glance(visit: Visit) -> AnyView {
    room(visit, Part::Glance)
}

/// Where missing money could come from.
pub fn offers(visit: Visit) -> AnyView {
    room(visit, Part::Offers)
}

/// Keeping on the device, once it is asked for.
pub fn keep(visit: Visit, spoken: RwSignal<String>) -> AnyView {
    room(visit, Part::Keep(spoken))
}

/// The steps back and forth, once there is something to take back: not within the key that was pressed first, which has
/// enough to do.
pub fn bar(visit: Visit) -> AnyView {
    let begun = memo(move || visit.is_begun());
    let rested = RwSignal::new(begun.get_untracked());
    Effect::new(move |_| {
        if begun.get() && !rested.get_untracked() {
            let rest = move || {
                rested.try_set(true);
            };
            set_timeout(rest, REST);
        }
    });
    view! { {piece(move || if begun.get() && rested.get() { room(visit, Part::Bar) } else { ().into_any() })} }.into_any()
}

/// Where a citizen who comes back is met: only a question for whoever comes for the first time.
pub fn desk(visit: Visit) -> AnyView {
    let is_met = RwSignal::new(visit.has_notes());
    let look = move || {
        let is_kept = visit.try_facts(|facts| {
            storage::read(&storage::key(&facts.server, facts.consultation.slug.as_str())).is_some()
        });
        if is_kept == Some(true) {
            is_met.try_set(true);
        }
    };
    // Not before the draft is drawn: the first look at what the device keeps takes a slow phone longer than ten lines.
    set_timeout(look, Duration::ZERO);
    let wanted = memo(move || is_met.get() || visit.desk.get() > 0);
    view! { {piece(move || if wanted.get() { room(visit, Part::Desk) } else { have_code(visit) })} }
        .into_any()
}

/// The question that leads whoever comes back to the field for the code.
pub fn have_code(visit: Visit) -> AnyView {
    let open = move || {
        visit.desk.set(1);
        focus_next(visit, "#code".to_owned());
    };
    view! { <button type="button" class="link" id="have-code" on:click=press(open)>{visit.word(Word::HaveCode)}</button> }
        .into_any()
}

/// The button that shows the chart, and the chart once it is asked for.
pub fn chart(visit: Visit) -> AnyView {
    on_request(visit, Part::Chart, RwSignal::new(false), "chart", Word::ChartShow)
}

/// The button that shows the revenue, where the draft has any.
pub fn revenue(visit: Visit) -> AnyView {
    if visit.facts(|facts| facts.draft.revenue.is_empty()) {
        return ().into_any();
    }
    on_request(visit, Part::Revenue, visit.revenue_open, "revenue", Word::RevenueShow)
}

/// What is known about a line beyond what every line shows.
pub fn line_details(visit: Visit, position: usize) -> AnyView {
    room(visit, Part::Line(position))
}

/// What a way to take part shows.
pub fn way(visit: Visit, way: Way) -> AnyView {
    room(visit, Part::Way(way))
}

/// What follows from a change of a line and how much it is in what people can picture, where the officer says it: once
/// the line is changed.
pub fn consequence(visit: Visit, position: usize) -> AnyView {
    let state = visit.line(position).state;
    let drafted = visit.facts(|facts| facts.line(position).map(|line| line.amount));
    let changed = memo(move || state.with(|state| Some(state.amount) != drafted));
    view! { {piece(move || if changed.get() { room(visit, Part::Consequence(position)) } else { ().into_any() })} }
        .into_any()
}

fn on_request(visit: Visit, part: Part, open: RwSignal<bool>, name: &'static str, show: Word) -> AnyView {
    view! {
        <section class="chart" part=name>
            <button type="button" class="secondary" aria-expanded=text(move || open.get().to_string())
                aria-controls=name on:click=press(move || open.update(|open| *open = !*open))>
                {visit.word(show)}
            </button>
            <div id=name>
                {piece(move || if open.get() { room(visit, part) } else { ().into_any() })}
            </div>
        </section>
    }
    .into_any()
}

#[derive(Clone, Copy)]
enum Part {
    Glance,
    Sending,
    Sent,
    Offers,
    Chart,
    Line(usize),
    Consequence(usize),
    Revenue,
    Way(Way),
    Bar,
    Keep(RwSignal<String>),
    Desk,
}

/// A place that a part draws into.
fn room(visit: Visit, part: Part) -> AnyView {
    let place = NodeRef::<leptos::html::Div>::new();
    let waiting = RwSignal::new(true);
    let drawn = StoredValue::new_local(None::<Drawn>);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        until_there(Box::new(move || {
            let attempt = draw(visit, part, place.clone().into());
            Box::pin(async move {
                let Ok(handle) = attempt.await else { return drawn.is_disposed() };
                waiting.try_set(false);
                // Where the place is gone already, the handle is dropped with what was drawn.
                if drawn.try_set_value(Some(handle)).is_none() {
                    focus_pending(visit);
                }
                true
            })
        }));
    });
    view! {
        <div node_ref=place>
            {piece(move || if waiting.get() && !matches!(part, Part::Consequence(_) | Part::Bar | Part::Keep(_) | Part::Desk) {
                view! { <p class="quiet" role="status">{visit.word(Word::Loading)}</p> }.into_any()
            } else {
                ().into_any()
            })}
        </div>
    }
    .into_any()
}

/// What is under way, under one type for all: each type would be driven by code of its own.
type Underway<T> = Pin<Box<dyn Future<Output = T>>>;

fn draw(visit: Visit, part: Part, place: HtmlElement) -> Underway<Result<Drawn, SplitLoaderError>> {
    match part {
        Part::Sending | Part::Sent | Part::Offers => Box::pin(draw_sending(visit, part, place)),
        Part::Bar => Box::pin(draw_steps(visit, place)),
        Part::Glance => Box::pin(draw_glance(visit, place)),
        Part::Keep(_) | Part::Desk => Box::pin(draw_keeping(visit, part, place)),
        Part::Way(Way::Pot) => Box::pin(draw_pot(visit, place)),
        Part::Way(Way::Projects) => Box::pin(draw_projects(visit, place)),
        Part::Way(_) => Box::pin(draw_questions(visit, place)),
        _ => Box::pin(draw_figures(visit, part, place)),
    }
}

/// Tries again and again, with a pause in between, until an attempt says that it is done.
fn until_there(attempt: Box<dyn Fn() -> Underway<bool>>) {
    spawn_local(async move {
        while !attempt().await {
            pause().await;
        }
    });
}

async fn pause() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                // Resolving a promise calls nothing that can fail.
                let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
            },
            PAUSE,
        );
    });
    // A promise that is only ever resolved.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
