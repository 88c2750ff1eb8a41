//! The device's own storage, where the citizen asked for it. It may be forbidden: in a sandboxed frame, in a private
//! window, by a policy. Then nothing is there and nothing is taken.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// The name that what is kept for a consultation has.
pub fn key(server: &str, slug: &str) -> String {
    format!("glasno {server} {slug}")
}

/// Asking for it is what throws where it is forbidden.
fn device() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"localStorage".into()).ok().filter(JsValue::is_object)
}

/// What is kept under a name.
pub fn read(key: &str) -> Option<String> {
    Reflect::get(&device()?, &key.into()).ok()?.as_string()
}

/// Keeps a text; says whether the device took it.
pub fn write(key: &str, text: &str) -> bool {
    let taken = device().and_then(|device| {
        let put: Function = Reflect::get(&device, &"setItem".into()).ok()?.dyn_into().ok()?;
        // It throws where there is no room.
        put.call2(&device, &key.into(), &text.into()).ok()
    });
    taken.is_some() && read(key).as_deref() == Some(text)
}

/// Deletes what is kept.
pub fn remove(key: &str) {
    if let Some(device) = device() {
        // Where it cannot be deleted, it could not be kept either.
        let _ = Reflect::delete_property(device.unchecked_ref::<Object>(), &key.into());
    }
}
