//! What a citizen waits for: the widget beside the form library that a web admin would reach for today, and beside
//! the floor, a page without any library. Chromium, the processor slowed four times, nothing cached.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context as _, Result, bail};
use glasno_tests::support::{Host, Page, Server, port::Port};

use crate::{
    Effort,
    draft::{self, SLUG},
    load,
    report::{Report, median},
};

mod allocation;
mod first_content;
mod large;
mod long;
mod peers;
mod visit;

use visit::Seen;

/// A network, and what share of the peer's time the widget may take there: with the bare snippet, and on our own page,
/// which preloads.
struct Network {
    name: &'static str,
    /// Of each request, in milliseconds.
    latency: f64,
    megabits_a_second: f64,
    snippet_at_most: f64,
    own_page_at_most: f64,
}

const NETWORKS: [Network; 3] = [
    Network {
        name: "slow 4G",
        latency: 562.0,
        megabits_a_second: 1.47,
        snippet_at_most: 0.75,
        own_page_at_most: 0.60,
    },
    Network {
        name: "fast 4G",
        latency: 165.0,
        megabits_a_second: 8.1,
        snippet_at_most: 0.60,
        own_page_at_most: 0.50,
    },
    Network {
        name: "no limit",
        latency: 0.0,
        megabits_a_second: 0.0,
        snippet_at_most: 0.45,
        own_page_at_most: 0.40,
    },
];
impl Network {
    /// As the browser's tools take it.
    fn conditions(&self) -> serde_json::Value {
        let throughput = if self.megabits_a_second > 0.0 { self.megabits_a_second * 1e6 / 8.0 } else { -1.0 };
        serde_json::json!({
            "offline": false,
            "latency": self.latency,
            "downloadThroughput": throughput,
            "uploadThroughput": throughput,
        })
    }
}

const BLOCKED_AT_MOST: f64 = 0.35;
const KEY_AT_MOST: f64 = 0.4;

const SURVEYJS: &str = "SurveyJS";
const VANILLA: &str = "no library";
const SNIPPET: &str = "snippet";
const OWN_PAGE: &str = "/c/SLUG";

/// Where everything is served from while it is measured.
struct Places {
    peers: Option<Port>,
    server: Server,
    town_hall: Host,
}

/// Measures the pages in turn on each network, and an allocation in a large draft.
///
/// # Errors
/// When a page does not get ready.
pub fn measure(report: &mut Report, effort: Effort) -> Result<()> {
    if std::env::var_os("CHROMIUM").is_none() {
        report.left_out("the widget in a browser", "there is no Chromium");
        return Ok(());
    }
    let runtime = load::runtime()?;
    let peers = shared().map(|folder| peers::serve(&folder)).transpose()?;
    if peers.is_none() {
        report.left_out("the widget beside SurveyJS", "the folder ../shared/peers is not here");
    }
    let server = draft::server(draft::LINES)?;
    let town_hall = Host::with(vec![snippet(&server.address)]);
    let places = Places { peers, server, town_hall };
    for network in &NETWORKS {
        let seen = runtime.block_on(compare(&places, network, effort))?;
        tell(report, network, &seen);
    }
    if let (Some(peers), [slowest, ..]) = (&places.peers, &NETWORKS) {
        let first = first_content::measure(report, peers, &places.server, slowest, effort);
        runtime.block_on(first)?;
    }
    runtime.block_on(allocation::measure(report, effort))
}

/// A large draft.
///
/// # Errors
/// As [`measure`].
pub fn measure_large(report: &mut Report, effort: Effort) -> Result<()> {
    if std::env::var_os("CHROMIUM").is_none() {
        report.left_out("a large draft in a browser", "there is no Chromium");
        return Ok(());
    }
    load::runtime()?.block_on(large::measure(report, effort))
}

