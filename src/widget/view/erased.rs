//! Handlers and changing pieces under one type for all.
//!
//! Each closure is a type of its own, and leptos compiles what drives it anew for each type. Behind a box they share
//! one copy: a hundred of them weigh what one did.

use leptos::prelude::AnyView;
use web_sys::MouseEvent;

/// A text that changes.
pub fn text(read: impl FnMut() -> String + Send + 'static) -> Box<dyn FnMut() -> String + Send> {
    Box::new(read)
}

/// A condition that changes.
pub fn flag(read: impl FnMut() -> bool + Send + 'static) -> Box<dyn FnMut() -> bool + Send> {
    Box::new(read)
}

/// A piece of the page that changes.
pub fn piece(draw: impl FnMut() -> AnyView + Send + 'static) -> Box<dyn FnMut() -> AnyView + Send> {
    Box::new(draw)
}

/// What a press does.
pub fn press(mut act: impl FnMut() + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(move |_| act())
}

/// What an event does.
pub fn event<E>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}
