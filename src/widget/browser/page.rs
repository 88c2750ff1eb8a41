//! The page around the widget: chance, time, focus, clipboard, printing.

use glasno_model::{ReceiptCode, SubmissionId, Timestamp};
use js_sys::{Date, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, HtmlElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition, ShadowRoot,
};

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

/// Chance for the order that something is shown in; always the same where the browser gives none.
pub fn seed() -> u64 {
    random(8).unwrap_or_default().iter().fold(0, |seed, byte| seed << 8 | u64::from(*byte))
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

/// Does the page's address name a line, be it whose it may?
pub fn names_a_line() -> bool {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .is_some_and(|hash| hash.starts_with(LINE))
}

/// How a link to a line begins after the page's address.
const LINE: &str = "#line=";

/// The id of the line that the page's address names for this widget: `#line=ID` for the page's first one,
/// `#line=ID&in=SLUG` for the first that shows this consultation.
pub fn named_line(root: &ShadowRoot, slug: &str) -> Option<String> {
    let window = web_sys::window()?;
    let fragment = window.location().hash().ok()?;
    let named = fragment.strip_prefix(LINE)?;
    let (id, consultation) =
        named.split_once('&').map_or((named, None), |(id, rest)| (id, rest.strip_prefix("in=")));
    let selector = match consultation {
        Some(other) if other != slug => return None,
        Some(_) => format!("glasno-budget[src$='/c/{slug}']"),
        None => "glasno-budget".to_owned(),
    };
    let first = window.document()?.query_selector(&selector).ok()?;
    // A widget inside another shadow root is not found there; nobody else can be meant then.
    let is_ours = first.is_none_or(|first| first.is_same_node(Some(&root.host())));
    is_ours.then(|| js_sys::decode_uri_component(id).ok().map(String::from)).flatten()
}

/// The page's address with a line named in it.
pub fn link_to(root: &ShadowRoot, slug: &str, id: &str) -> String {
    let Some(window) = web_sys::window() else { return String::new() };
    let page = window.location().href().unwrap_or_default();
    let page = page.split('#').next().unwrap_or_default();
    let first =
        window.document().and_then(|document| document.query_selector("glasno-budget").ok().flatten());
    let is_first = first.is_none_or(|first| first.is_same_node(Some(&root.host())));
    let consultation = if is_first { String::new() } else { format!("&in={slug}") };
    format!("{page}{LINE}{}{consultation}", js_sys::encode_uri_component(id))
}

/// Scrolls to the beginning of an element.
pub fn show(root: &ShadowRoot, selector: &str) {
    if let Some(element) = root.query_selector(selector).ok().flatten() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Start);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
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

/// Is the element of a `contentvisibilityautostatechange` drawn from now on, being on the screen or near it?
pub fn came_near(event: &web_sys::Event) -> bool {
    Reflect::get(event, &"skipped".into()).is_ok_and(|skipped| skipped.is_falsy())
}

/// Keeps the height of an element whose content is about to go, in its `--room`.
pub fn keep_room(event: &web_sys::Event) {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    if let Some(element) = target {
        // Without it the page would only jump a little.
        let _ = element.style().set_property("--room", &format!("{}px", element.offset_height()));
    }
}

/// Adds a style to a widget's root; says whether the browser took it. A constructed sheet passes policies that refuse
/// style elements.
pub fn adopt(root: &ShadowRoot, css: &str) -> bool {
    let Ok(sheet) = web_sys::CssStyleSheet::new() else { return false };
    let sheets = Reflect::get(root, &"adoptedStyleSheets".into()).unwrap_or_default();
    sheet.replace_sync(css).is_ok() && sheets.unchecked_into::<js_sys::Array>().push(&sheet) > 0
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
