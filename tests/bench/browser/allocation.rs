//! One allocation in a draft of a thousand lines: from the event of the input to the changed page.

use anyhow::{Result, bail};
use glasno_tests::support::Browser;

use super::{number, visit};
use crate::{
    Effort,
    draft::{self, SLUG},
    report::{Report, median},
};

const LINES: usize = 1_000;
/// The page's clock ticks in tenths of a millisecond, so a good many are timed together.
const TOGETHER: usize = 50;

/// Each time another line gets another amount; the page has changed once every task that was queued by it has run.
const ALLOCATE: &str = "
  const [batch, together] = arguments;
  const { port1, port2 } = new MessageChannel();
  const settled = () => new Promise((resolve) => { port1.onmessage = resolve; port2.postMessage(0); });
  const inputs = INPUTS;
  const widget = document.querySelector('glasno-budget').shadowRoot;
  return (async () => {
    const before = widget.querySelector('#balance').textContent;
    let changed = 0;
    const begun = performance.now();
    for (let at = 0; at < together; at += 1) {
      const input = inputs[(batch * together + at * 7) % inputs.length];
      input.value = String(100 + batch * together + at);
      input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      await settled();
      changed += input.getAttribute('aria-valuenow') === String((100 + batch * together + at) * 100);
    }
    const each = (performance.now() - begun) / together;
    return { each, changed, balance: widget.querySelector('#balance').textContent !== before };
  })();
";

/// Measures without slowing anything down.
///
/// # Errors
/// When the page does not change with the amounts.
pub async fn measure(report: &mut Report, effort: Effort) -> Result<()> {
    let server = draft::server(LINES)?;
    let browser = Browser::start().await;
    browser.goto(&format!("{}/c/{SLUG}", server.address)).await;
    browser.until(&format!("{}.length >= {LINES}", visit::OURS)).await;
    let script = ALLOCATE.replace("INPUTS", visit::OURS);
    let mut each = Vec::new();
    for batch in 0..if effort == Effort::Quick { 5 } else { 20 } {
        let seen = browser.run_with(&script, vec![batch.into(), TOGETHER.into()]).await;
        if seen["changed"].as_u64() != u64::try_from(TOGETHER).ok() || seen["balance"] != true {
            bail!("the page did not follow the amounts: {seen}");
        }
        each.push(number(&seen, "each")?);
    }
    report.at_most("one allocation in a 1,000-line draft", median(each), "ms", 0.5);
    Ok(())
}
