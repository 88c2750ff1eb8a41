//! A budget officer at the officers' pages.

use std::path::PathBuf;

use super::{Browser, OFFICER, PASSWORD, SLUG, Server};

/// An officer with a browser.
#[derive(Debug)]
pub struct Officer {
    /// The browser, for what has no verb.
    pub browser: Browser,
    server: String,
    language: &'static str,
}

impl Officer {
    /// Somebody who has just opened the login in a language.
    pub async fn arrives(server: &Server, language: &'static str) -> Self {
        let officer = Self { browser: Browser::start().await, server: server.address.clone(), language };
        officer.browser.goto(&format!("{}/officer?lang={language}", officer.server)).await;
        officer
    }

    /// Logs in and waits for the consultations.
    pub async fn log_in(&self) {
        self.try_to_log_in(PASSWORD).await;
        self.browser.until("!one('#password') && one('a[href^=\"/officer/c/\"]')").await;
    }

    /// Fills in the form with a password and sends it.
    pub async fn try_to_log_in(&self, password: &str) {
        self.browser.press("#name").await;
        self.browser.mark_all().await;
        self.browser.insert(OFFICER).await;
        self.browser.press("#password").await;
        self.browser.insert(password).await;
        self.browser.press("main form button").await;
    }

    /// Opens the sample consultation from the list.
    pub async fn open_consultation(&self) {
        self.browser.press(&format!("a[href^='/officer/c/{SLUG}']")).await;
        self.browser.until("one('.downloads')").await;
    }

    /// Downloads one file by pressing its link; gives where it lies.
    pub async fn download(&self, format: &str, extension: &str) -> PathBuf {
        let link = format!("a[href='/officer/c/{SLUG}/export/{format}?lang={}']", self.language);
        self.browser.press(&link).await;
        let file = self.browser.downloaded(extension).await;
        let kept = file.with_extension(format!("{extension}-of-{format}"));
        std::fs::rename(&file, &kept).unwrap();
        kept
    }
}
