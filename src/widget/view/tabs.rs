//! What the tabs of one browser tell each other about one consultation: only that something was sent.

use leptos::prelude::*;

use crate::browser::{channel::Channel, storage};
use crate::visit::Visit;

/// What a tab says that is about to send.
const ASKED: &str = "asked";
/// What a tab says that has sent.
const SENT: &str = "sent";

/// The other tabs.
#[derive(Clone, Copy)]
pub struct Tabs {
    /// Has one of them sent something?
    pub have_sent: RwSignal<bool>,
    channel: StoredValue<Option<Channel>, LocalStorage>,
}

impl Tabs {
    /// Asks the other tabs, and answers them from now on, until the current owner ends.
    pub fn join(visit: Visit) -> Self {
        let tabs = Self { have_sent: RwSignal::new(false), channel: StoredValue::new_local(None) };
        let name = visit.facts(|facts| storage::key(&facts.server, facts.consultation.slug.as_str()));
        let hear = move |said: &str| match said {
            ASKED if visit.opened().is_some() => Some(SENT),
            SENT => {
                tabs.have_sent.try_set(true);
                None
            }
            _ => None,
        };
        let channel = Channel::join(&name, Box::new(hear));
        if let Some(channel) = &channel {
            channel.say(ASKED);
        }
        tabs.channel.set_value(channel);
        tabs
    }

    /// Tells the others that this one has sent.
    pub fn say_sent(self) {
        self.channel.try_with_value(|channel| channel.as_ref().map(|channel| channel.say(SENT)));
    }
}
