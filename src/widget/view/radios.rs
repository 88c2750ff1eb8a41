//! Choices of which one is taken.

use leptos::prelude::*;

/// Radio buttons that belong together.
///
/// They stand in a form of their own: Chromium keeps those that leave a shadow tree without one, with all that stands
/// around them, for as long as the page is there. Nothing is sent by it; outside a dialogue its method does nothing. Nobody
/// who listens needs to hear of it.
pub fn group(class: &'static str, choices: Vec<AnyView>) -> AnyView {
    view! { <form method="dialog" role="none" class=class>{choices}</form> }.into_any()
}
