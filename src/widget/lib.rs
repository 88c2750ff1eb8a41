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

use std::{cell::Cell, rc::Rc};

use glasno_model::{ConsultationView, Language, wire};
use js_sys::Function;
use leptos::prelude::Update as _;
use visit::{Step, Visit, host::Shown};
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};
use web_sys::{HtmlElement, ShadowRoot};

/// One widget on the page, alive until [`unmount`](Mounted::unmount).
#[wasm_bindgen]
pub struct Mounted {
    /// Nothing where there is no draft yet.
    visit: Option<Visit>,
    unmount: Box<dyn FnOnce()>,
}

#[wasm_bindgen]
impl Mounted {
    /// Takes the widget out of its shadow root and frees what it held.
    pub fn unmount(self) {
        (self.unmount)();
    }

    /// Goes on in another language; nothing that the citizen did is lost.
    ///
    /// # Errors
    /// Where the words or the language cannot be read.
    pub fn speak(&self, words_json: &str, language: &str) -> Result<(), JsValue> {
        let (words, language) = spoken(words_json, language)?;
        if let Some(visit) = self.visit {
            visit.speak(words, language);
        }
        Ok(())
    }

    /// Moves the focus to the heading, or to a step that can be gone to.
    pub fn focus(&self, step: &str) {
        let Some(visit) = self.visit else { return };
        match Step::named(step).filter(|_| visit.shown() == Shown::Full) {
            Some(Step::Review) if visit.may_send() => {
                view::go(visit, Step::Review, "#review-title".to_owned());
            }
            Some(Step::Draft) => view::go(visit, Step::Draft, "#title".to_owned()),
            _ => view::focus_next(visit, "h2".to_owned()),
        }
    }

    /// Shows as much as the page around asks for by now; nothing that the citizen did is lost.
    pub fn show(&self) {
        if let Some(visit) = self.visit {
            visit.moves.update(|moves| *moves = moves.wrapping_add(1));
        }
    }

    /// Begins anew. The citizen can take it back, as every step.
    pub fn reset(&self) {
        if let Some(visit) = self.visit {
            view::lazy::begin_anew(visit);
        }
    }
}

/// Draws the widget into `root`, the shadow root of the element.
///
/// `data_json` is the answer of the server for the consultation, `words_json` the sentences of `language`, `server` all of
/// the server's addresses before the path. `hear` is called with the name and the detail, in JSON, of what the page
/// around the widget may know.
///
/// # Errors
/// Where the texts cannot be read, or are not of this version: the loader then shows the plain link again.
#[wasm_bindgen]
pub fn mount(
    root: &ShadowRoot,
    data_json: &str,
    words_json: &str,
    language: &str,
    server: String,
    hear: Function,
) -> Result<Mounted, JsValue> {
    let view: ConsultationView =
        wire::read_consultation(data_json).ok_or_else(|| unreadable("consultation"))?;
    let (words, language) = spoken(words_json, language)?;
    let place: HtmlElement = root.clone().unchecked_into();
    let root = root.clone();
    let visit = Rc::new(Cell::new(None));
    let begun = Rc::clone(&visit);
    let handle = leptos::mount::mount_to(place, move || {
        view::widget(view, words, language, (server, hear), root, &begun)
    });
    Ok(Mounted { visit: visit.get(), unmount: Box::new(move || drop(handle)) })
}

fn spoken(words_json: &str, language: &str) -> Result<(Vec<String>, Language), JsValue> {
    let words: Vec<String> = wire::read(words_json).ok_or_else(|| unreadable("words"))?;
    let language: Language = language.parse().map_err(|_| unreadable("language"))?;
    if words.len() == glasno_words::widget::COUNT { Ok((words, language)) } else { Err(unreadable("words")) }
}

fn unreadable(what: &str) -> JsValue {
    JsValue::from(format!("glasno: the {what} cannot be read"))
}
