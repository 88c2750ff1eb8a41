//! A real Chromium, driven through its driver. `CHROMIUM` and `CHROMEDRIVER` name the two; `cargo xtask test` sets
//! them.
//!
//! Everything is awaited by its condition: [`Browser::until`] looks again and again, and gives up loudly.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{
    CapabilitiesHelper as _, ChromiumLikeCapabilities as _, DesiredCapabilities, Key, WebDriver, WebElement,
    WindowHandle, error::WebDriverErrorInner,
};

use super::driver::{Driver, program};

/// So long a condition may take before a test gives up. Nothing measures it.
const PATIENCE: Duration = Duration::from_secs(40);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(40);

/// `root` is where the widget is drawn, or the page itself where there is none.
const PRELUDE: &str = "const root = (document.querySelector('[data-here]') ?? document.querySelector('glasno-budget'))?.shadowRoot ?? document;\
    const one = (selector) => root.querySelector(selector);\
    const all = (selector) => [...root.querySelectorAll(selector)];\n";

/// Scrolls to an element.
const SCROLL_TO: &str =
    "arguments[0].scrollIntoView({ block: 'start', behavior: 'instant' }); scrollBy(0, -90);";
/// Where an element stands, and whether that is in a frame that is not yet as tall as its content.
const PLACE: &str = "const { x, y, width, height } = arguments[0].getBoundingClientRect();\
    const framed = document.documentElement.classList.contains('framed');\
    const growing = framed && innerHeight + 1 < document.body.getBoundingClientRect().height;\
    return { growing, place: [x, y, width, height] }";
/// A page that does not listen never lets its frame grow: after so many looks what stands there is pressed.
const LOOKS_AT_A_FRAME: u32 = 50;

const ARGUMENTS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--accept-lang=bg,en",
    "--force-color-profile=srgb",
];

/// Light or dark, as the device asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// As `prefers-color-scheme` names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A browser with a profile of its own, gone when it is dropped.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    process: Driver,
    folder: TempDir,
}

