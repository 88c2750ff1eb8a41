//! A long visit: what the tenth minute holds in memory beside the first.
//!
//! Somebody who is quick does something every two seconds, so ten minutes are three hundred acts; they are done one
//! right after the other, each once the last one is drawn.

use anyhow::{Result, bail};
use glasno_tests::support::{Browser, Host};
use serde_json::{Value, json};

use super::{number, snippet};
use crate::{draft, report::Report};

const LINES: usize = 500;
const ACTS_A_MINUTE: usize = 30;
const MINUTES: usize = 10;
const GROWS_AT_MOST: f64 = 1.10;

/// Keeps hold of the memory of the wasm, which the browser's own figures leave out.
const WATCH: &str = "(() => {
  if (window !== top) return;
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given);
      window.__memory ??= (made.instance ?? made).exports.memory;
      return made;
    };
  }
})()";

/// Does so many acts from a number on, a whole round of which leaves the page as it was.
const ACT: &str = "
  const [from, count] = arguments;
  const { port1, port2 } = new MessageChannel();
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => { port1.onmessage = resolve; port2.postMessage(0); }));
  const there = async (selector) => {
    for (let frame = 0; frame < 600; frame += 1) {
      // As whoever uses it would: what is far from the screen is not drawn in a large draft.
      one(selector)?.scrollIntoView({ block: 'nearest' });
      if (one(selector)) return one(selector);
      await drawn();
    }
    throw new Error(`${selector} did not come`);
  };
  const gone = async (selector) => {
    for (let frame = 0; one(selector) && frame < 600; frame += 1) await drawn();
  };
  const type = (field, text) => {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  };
  const toggle = async (selector) => { (await there(selector)).click(); await drawn(); };
  const LINE = '.line:has([part=amount])';
  const acts = [
    (n) => toggle(`.spending > .group:nth-of-type(${2 + n % 10}) > .group-head > [part=category]`),
    () => toggle('.group.open .group [part=category]'),
    async (n) => { const field = await there('[part=amount]'); type(field, String(1000 + n)); field.dispatchEvent(new FocusEvent('focusout', { bubbles: true })); },
    () => toggle(`${LINE} .press:last-of-type`),
    () => toggle(`${LINE} .line-more > .link[aria-expanded=false]`),
    async () => type(await there('.line textarea'), 'Улицата пред блока чака ремонт от години.'),
    async () => { await toggle(`${LINE} .line-more > details > summary`); await there(`${LINE} .line-more > details[open]`); await gone('.line details [role=status]'); },
    () => toggle(`${LINE} .line-more > details[open] > summary`),
    async () => { type(await there('.line textarea'), ''); await toggle(`${LINE} .line-more > .link[aria-expanded=true]`); },
    async () => type(await there('#search'), 'поддръжка 7'),
    async () => type(await there('#search'), ''),
    async () => { await toggle('section[part=chart] > button'); await gone('#chart [role=status]'); await toggle('section[part=chart] > button'); },
    () => toggle('.changes .link'),
    async () => { type(await there('#comment-whole'), 'Повече за улиците.'); await drawn(); await toggle('#review'); await toggle('#back'); await there('#comment-whole'); },
    async () => { for (let head; (head = one('.group.open:not(:has(.group.open)) [part=category]')); await drawn()) head.click(); },
  ];
  return (async () => {
    for (let at = from; at < from + count; at += 1) {
      await acts[at % acts.length](Math.floor(at / acts.length));
      await drawn();
    }
    return { round: acts.length };
  })();
";

/// Measures.
///
/// # Errors
/// When an act cannot be done.
pub async fn measure(report: &mut Report) -> Result<()> {
    let server = draft::server_with_headings(LINES)?;
    let hall = Host::with(vec![snippet(&server.address)]);
    let browser = Browser::start().await;
    browser.goto("about:blank").await;
    browser.prepare_pages(WATCH).await;
    browser.goto(&hall.page("/")).await;
    browser.until("one('.spending')").await;
    let mut kept = Vec::new();
    for minute in 0..MINUTES {
        let acts = vec![json!(minute * ACTS_A_MINUTE), json!(ACTS_A_MINUTE)];
        let done = browser.run_with(ACT, acts).await;
        let round = usize::try_from(done["round"].as_u64().unwrap_or_default())?;
        if round == 0 || !ACTS_A_MINUTE.is_multiple_of(round) {
            bail!("a minute is no whole number of rounds: {done}");
        }
        kept.push(memory(&browser).await?);
    }
    let [Some(first), Some(last)] = [kept.first(), kept.last()] else { bail!("nothing was measured") };
    for (at, name) in NAMES.iter().enumerate() {
        report.note(&format!("after a minute of use: {name}"), first[at], "");
        report.note(&format!("after ten minutes: {name}"), last[at], "");
        report.at_most(&format!("ten minutes to one: {name}"), last[at] / first[at], "×", GROWS_AT_MOST);
    }
    Ok(())
}

const NAMES: [&str; 4] = ["KB of JavaScript", "KB of wasm", "nodes", "listeners"];

/// What is held once the browser has thrown away all that it may.
async fn memory(browser: &Browser) -> Result<[f64; 4]> {
    for _ in 0..3 {
        browser.tell("HeapProfiler.collectGarbage", json!({})).await;
    }
    let wasm = number(&browser.run("return { bytes: window.__memory.buffer.byteLength }").await, "bytes")?;
    browser.tell("Performance.enable", json!({})).await;
    let told = browser.tell("Performance.getMetrics", json!({})).await;
    let metric = |name: &str| {
        let found = told["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == name);
        number(found.unwrap_or(&Value::Null), "value")
    };
    Ok([metric("JSHeapUsedSize")? / 1e3, wasm / 1e3, metric("Nodes")?, metric("JSEventListeners")?])
}
