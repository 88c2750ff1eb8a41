//! The widget: a Leptos component inside the custom element that the loader defines.
//!
//! The loader fetches the consultation and the words of one language, calls [`mount`] once for each element and
//! [`Mounted::unmount`] when the element has left the page. The rooms: [`visit`] holds what the citizen does, with
//! the thinking in plain types; [`view`] shows it; [`browser`] is what we ask of the browser. The rules themselves
//! stand in `glasno-model`, which the endpoint shares.
//!
//! To show something new: its sentence into `words`, its state into [`visit`], a thin component into [`view`]. What
//! few people open belongs into a lazily loaded part, like [`view::chart`]; [`view::lazy`] says how.

pub mod visit;
pub mod view;
pub mod browser;

use glasno_model::{ConsultationView, Language, wire};
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};
use web_sys::{HtmlElement, ShadowRoot};

/// One widget on the page, alive until [`unmount`](Mounted::unmount).
#[wasm_bindgen]
pub struct Mounted {
    unmount: Box<dyn FnOnce()>,
}

#[wasm_bindgen]
impl Mounted {
    /// Takes the widget out of its shadow root and frees what it held.
    pub fn unmount(self) {
        (self.unmount)();
    }
}

/// Draws the widget into `root`, the shadow root of `host`.
///
/// `data_json` is the answer of the server for the consultation, `words_json` the sentences of `language`.
///
/// # Errors
/// Where the two texts cannot be read, or are not of this version: the loader then shows the plain link again.
#[wasm_bindgen]
pub fn mount(
    host: &HtmlElement,
    root: &ShadowRoot,
    data_json: &str,
    words_json: &str,
    language: &str,
) -> Result<Mounted, JsValue> {
    let unreadable = |what: &str| JsValue::from(format!("glasno: the {what} cannot be read"));
    let view: ConsultationView =
        wire::read_consultation(data_json).ok_or_else(|| unreadable("consultation"))?;
    let words: Vec<String> = wire::read(words_json).ok_or_else(|| unreadable("words"))?;
    let language: Language = language.parse().map_err(|_| unreadable("language"))?;
    if words.len() != glasno_words::widget::COUNT {
        return Err(unreadable("words"));
    }
    let server = browser::page::server_of(host).ok_or_else(|| unreadable("address"))?;
    let place: HtmlElement = root.clone().unchecked_into();
    let root = root.clone();
    let handle = leptos::mount::mount_to(place, move || view::widget(view, words, language, server, root));
    Ok(Mounted { unmount: Box::new(move || drop(handle)) })
}
