//! What the page around the widget hears of a visit: where it stands, sums and totals, never an answer or the code.
//!
//! The events and their details are those of the element's documentation; the element itself sends them.

use glasno_model::{Balance, Label};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{Facts, Step, Visit};

impl Step {
    /// The name in events, and the number from 1.
    pub const fn told(self) -> (&'static str, u8) {
        match self {
            Self::Draft => ("draft", 1),
            Self::Review => ("review", 2),
            Self::Receipt => ("receipt", 3),
        }
    }

    /// The step of a name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Draft, Self::Review].into_iter().find(|step| step.told().0 == name)
    }
}

/// How much of the consultation the page around wants to have shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of it, to take part in.
    Full,
    /// What it is about, with a link to the whole.
    Summary,
    /// Where the results will be found.
    Results,
}

impl Facts {
    /// The consultation's own page: as the element names it, which may fetch everything from an address of the site
    /// around it. A frame is told where that page really is.
    pub fn own_page(&self) -> String {
        let host = self.root.host();
        let named = host.get_attribute("data-page").or_else(|| host.get_attribute("src"));
        named.unwrap_or_default()
    }

    /// Where the page around says that citizens come from; nothing where it says no label.
    pub fn label(&self) -> Option<Label> {
        Label::try_from(self.root.host().get_attribute("ref")?).ok()
    }
}

impl Visit {
    /// How much is shown, anew whenever the page around changes it.
    pub fn shown(self) -> Shown {
        self.moves.track();
        match self.facts(|facts| facts.root.host().get_attribute("view")).as_deref() {
            Some("summary") => Shown::Summary,
            Some("results") => Shown::Results,
            _ => Shown::Full,
        }
    }

    /// Tells the page around the widget; says whether it lets go on what it may stop.
    pub fn tell(self, name: &str, detail: &str) -> bool {
        let heard = self.try_facts(|facts| facts.hear.call2(&JsValue::NULL, &name.into(), &detail.into()));
        heard.and_then(Result::ok).is_none_or(|answer| answer != JsValue::FALSE)
    }

    /// Tells at which step the citizen is.
    pub fn tell_step(self, step: Step) {
        let (name, index) = step.told();
        self.tell("step", &format!("{{\"step\":\"{name}\",\"index\":{index},\"total\":3}}"));
    }

    /// Tells the sums whenever they change: in minor units of the currency, and whether they may be sent.
    pub fn tell_changes(self) {
        Effect::new(move |before: Option<(i64, bool)>| {
            let difference = match self.balance() {
                Balance::Balanced => 0,
                Balance::Short(by) => by.minor(),
                Balance::LeftOver(by) => -by.minor(),
            };
            let valid = self.may_send();
            if before.is_some_and(|before| before != (difference, valid)) {
                let (total, currency) = self.facts(|facts| (facts.draft.total(), facts.draft.currency));
                let allocated = total.minor().saturating_add(difference);
                let code = currency.code();
                let sums = format!("\"allocated\":{allocated},\"remaining\":{}", -difference);
                self.tell("change", &format!("{{{sums},\"currency\":\"{code}\",\"valid\":{valid}}}"));
            }
            (difference, valid)
        });
    }
}
