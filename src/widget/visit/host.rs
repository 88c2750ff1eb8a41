//! What the page around the widget hears of a visit: where it stands, sums and totals, never an answer or the code.
//!
//! The events and their details are those of the element's documentation; the element itself sends them.

use glasno_model::Balance;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{Step, Visit};

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

impl Visit {
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
