//! Handlers and changing pieces under one type for all.
//!
//! Each closure is a type of its own, and leptos compiles what drives it anew for each type. Behind a box they share
//! one copy: a hundred of them weigh what one did.

use leptos::prelude::{AnyView, Memo, on_cleanup};
use leptos::reactive::graph::{Observer, Subscriber as _};
use web_sys::MouseEvent;

/// A text that changes.
pub fn text(mut read: impl FnMut() -> String + Send + 'static) -> Box<dyn FnMut() -> String + Send> {
    Box::new(move || {
        listen_while_shown();
        read()
    })
}

/// A condition that changes.
pub fn flag(mut read: impl FnMut() -> bool + Send + 'static) -> Box<dyn FnMut() -> bool + Send> {
    Box::new(move || {
        listen_while_shown();
        read()
    })
}

/// A piece of the page that changes.
pub fn piece(mut draw: impl FnMut() -> AnyView + Send + 'static) -> Box<dyn FnMut() -> AnyView + Send> {
    Box::new(move || {
        listen_while_shown();
        draw()
    })
}

/// A value that follows from others; what shows it is woken only when it is another.
pub fn memo<T: PartialEq + Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    Memo::new(move |_| {
        listen_while_shown();
        read()
    })
}

/// Ends what is being computed now from hearing of its signals, once what it is computed for is drawn anew or taken
/// away. Leptos drops it then, but leaves its place in each signal's list until that signal changes; those of a line
/// that nobody changes would gather for as long as the page is open.
pub fn listen_while_shown() {
    if let Some(listener) = Observer::get() {
        on_cleanup(move || listener.clear_sources(&listener));
    }
}

/// What a press does.
pub fn press(mut act: impl FnMut() + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(move |_| act())
}

/// What an event does.
pub fn event<E>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}
