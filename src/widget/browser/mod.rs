//! What the widget asks of the browser: number formats, the network, chance, the clipboard.

pub mod intl;
pub mod net;
pub mod page;
