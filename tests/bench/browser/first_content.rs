//! The first that a citizen sees of `/c/SLUG`, beside a page without any library: text, on a cheap phone on slow 4G.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use glasno_tests::support::{Browser, Server, port::Port};
use serde_json::json;

use super::{Network, VANILLA, number, visit::SLOWED};
use crate::{
    Effort,
    draft::{self, SLUG},
    report::{Report, median},
};

const OURS: &str = "/c/SLUG";
/// A draft as large as a real one with every paragraph.
const OURS_LARGE: &str = "/c/SLUG of 1,000 lines";
const AT_MOST: f64 = 1.5;
/// What moves while somebody reads; nothing should.
const SHIFT_AT_MOST: f64 = 0.001;

/// Stands in the page before anything else.
const WATCH: &str = "(() => {
  if (window !== top) return;
  const watch = (window.__first = { shifted: 0 });
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) watch.shifted += shift.value;
  }).observe({ type: 'layout-shift', buffered: true });
})()";
/// Text has been shown, and what stands in its place at the end stands there.
const SETTLED: &str = "performance.getEntriesByName('first-contentful-paint').length > 0 && READY";
const FIRST: &str = "const [first] = performance.getEntriesByName('first-contentful-paint'); \
                     return { first: first.startTime, shifted: window.__first.shifted }";

/// Measures the pages in turn; nothing where there is no peer.
///
/// # Errors
/// When a page shows nothing.
pub async fn measure(
    report: &mut Report,
    peers: &Port,
    server: &Server,
    network: &Network,
    effort: Effort,
) -> Result<()> {
    let large = draft::server(1_000)?;
    let ours = format!("{}.length > 0", super::visit::OURS);
    let pages = [
        (VANILLA, format!("{}/vanilla.html", peers.address), "window.__ready()"),
        (OURS, format!("{}/c/{SLUG}", server.address), &*ours),
        (OURS_LARGE, format!("{}/c/{SLUG}", large.address), &*ours),
    ];
    let mut seen: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for _ in 0..if effort == Effort::Quick { 3 } else { 7 } {
        for (name, address, ready) in &pages {
            let one = open(address, ready, network).await;
            seen.entry(name).or_default().push(one.with_context(|| format!("first content of {name}"))?);
        }
    }
    let middle = |name: &str, figure: fn(&(f64, f64)) -> f64| {
        median(seen.get(name).into_iter().flatten().map(figure).collect())
    };
    let floor = middle(VANILLA, |one| one.0);
    report.note(&format!("{}, {VANILLA}: first content", network.name), floor, "ms");
    for name in [OURS, OURS_LARGE] {
        let (first, shifted) = (middle(name, |one| one.0), middle(name, |one| one.1));
        let name = format!("{}, {name}", network.name);
        report.note(&format!("{name}: first content"), first, "ms");
        report.at_most(&format!("{name} to {VANILLA}: first content"), first / floor, "×", AT_MOST);
        report.at_most(&format!("{name}: layout shift"), shifted, "", SHIFT_AT_MOST);
    }
    Ok(())
}

async fn open(address: &str, ready: &str, network: &Network) -> Result<(f64, f64)> {
    let browser = Browser::start().await;
    browser.goto("about:blank").await;
    browser.prepare_pages(WATCH).await;
    browser.tell("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWED })).await;
    browser.tell("Network.enable", json!({})).await;
    browser.tell("Network.emulateNetworkConditions", network.conditions()).await;
    browser.goto(address).await;
    browser.until(&SETTLED.replace("READY", ready)).await;
    let seen = browser.run(FIRST).await;
    Ok((number(&seen, "first")?, number(&seen, "shifted")?))
}
