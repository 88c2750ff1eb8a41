//! A word between the tabs of one browser on one site, where the browser has a `BroadcastChannel`. It never leaves the
//! device.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

/// What is done with a word, and what is answered.
type Hear = Box<dyn Fn(&str) -> Option<&'static str>>;

/// One tab's end of a channel; it closes when it is dropped.
pub struct Channel {
    channel: JsValue,
    _heard: Closure<dyn Fn(JsValue)>,
}

impl Channel {
    /// Joins the tabs that use this name; nothing where the browser has no such thing.
    pub fn join(name: &str, hear: Hear) -> Option<Self> {
        let make: Function =
            Reflect::get(&js_sys::global(), &"BroadcastChannel".into()).ok()?.dyn_into().ok()?;
        let channel = Reflect::construct(&make, &Array::of1(&name.into())).ok()?;
        let end = channel.clone();
        let heard = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            let said = Reflect::get(&event, &"data".into()).ok().and_then(|said| said.as_string());
            if let Some(answer) = said.and_then(|said| hear(&said)) {
                say(&end, answer);
            }
        });
        Reflect::set(&channel, &"onmessage".into(), heard.as_ref()).ok()?;
        Some(Self { channel, _heard: heard })
    }

    /// Says a word to all the others.
    pub fn say(&self, word: &str) {
        say(&self.channel, word);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        call(&self.channel, "close", &Array::new());
    }
}

fn say(channel: &JsValue, word: &str) {
    call(channel, "postMessage", &Array::of1(&word.into()));
}

fn call(channel: &JsValue, name: &str, arguments: &Array) {
    let function =
        Reflect::get(channel, &name.into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    if let Some(function) = function {
        // A channel that is closed says nothing; nobody waits for it.
        let _ = function.apply(channel, arguments);
    }
}