/// A long visit.
///
/// # Errors
/// As [`measure`].
pub fn measure_long(report: &mut Report, _: Effort) -> Result<()> {
    if std::env::var_os("CHROMIUM").is_none() {
        report.left_out("a long visit in a browser", "there is no Chromium");
        return Ok(());
    }
    load::runtime()?.block_on(long::measure(report))
}

/// The pages by name, each opened several times; the figures in the middle count.
async fn compare(places: &Places, network: &Network, effort: Effort) -> Result<BTreeMap<&'static str, Seen>> {
    let mut pages = vec![
        (SNIPPET, places.town_hall.page("/"), visit::OURS),
        (OWN_PAGE, format!("{}/c/{SLUG}", places.server.address), visit::OURS),
    ];
    if let Some(peers) = &places.peers {
        pages.push((SURVEYJS, format!("{}/surveyjs.html", peers.address), visit::PEERS));
        pages.push((VANILLA, format!("{}/vanilla.html", peers.address), visit::PEERS));
    }
    let mut all: BTreeMap<&str, Vec<Seen>> = BTreeMap::new();
    for _ in 0..if effort == Effort::Quick { 3 } else { 5 } {
        for (name, address, inputs) in &pages {
            let seen = visit::open(address, inputs, network).await;
            all.entry(name).or_default().push(seen.with_context(|| format!("{name} on {}", network.name))?);
        }
    }
    let middle = |seen: &[Seen], figure: fn(&Seen) -> f64| median(seen.iter().map(figure).collect());
    let middles = all.into_iter().map(|(name, seen)| {
        let middle = |figure| middle(&seen, figure);
        let seen = Seen {
            interactive: middle(|seen| seen.interactive),
            blocked: middle(|seen| seen.blocked),
            worst_key: middle(|seen| seen.worst_key),
            kilobytes: middle(|seen| seen.kilobytes),
        };
        (name, seen)
    });
    Ok(middles.collect())
}

fn tell(report: &mut Report, network: &Network, seen: &BTreeMap<&str, Seen>) {
    for (name, seen) in seen {
        let name = format!("{}, {name}", network.name);
        report.note(&format!("{name}: first line editable"), seen.interactive, "ms");
        report.note(&format!("{name}: blocked"), seen.blocked, "ms");
        report.note(&format!("{name}: worst key to paint"), seen.worst_key, "ms");
        report.note(&format!("{name}: body bytes"), seen.kilobytes, "KB");
    }
    let Some(theirs) = seen.get(SURVEYJS) else { return };
    for (name, target) in [(SNIPPET, network.snippet_at_most), (OWN_PAGE, network.own_page_at_most)] {
        let Some(ours) = seen.get(name) else { continue };
        let what = |what: &str| format!("{}, {name} to SurveyJS: {what}", network.name);
        report.at_most(&what("editable"), ours.interactive / theirs.interactive, "×", target);
        report.at_most(&what("blocked"), ours.blocked / theirs.blocked, "×", BLOCKED_AT_MOST);
        report.at_most(&what("worst key"), ours.worst_key / theirs.worst_key, "×", KEY_AT_MOST);
    }
}

/// A page with nothing but the snippet that a web admin pastes.
fn snippet(server: &str) -> Page {
    let html = format!(
        r#"<!doctype html><html lang="bg"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Бюджет 2027</title>
<body><h1>Бюджет 2027</h1>
<glasno-budget src="{server}/c/{SLUG}" lang="bg"><a href="{server}/c/{SLUG}">Участвайте</a></glasno-budget>
<script async src="{server}/w/v1/glasno.js"></script>"#
    );
    Page { path: "/", headers: Vec::new(), html }
}

/// The folder of peers, which is not ours to publish: beside the checkout, or where `GLASNO_SHARED` says.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("GLASNO_SHARED").map(PathBuf::from)?.join("peers");
    folder.is_dir().then_some(folder)
}

/// The answer of a script as a number.
fn number(value: &serde_json::Value, field: &str) -> Result<f64> {
    match value[field].as_f64() {
        Some(number) => Ok(number),
        None => bail!("the page does not say {field}: {value}"),
    }
}