impl Browser {
    /// Starts one.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let process = Driver::start();
        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(&program("CHROMIUM")).unwrap();
        for argument in ARGUMENTS {
            wanted.add_arg(argument).unwrap();
        }
        wanted.add_arg(&format!("--user-data-dir={}", folder.path().join("profile").display())).unwrap();
        wanted.set("goog:loggingPrefs", json!({ "performance": "ALL", "browser": "WARNING" })).unwrap();
        let driver = WebDriver::new(&process.address, wanted).await.expect("Chromium starts");
        let browser = Self { driver, process, folder };
        let downloads = json!({ "behavior": "allow", "downloadPath": browser.downloads() });
        browser.tell("Browser.setDownloadBehavior", downloads).await;
        browser
    }

    /// Where downloads go.
    pub fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// Goes to a page.
    pub async fn goto(&self, address: &str) {
        self.driver.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Goes into a frame of the page that is open, counted from 0: what follows happens in there.
    pub async fn enter_frame(&self, number: u16) {
        self.driver.enter_frame(number).await.unwrap_or_else(|error| panic!("frame {number}: {error}"));
    }

    /// Goes into the frame that the widget has made of itself.
    pub async fn enter_widgets_frame(&self) {
        self.seek("iframe").await.enter_frame().await.expect("the frame is there");
    }

    /// Goes out of every frame, to the page itself.
    pub async fn leave_frames(&self) {
        self.driver.enter_default_frame().await.expect("the page is there");
    }

    /// Where a page has several widgets: what follows is about this one.
    pub async fn look_at(&self, widget: &str) {
        let mark = "document.querySelector('[data-here]')?.removeAttribute('data-here');\
            document.querySelector(arguments[0]).dataset.here = ''";
        self.run_with(mark, vec![json!(widget)]).await;
    }

    /// Runs a script in the page; `root`, `one` and `all` look inside the widget.
    pub async fn run(&self, script: &str) -> Value {
        self.run_with(script, vec![]).await
    }

    /// Runs a script with `arguments`.
    pub async fn run_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        let whole = format!("{PRELUDE}{script}");
        let result = self.driver.execute(whole, arguments).await;
        result.unwrap_or_else(|error| panic!("{script}\n{error}")).json().clone()
    }

    /// The text that an expression gives.
    pub async fn text(&self, expression: &str) -> String {
        self.run(&format!("return String({expression})")).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an expression holds.
    pub async fn until(&self, expression: &str) {
        let script = format!("return !!({expression})");
        self.wait(expression, async || (self.run(&script).await == Value::Bool(true)).then_some(())).await;
    }

    /// Looks until there is something to see.
    pub async fn wait<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(seen) = look().await {
                return seen;
            }
            if begun.elapsed() > PATIENCE {
                let shown = self.text("root.textContent").await;
                panic!("this did not come: {what}\nthe page says: {shown}");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The first element of a selector that is shown, waited for.
    pub async fn seek(&self, selector: &str) -> WebElement {
        let script =
            format!("{PRELUDE}return all(arguments[0]).find((found) => found.checkVisibility()) ?? null");
        self.wait(selector, async || {
            let found = self.driver.execute(script.clone(), vec![json!(selector)]).await.unwrap();
            found.element().ok()
        })
        .await
    }

    /// Scrolls to the first element of a selector, as a hand would, and presses its middle with the pointer once it
    /// stands still: what moves is pressed beside.
    pub async fn press(&self, selector: &str) {
        let mut looks = 0;
        self.wait(&format!("{selector}, to be pressed"), async || {
            looks += 1;
            let element = self.seek(selector).await;
            let pressed = async {
                let before =
                    self.driver.execute(format!("{SCROLL_TO}{PLACE}"), vec![element.to_json()?]).await?;
                tokio::time::sleep(PAUSE).await;
                let now = self.driver.execute(PLACE, vec![element.to_json()?]).await?;
                let (now, before) = (now.json(), before.json());
                if now != before || (now["growing"] == Value::Bool(true) && looks < LOOKS_AT_A_FRAME) {
                    return Ok(None);
                }
                element.click().await.map(Some)
            };
            match pressed.await {
                Ok(pressed) => pressed,
                // Drawn anew or moved between the look and the press.
                Err(error) => match error.as_inner() {
                    WebDriverErrorInner::StaleElementReference(_)
                    | WebDriverErrorInner::ElementClickIntercepted(_)
                    | WebDriverErrorInner::ElementNotInteractable(_) => None,
                    _ => panic!("{selector}: {error}"),
                },
            }
        })
        .await;
    }

    /// Presses twice in a row, as people do who learnt it on their desktop.
    pub async fn press_twice(&self, selector: &str) {
        let element = self.seek(selector).await;
        self.driver.action_chain().double_click_element(&element).perform().await.unwrap();
    }

    /// The tab that is looked at.
    pub async fn tab(&self) -> WindowHandle {
        self.driver.window().await.unwrap()
    }

    /// Opens another tab of the same browser and looks at it.
    pub async fn open_tab(&self) {
        let tab = self.driver.new_tab().await.unwrap();
        self.go_to_tab(&tab).await;
    }

    /// Looks at a tab.
    pub async fn go_to_tab(&self, tab: &WindowHandle) {
        self.driver.switch_to_window(tab.clone()).await.unwrap();
    }

    /// Presses a key.
    pub async fn key(&self, key: Key) {
        self.driver.action_chain().send_keys(key).perform().await.unwrap();
    }

    /// Presses a key while another is held.
    pub async fn key_with(&self, held: Key, key: Key) {
        let chain = self.driver.action_chain().key_down(held.clone()).send_keys(key).key_up(held);
        chain.perform().await.unwrap();
    }

    /// Marks all that stands in the focused field.
    pub async fn mark_all(&self) {
        let chain = self.driver.action_chain().key_down(Key::Control).send_keys('a').key_up(Key::Control);
        chain.perform().await.unwrap();
    }

    /// Types, key by key, where the focus is.
    pub async fn type_keys(&self, text: &str) {
        self.driver.action_chain().send_keys(text).perform().await.unwrap();
    }

    /// Puts in a whole text where the focus is, as a phone's keyboard or a paste does. Any character goes.
    pub async fn insert(&self, text: &str) {
        self.tell("Input.insertText", json!({ "text": text })).await;
    }

    /// Speaks the browser's own protocol.
    pub async fn tell(&self, command: &str, values: Value) -> Value {
        let answer = self.driver.cdp().send_raw(command, values).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// The page on a screen of this many CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let screen =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.tell("Emulation.setDeviceMetricsOverride", screen).await;
    }

    /// What the device prefers.
    pub async fn prefer(&self, scheme: Scheme) {
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme.name() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]});
        self.tell("Emulation.setEmulatedMedia", features).await;
    }

    /// Cuts the connection, or gives it back.
    pub async fn set_offline(&self, offline: bool) {
        self.tell("Network.enable", json!({})).await;
        let conditions =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.tell("Network.emulateNetworkConditions", conditions).await;
    }

    /// Lets no request through to addresses of these patterns (`*` for anything).
    pub async fn block(&self, patterns: &[&str]) {
        self.tell("Network.enable", json!({})).await;
        self.tell("Network.setBlockedURLs", json!({ "urls": patterns })).await;
    }

    /// Runs a script in every page before any of the page's own.
    pub async fn prepare_pages(&self, script: &str) {
        self.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// The addresses that were asked for since the browser started, this question's last asking apart.
    pub async fn addresses_asked_for(&self) -> Vec<String> {
        let log = self.driver.get_log("performance").await.expect("the log is kept");
        log.iter()
            .filter_map(|entry| serde_json::from_str::<Value>(&entry.message).ok())
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|event| event["message"]["params"]["request"]["url"].as_str().map(str::to_owned))
            .collect()
    }

    /// What the browser complained about in its console since the last asking.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.expect("the console is kept");
        log.into_iter().map(|entry| format!("{}: {}", entry.level, entry.message)).collect()
    }

    /// The whole page as a picture (PNG).
    pub async fn picture(&self, whole_page: bool) -> Vec<u8> {
        use base64::Engine as _;
        let options = json!({ "format": "png", "captureBeyondViewport": whole_page });
        let shot = self.tell("Page.captureScreenshot", options).await;
        let data = shot["data"].as_str().unwrap_or_default();
        base64::engine::general_purpose::STANDARD.decode(data).unwrap()
    }

    /// What lies in the folder of downloads, once a file of this extension is complete.
    pub async fn downloaded(&self, extension: &str) -> PathBuf {
        let folder = self.downloads();
        // The browser holds the name with an empty file while the content comes in under another.
        let is_whole = |path: &Path| path.metadata().is_ok_and(|file| file.len() > 0);
        let complete =
            |path: &Path| path.extension().is_some_and(|found| found == extension) && is_whole(path);
        self.wait(&format!("a .{extension} in the downloads"), async || {
            let entries = std::fs::read_dir(&folder).ok()?;
            entries.filter_map(Result::ok).map(|entry| entry.path()).find(|path| complete(path))
        })
        .await
    }
}

impl Drop for Browser {
    /// Quits by a plain request: the crate's own way out of a test that failed waits for a minute.
    fn drop(&mut self) {
        let _ = self.driver.clone().leak();
        self.process.end_session(&self.driver.session_id().to_string());
    }
}
