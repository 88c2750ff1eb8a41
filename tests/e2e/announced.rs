//! What a citizen who listens hears of the balance.

use glasno_tests::support::{Citizen, Host, Installation};

/// Remembers what the status region says, and how often a pause between two keys was long enough to speak in.
const LISTEN: &str = "\
    const region = one('.balance [role=status]'); const field = one(arguments[0]);\
    const heard = document.heard = { said: [], pauses: 0, keys: 0 }; let last = performance.now();\
    new MutationObserver(() => region.textContent && heard.said.push(region.textContent))\
        .observe(region, { childList: true, characterData: true, subtree: true });\
    field.addEventListener('input', () => { const now = performance.now();\
        heard.keys += 1; heard.pauses += now - last > 700; last = now; });\
    last = performance.now();";

#[tokio::test]
async fn citizen_who_listens_hears_the_balance_when_the_typing_pauses() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    let line = citizen.find_line("улич").await;
    let region = "one('.balance [role=status]')";
    assert_eq!(citizen.browser.text(&format!("{region}.ariaLive")).await, "polite");
    assert_eq!(citizen.browser.text(&format!("{region}.textContent")).await, "", "nothing changed yet");
    citizen.browser.press(&format!("#amount-{}", line.0)).await;
    citizen.browser.mark_all().await;
    citizen.browser.run_with(LISTEN, vec![format!("#amount-{}", line.0).into()]).await;
    citizen.browser.type_keys("20000000").await;
    citizen.see_balance_become("short").await;
    citizen.browser.until(&format!("{region}.textContent === one('#balance').textContent")).await;
    let heard = citizen.browser.run("return document.heard").await;
    let said = heard["said"].as_array().unwrap();
    assert_eq!(heard["keys"], 8);
    // On a machine under load the keys themselves may come with pauses between them.
    let pauses = usize::try_from(heard["pauses"].as_u64().unwrap()).unwrap();
    assert!((1..=1 + pauses).contains(&said.len()), "{heard}");
}
