//! The page around the widget: chance, time, focus, clipboard, printing.

use glasno_model::{ReceiptCode, SubmissionId, Timestamp};
use js_sys::{Date, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, HtmlElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition, ShadowRoot,
};

/// The server that an element's `src` leads to, with the prefix it may stand behind: all before `/c/…`.
pub fn server_of(host: &HtmlElement) -> Option<String> {
    let page = web_sys::window()?.location().href().ok()?;
    let address = web_sys::Url::new_with_base(&host.get_attribute("src")?, &page).ok()?;
    let path = address.pathname();
    let (prefix, _) = path.rsplit_once("/c/")?;
    Some(format!("{}{prefix}", address.origin()))
}

/// What time the device says it is.
pub fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds of this century fit")]
    Timestamp::from_unix_seconds((Date::now() / 1000.0) as i64)
}

/// A fresh id and receipt code; nothing where the browser gives no random numbers.
pub fn fresh_identity() -> Option<(SubmissionId, ReceiptCode)> {
    let mut id = [0; 16];
    id.copy_from_slice(&random(16)?);
    Some((SubmissionId::from_random(id), ReceiptCode::from_random(&random(64)?)?))
}

/// `crypto.getRandomValues`, which unlike `crypto.randomUUID` is there on every page.
fn random(length: u32) -> Option<Vec<u8>> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
    let fill: Function = Reflect::get(&crypto, &"getRandomValues".into()).ok()?.dyn_into().ok()?;
    let bytes = Uint8Array::new_with_length(length);
    fill.call1(&crypto, &bytes).ok()?;
    Some(bytes.to_vec())
}

/// Is the device online, as far as the browser knows?
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Moves the focus to the first element of a selector inside the widget, and shows it. Says whether it is there.
pub fn focus(root: &ShadowRoot, selector: &str) -> bool {
    let found = root.query_selector(selector).ok().flatten();
    let element = found.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = &element {
        // Focus may be refused by the browser; the page is usable all the same.
        let _ = element.focus();
    }
    element.is_some()
}

/// Scrolls what Tab has come to above whatever stands at the edge of the screen, by its `scroll-margin`. Browsers do
/// that by themselves, but not for fields that are typed into: of those they show only the cursor.
pub fn uncover(event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(element) = target.filter(|_| event.key() == "Tab") {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The text in small letters.
pub fn lower_case(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Copies a text; says whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return false };
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).unwrap_or_default();
    let Ok(write) = Reflect::get(&clipboard, &"writeText".into()).and_then(JsValue::dyn_into::<Function>)
    else {
        return false;
    };
    match write.call1(&clipboard, &JsValue::from(text)) {
        Ok(promise) => JsFuture::from(promise.unchecked_into::<js_sys::Promise>()).await.is_ok(),
        Err(_) => false,
    }
}

/// Opens the browser's print dialogue.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // A sandboxed frame may not print; the code is on the screen all the same.
        let _ = window.print();
    }
}
