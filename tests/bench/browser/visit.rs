//! One visit to a page, in a browser that has never seen it.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use glasno_tests::support::Browser;
use serde_json::{Value, json};

use super::{Network, number};

/// A script that gives the amount inputs of the widget.
pub const OURS: &str =
    "[...document.querySelector('glasno-budget')?.shadowRoot?.querySelectorAll('[part=amount]') ?? []]";
/// A script that gives the amount inputs of a peer's page.
pub const PEERS: &str = "[...document.querySelectorAll('#s input[type=number]')]";

/// The processor of a cheap phone beside that of this machine.
pub const SLOWED: u32 = 4;
/// So long nothing may happen after the first line is editable, before the visit counts as settled.
const SETTLED: Duration = Duration::from_millis(1_500);
/// A person who types fast.
const BETWEEN_KEYS: Duration = Duration::from_millis(120);
const KEYS: &str = "1234567";

/// What was seen.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// From the start of the navigation until the fortieth input is there and enabled, in milliseconds.
    pub interactive: f64,
    /// By how much the long tasks until then, and until the page was quiet, were longer than 50 ms, together.
    pub blocked: f64,
    /// The slowest answer to a key, from the press to the paint, in milliseconds.
    pub worst_key: f64,
    /// The bodies of everything that was fetched, in kilobytes of 1,000 bytes.
    pub kilobytes: f64,
}

/// Stands in the page before anything else. It looks once a frame; Event Timing rounds to 8 ms and leaves out what
/// took less than 16.
const WATCH: &str = "(() => {
  if (window !== top) return;
  const watch = (window.__watch = { interactive: 0, blocked: 0, worst: 16 });
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) watch.blocked += Math.max(0, task.duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const event of list.getEntries())
      if (/^(key|input|beforeinput)/.test(event.name)) watch.worst = Math.max(watch.worst, event.duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  window.__inputs = () => INPUTS;
  const look = () => {
    const inputs = INPUTS;
    if (inputs.length >= 40 && !inputs[39].disabled) watch.interactive = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()";

/// Opens the page, waits until it is ready and quiet, and types into its first amount.
///
/// # Errors
/// When it does not get ready.
pub async fn open(address: &str, inputs: &str, network: &Network) -> Result<Seen> {
    let browser = Browser::start().await;
    browser.goto("about:blank").await;
    let watch = WATCH.replace("INPUTS", inputs);
    browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch })).await;
    browser.tell("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWED })).await;
    browser.tell("Network.enable", json!({})).await;
    browser.tell("Network.emulateNetworkConditions", network.conditions()).await;
    browser.goto(address).await;
    browser.until("window.__watch?.interactive > 0").await;
    tokio::time::sleep(SETTLED).await;
    let loaded = browser.run("return { ...window.__watch, urls: [location.href, ...performance.getEntriesByType('resource').map((entry) => entry.name)] }").await;
    let worst_key = worst_key(&browser).await?;
    Ok(Seen {
        interactive: number(&loaded, "interactive")?,
        blocked: number(&loaded, "blocked")?,
        worst_key,
        kilobytes: kilobytes(&loaded["urls"]).await?,
    })
}

async fn worst_key(browser: &Browser) -> Result<f64> {
    browser.run("const [first] = window.__inputs(); first.scrollIntoView({ block: 'center', behavior: 'instant' }); first.focus(); first.select()").await;
    tokio::time::sleep(SETTLED).await;
    for key in KEYS.chars() {
        let code = format!("Digit{key}");
        let press = |kind: &str| json!({ "type": kind, "key": key.to_string(), "code": code, "text": key.to_string(), "windowsVirtualKeyCode": u32::from(key) });
        browser.tell("Input.dispatchKeyEvent", press("keyDown")).await;
        let release = json!({ "type": "keyUp", "key": key.to_string(), "code": code, "windowsVirtualKeyCode": u32::from(key) });
        browser.tell("Input.dispatchKeyEvent", release).await;
        tokio::time::sleep(BETWEEN_KEYS).await;
    }
    tokio::time::sleep(SETTLED).await;
    let typed =
        browser.run("return { value: window.__inputs()[0].value, worst: window.__watch.worst }").await;
    let digits: String =
        typed["value"].as_str().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    if !digits.starts_with(KEYS) {
        bail!("the keys did not arrive: {typed}");
    }
    number(&typed, "worst")
}

/// Fetches everything that the page fetched once more, and adds the packed bodies up; the page itself is not told the
/// size of what comes from another host. A peer's fonts from the other side of the world are left out.
async fn kilobytes(urls: &Value) -> Result<f64> {
    let client = reqwest::Client::new();
    let mut urls: Vec<&str> = urls.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    urls.sort_unstable();
    urls.dedup();
    let mut bytes = 0;
    for url in urls.into_iter().filter(|url| url.starts_with("http://127.0.0.1:")) {
        let answer =
            client.get(url).header("accept-encoding", "br").send().await.context("a part is gone")?;
        // A browser asks for pictures that no page has promised.
        if answer.status().is_success() {
            bytes += answer.bytes().await?.len();
        }
    }
    Ok(crate::load::count(bytes) / 1_000.0)
}
