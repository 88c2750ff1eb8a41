//! Every state that a citizen can meet, each reached as a citizen reaches it. A new state is a line: what leads there,
//! and a look. Who looks, and at what, is the business of [`Look`]: axe-core, a mirror, a screen of few colours.

mod coming_back;
mod doors;
mod draft;
mod sending;
mod ways;

pub(crate) use coming_back::coming_back;
pub(crate) use doors::{closed_doors, without_the_widget};
pub(crate) use draft::{moving, reading};
use glasno_tests::support::{Browser, Citizen, Host, Page, SLUG, Server};
pub(crate) use sending::sending;
pub(crate) use ways::taking_part;

/// Somebody who looks at every state.
pub(crate) trait Look {
    /// Looks at the state that the page is in now.
    async fn look(&mut self, state: &str);
}

/// Keeps what a look sees, for whoever wants to see it too: `GLASNO_PICTURES` names a folder.
pub(crate) async fn keep_picture(browser: &Browser, name: &str) {
    let Some(folder) = std::env::var_os("GLASNO_PICTURES") else { return };
    let name = name.replace(|letter: char| !letter.is_alphanumeric(), "-");
    let file = std::path::Path::new(&folder).join(format!("{name}.png"));
    std::fs::write(file, browser.picture(true).await).unwrap();
}

/// The municipality's page around the widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    /// The repository's index.html, the widget in this language.
    Index(&'static str),
    /// A page that is written from right to left, the widget alone on it.
    Mirrored,
    /// The widget alone in this language, so that nothing else is told.
    Bare(&'static str),
}

impl Around {
    /// The municipality's site, with this page at `/`.
    pub(crate) fn host(self, server: &str) -> Host {
        let (language, html) = match self {
            Self::Index(language) => return Host::with_index(server, language),
            Self::Mirrored => ("bg", r#"<html lang="he" dir="rtl">"#.to_owned()),
            Self::Bare(language) => (language, format!(r#"<html lang="{language}">"#)),
        };
        let html = format!(
            r#"<!doctype html>{html}<head><meta charset="utf-8"><title>Glasno</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>html {{ color-scheme: light dark }} body {{ margin: 0 }}</style></head><body>
<glasno-budget src="{server}/c/{SLUG}" lang="{language}"><a href="{server}/c/{SLUG}">{SLUG}</a></glasno-budget>
<script async src="{server}/w/v1/glasno.js"></script></body></html>"#
        );
        Host::with(vec![Page { path: "/", headers: vec![], html }])
    }

    /// Opens the widget of a server.
    pub(crate) async fn open(self, citizen: &Citizen, server: &Server) -> Host {
        let host = self.host(&server.address);
        citizen.open_widget(&host.page("/")).await;
        host
    }
}

/// Types into a field in place of what stands there.
pub(crate) async fn put(citizen: &Citizen, field: &str, text: &str) {
    citizen.browser.press(field).await;
    citizen.browser.mark_all().await;
    citizen.browser.type_keys(text).await;
}
