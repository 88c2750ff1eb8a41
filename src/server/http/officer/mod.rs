//! The officers' pages: behind a login, without script, each download described before it is taken.

mod arrivals;
mod bars;
mod consultation;
mod download;
mod frame;
mod list;
mod login;
mod logout;
mod organisations;
mod results;
mod session;

pub use consultation::show as consultation;
pub use download::{AT_ONCE as DOWNLOADS_AT_ONCE, download};
pub use list::show as first;
pub use login::log_in;
pub use logout::log_out;
pub use organisations::{
    act as act_on_organisations, csv as organisations_csv, json as organisations_json, show as organisations,
};
pub use results::{csv as results_csv, show as results};
