//! The officers' pages: behind a login, without script, each download described before it is taken.

mod consultation;
mod download;
mod frame;
mod list;
mod login;
mod logout;
mod results;
mod session;

pub use consultation::show as consultation;
pub use download::{AT_ONCE as DOWNLOADS_AT_ONCE, download};
pub use list::show as first;
pub use login::log_in;
pub use logout::log_out;
pub use results::{csv as results_csv, show as results};
