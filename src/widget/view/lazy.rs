//! The parts that are fetched when they are wanted, and what stands there until they come.
//!
//! A part is a function marked `wasm_split`: its body, and all that only it needs, becomes a file of its own, named
//! after the part. It draws into a place of its own and gives back a handle that takes it away again. A part that
//! does not come (no connection) is asked for again; nothing is lost by waiting.

#![expect(clippy::unnecessary_wraps, reason = "a part that does not come is the error")]

use std::time::Duration;

use glasno_words::widget::Word;
use leptos::mount::UnmountHandle;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use web_sys::HtmlElement;

use super::erased::{piece, press, text};
use super::{chart, focus_pending, review};
use crate::visit::Visit;

/// What was drawn; dropping it takes it away.
pub type Drawn = UnmountHandle<AnyViewState>;

/// How long to wait before a part is asked for again.
const PAUSE: Duration = Duration::from_secs(3);

#[wasm_split(sending, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_sending))]
fn draw_sending(visit: Visit, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    Ok(leptos::mount::mount_to(place, move || review::sending(visit)))
}

#[wasm_split(chart, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_chart))]
fn draw_chart(visit: Visit, place: HtmlElement) -> Result<Drawn, SplitLoaderError> {
    Ok(leptos::mount::mount_to(place, move || chart::chart(visit)))
}

/// Fetches what sending needs before it is needed, so that a connection lost later costs nothing.
pub fn prepare_sending() {
    spawn_local(async {
        while fetch_sending().await.is_err() {
            pause().await;
        }
    });
}

/// The review and, after sending, the receipt.
pub fn sending(visit: Visit) -> AnyView {
    room(visit, Part::Sending)
}

/// The button that shows the chart, and the chart once it is asked for.
pub fn chart(visit: Visit) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <section class="chart" part="chart">
            <button type="button" class="secondary" aria-expanded=text(move || open.get().to_string())
                aria-controls="chart" on:click=press(move || open.update(|open| *open = !*open))>
                {visit.word(Word::ChartShow)}
            </button>
            <div id="chart">
                {piece(move || if open.get() { room(visit, Part::Chart) } else { ().into_any() })}
            </div>
        </section>
    }
    .into_any()
}

#[derive(Clone, Copy)]
enum Part {
    Sending,
    Chart,
}

/// A place that a part draws into.
fn room(visit: Visit, part: Part) -> AnyView {
    let place = NodeRef::<leptos::html::Div>::new();
    let waiting = RwSignal::new(true);
    let drawn = StoredValue::new_local(None::<Drawn>);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        spawn_local(async move {
            loop {
                let place: HtmlElement = place.clone().into();
                let attempt = match part {
                    Part::Sending => draw_sending(visit, place).await,
                    Part::Chart => draw_chart(visit, place).await,
                };
                match attempt {
                    Ok(handle) => {
                        waiting.try_set(false);
                        // Where the place is gone already, the handle is dropped with what was drawn.
                        drawn.try_set_value(Some(handle));
                        focus_pending(visit);
                        return;
                    }
                    Err(_) if drawn.is_disposed() => return,
                    Err(_) => pause().await,
                }
            }
        });
    });
    view! {
        <div node_ref=place>
            {piece(move || if waiting.get() {
                view! { <p class="quiet" role="status">{visit.word(Word::Loading)}</p> }.into_any()
            } else {
                ().into_any()
            })}
        </div>
    }
    .into_any()
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
