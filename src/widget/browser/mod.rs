//! What the widget asks of the browser: number formats, the network, chance, the clipboard, the device's storage, other
//! tabs.

pub mod channel;
pub mod intl;
pub mod net;
pub mod page;
pub mod storage;
