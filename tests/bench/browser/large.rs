//! A draft of 5,000 lines: how much longer it takes to open than one of 500, and whether it follows the hand then.

use anyhow::{Context as _, Result, bail};
use glasno_tests::support::{Browser, Host, Server};
use serde_json::{Value, json};

use super::{allocation, number, snippet};
use crate::{
    Effort,
    draft::{self, SLUG},
    report::{Report, median},
};

const FEW: usize = 500;
const MANY: usize = 5_000;
/// How much longer a visit may take to open with ten times the lines.
const OPENS_AT_MOST: f64 = 1.5;
const ALLOCATION_AT_MOST_MS: f64 = 1.0;
const FRAME_AT_MOST_MS: f64 = 50.0;

/// How the lines stand in the draft.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// All under one heading, which is open from the start.
    OneHeading,
    /// Under fifty activities in ten functions, all closed.
    Headings,
}

impl Shape {
    const fn name(self) -> &'static str {
        match self {
            Self::OneHeading => "one heading",
            Self::Headings => "60 headings",
        }
    }

    fn server(self, lines: usize) -> Result<Server> {
        match self {
            Self::OneHeading => draft::server(lines),
            Self::Headings => draft::server_with_headings(lines),
        }
    }
}

/// Stands in the page before anything else, and notes when the draft is there to be used.
const WATCH: &str = "(() => {
  if (window !== top) return;
  const watch = (window.__large = { ready: 0 });
  const look = () => {
    const root = document.querySelector('glasno-budget')?.shadowRoot;
    const head = root?.querySelector('[part=category]');
    const closed = head?.getAttribute('aria-expanded') === 'false';
    if (head && (closed || root.querySelector('[part=amount]'))) watch.ready = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()";

/// Opens the first function and its first activity, where they are closed, up to the first field; gives how long the
/// presses took until they were drawn.
const OPEN_FIRST: &str = "
  const { port1, port2 } = new MessageChannel();
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => { port1.onmessage = resolve; port2.postMessage(0); }));
  return (async () => {
    const begun = performance.now();
    while (!one('[part=amount]')) {
      one('[part=category][aria-expanded=false]:not(.group.open > h4 > *)').click();
      await drawn();
      one('.group.open [part=category][aria-expanded=false]')?.click();
      await drawn();
    }
    return { pressed: performance.now() - begun };
  })();
";

/// Opens every heading there is.
const OPEN_ALL: &str = "return (async () => {
    for (let closed; (closed = all('[part=category][aria-expanded=false]')).length; ) {
      for (const head of closed) head.click();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return {};
  })();";

/// Scrolls as a hand does that looks for something, and times every frame.
const SCROLL: &str = "return (async () => {
    const [most] = arguments;
    const frames = [];
    let last = await new Promise(requestAnimationFrame);
    scrollTo({ top: 0, behavior: 'instant' });
    for (let top = 0; frames.length < most && top + innerHeight < document.documentElement.scrollHeight; top += 400) {
      scrollTo({ top, behavior: 'instant' });
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - last);
      last = now;
    }
    return { frames, lines: all('.line').length };
  })();";

/// Types a word into the search; gives how long each letter took until the lines found were drawn.
const SEARCH: &str = "
  const { port1, port2 } = new MessageChannel();
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => { port1.onmessage = resolve; port2.postMessage(0); }));
  return (async () => {
    const field = one('#search');
    const took = [];
    for (const letter of 'поддръжка 4999') {
      await drawn();
      const begun = performance.now();
      field.value += letter;
      field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      await drawn();
      took.push(performance.now() - begun);
    }
    const found = all('.line').length;
    field.value = '';
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    return { took, found };
  })();
";

/// Measures without slowing anything down.
///
/// # Errors
/// When a page does not get ready, or does not follow.
pub async fn measure(report: &mut Report, effort: Effort) -> Result<()> {
    for shape in [Shape::OneHeading, Shape::Headings] {
        let (few, many) = (shape.server(FEW)?, shape.server(MANY)?);
        open(report, effort, shape, [&few, &many]).await?;
        use_it(report, effort, shape, &many).await?;
    }
    Ok(())
}

/// The two sizes in turn, on a town's page and on our own.
async fn open(report: &mut Report, effort: Effort, shape: Shape, servers: [&Server; 2]) -> Result<()> {
    let halls = servers.map(|server| Host::with(vec![snippet(&server.address)]));
    let snippets = halls.each_ref().map(|hall| hall.page("/"));
    let own = servers.map(|server| format!("{}/c/{SLUG}", server.address));
    for (place, addresses) in [("snippet", &snippets), ("/c/SLUG", &own)] {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..if effort == Effort::Quick { 3 } else { 7 } {
            for (times, address) in times.iter_mut().zip(addresses) {
                let browser = opened(address).await;
                let ready = number(&browser.run("return window.__large").await, "ready")?;
                let pressed = number(&browser.run(OPEN_FIRST).await, "pressed")?;
                times.push(ready + pressed);
            }
        }
        let [few, many] = times.map(median);
        let name = format!("{place}, {}, first line editable", shape.name());
        report.note(&format!("{name}: {FEW} lines"), few, "ms");
        report.note(&format!("{name}: {MANY} lines"), many, "ms");
        report.at_most(&format!("{name}: {MANY} to {FEW}"), many / few, "×", OPENS_AT_MOST);
    }
    Ok(())
}

/// Amounts, scrolling and searching with everything open.
async fn use_it(report: &mut Report, effort: Effort, shape: Shape, server: &Server) -> Result<()> {
    let hall = Host::with(vec![snippet(&server.address)]);
    let browser = opened(&hall.page("/")).await;
    browser.run(OPEN_ALL).await;
    browser.until("all('[part=amount]').length >= 20").await;
    let name = |what: &str| format!("{MANY} lines, {}, all open: {what}", shape.name());
    let each = allocation::of(&browser, effort).await?;
    report.at_most(&name("one allocation"), each, "ms", ALLOCATION_AT_MOST_MS);

    let most = if effort == Effort::Quick { 400 } else { 4_000 };
    let seen = browser.run_with(SCROLL, vec![json!(most)]).await;
    let frames = numbers(&seen["frames"])?;
    let slow = frames.iter().filter(|frame| **frame > FRAME_AT_MOST_MS).count();
    report.note(&name("frames scrolled"), crate::load::count(frames.len()), "");
    report.note(&name("slowest frame"), frames.iter().copied().fold(0.0, f64::max), "ms");
    report.at_most(&name("frames over 50 ms"), crate::load::count(slow), "", 0.0);

    let seen = browser.run(SEARCH).await;
    if seen["found"] != json!(1) {
        bail!("the search did not find the one line: {seen}");
    }
    let slowest = numbers(&seen["took"])?.into_iter().fold(0.0, f64::max);
    report.note(&name("slowest letter of a search, drawn"), slowest, "ms");
    Ok(())
}

async fn opened(address: &str) -> Browser {
    let browser = Browser::start().await;
    browser.goto("about:blank").await;
    browser.prepare_pages(WATCH).await;
    browser.goto(address).await;
    browser.until("window.__large?.ready > 0").await;
    browser
}

fn numbers(list: &Value) -> Result<Vec<f64>> {
    let numbers: Option<Vec<f64>> = list.as_array().context("no list")?.iter().map(Value::as_f64).collect();
    numbers.context("the page gave something else than numbers")
}
