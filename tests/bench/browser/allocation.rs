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
/// So many of them are drawn without being scrolled to, at least.
const DRAWN: usize = 20;
/// The page's clock ticks in tenths of a millisecond, so a good many are added up.
const TOGETHER: usize = 50;

/// Each time another line gets another amount. The clock runs from the event until the effects, which wait as
/// microtasks, have changed the page; drawing it again is the browser's work and comes after.
const ALLOCATE: &str = "
  const [batch, together] = arguments;
  const { port1, port2 } = new MessageChannel();
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => { port1.onmessage = resolve; port2.postMessage(0); }));
  const inputs = INPUTS;
  const balance = document.querySelector('glasno-budget').shadowRoot.querySelector('#balance');
  return (async () => {
    let [changed, spent] = [0, 0];
    for (let at = 0; at < together; at += 1) {
      const input = inputs[(batch * together + at * 7) % inputs.length];
      const amount = String(100 + batch * together + at);
      const before = balance.textContent;
      await drawn();
      const begun = performance.now();
      input.value = amount;
      input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      for (let turn = 0; turn < 5; turn += 1) await null;
      spent += performance.now() - begun;
      changed += input.getAttribute('aria-valuenow') === `${amount}00` && balance.textContent !== before;
    }
    return { each: spent / together, changed };
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
    browser.until(&format!("{}.length >= {DRAWN}", visit::OURS)).await;
    let each = of(&browser, effort).await?;
    report.at_most("one allocation in a 1,000-line draft", each, "ms", 0.5);
    Ok(())
}

/// The time of one allocation on a page that is open, in milliseconds.
///
/// # Errors
/// When the page does not change with the amounts.
pub async fn of(browser: &Browser, effort: Effort) -> Result<f64> {
    let script = ALLOCATE.replace("INPUTS", visit::OURS);
    let mut each = Vec::new();
    for batch in 0..if effort == Effort::Quick { 5 } else { 20 } {
        let seen = browser.run_with(&script, vec![batch.into(), TOGETHER.into()]).await;
        if seen["changed"].as_u64() != u64::try_from(TOGETHER).ok() {
            bail!("the page did not follow the amounts: {seen}");
        }
        each.push(number(&seen, "each")?);
    }
    Ok(median(each))
}
