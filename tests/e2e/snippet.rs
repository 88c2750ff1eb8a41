//! Whoever looks after the municipality's site: picks at `/snippet`, copies, and finds the consultation on the own page.
//!
//! The widget stands on that page too, and the browser's short names mean what is in the widget, so these scripts ask
//! the document.

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG};
use serde_json::json;

#[tokio::test]
async fn web_admin_picks_copies_and_finds_the_widget_on_a_page_of_their_own() {
    let server = Installation::with_sample().serve(&[]);
    let admin = Citizen::arrives().await;
    admin.browser.goto(&format!("{}/snippet?lang=en", server.address)).await;
    admin.browser.until("document.querySelector('#preview glasno-budget').state === 'ready'").await;

    // Each change shows at once, in the preview and in what is to be copied.
    admin.browser.run(&pick("language", "bg")).await;
    admin.browser.until("document.querySelector('#bare').textContent.includes('lang=\"bg\"')").await;
    admin.browser.run(&pick("theme", "dark")).await;
    admin.browser.until("document.querySelector('#bare').textContent.includes('theme=\"dark\"')").await;
    let seen = "document.querySelector('#preview glasno-budget')";
    admin.browser.until(&format!("{seen}.state === 'ready' && {seen}.lang === 'bg'")).await;
    admin.browser.until(&format!("getComputedStyle({seen}).colorScheme === 'dark'")).await;

    // What the button copies is what the page shows; it says so aloud, and the button for a moment too.
    admin.browser.run(WATCH_COPYING).await;
    admin.browser.run("document.querySelector('button[data-copies=bare]').click()").await;
    admin.browser.until("document.querySelector('#said').textContent === 'Copied'").await;
    admin.browser.until("document.buttonSaid.join() === 'Copied,Copy'").await;
    let snippet = admin.browser.text("document.copied").await;
    assert_eq!(snippet, admin.browser.text("document.querySelector('#bare').textContent").await);
    assert_eq!(admin.browser.complaints().await, [""; 0]);

    let html = format!("<!doctype html><title>Община</title><h1>Новини</h1>\n{snippet}\n");
    let host = Host::with(vec![Page { path: "/", headers: vec![], html }]);
    assert_ne!(host.page(""), server.address);
    admin.open_widget(&host.page("/")).await;
    let found = "const budget = document.querySelector('glasno-budget');\
        return [budget.mode, budget.lang, budget.getAttribute('src')]";
    let src = format!("{}/c/{SLUG}", server.address);
    assert_eq!(admin.browser.run(found).await, json!(["inline", "bg", src]));
}

#[tokio::test]
async fn web_admin_who_types_a_label_and_copies_at_once_copies_the_label_too() {
    let server = Installation::with_sample().serve(&[]);
    let admin = Citizen::arrives().await;
    admin.browser.goto(&format!("{}/snippet?lang=en", server.address)).await;
    admin.browser.until("document.querySelector('#preview glasno-budget').state === 'ready'").await;
    admin.browser.run(WATCH_COPYING).await;
    let press = "document.querySelector('button[data-copies=bare]').click()";
    admin.browser.run(&format!("{}; {press}", type_label("front-page"))).await;
    admin.browser.until("document.copied").await;
    let copied = admin.browser.text("document.copied").await;
    assert!(copied.contains(" ref=\"front-page\">"), "{copied}");

    // A label shows as it is typed, without leaving the field; one that is none is answered with the rule.
    admin.browser.run(&type_label("Front page")).await;
    admin.browser.until("document.querySelector('#ref-wrong').textContent.includes('1 to 32')").await;
    let seen = "return [document.querySelector('#ref').ariaInvalid, document.querySelector('#ref').value,\
        document.querySelector('#bare').textContent.includes(' ref=')]";
    assert_eq!(admin.browser.run(seen).await, json!(["true", "Front page", false]));
    admin.browser.run(&type_label("bus-stop")).await;
    admin.browser.until("document.querySelector('#bare').textContent.includes('ref=\"bus-stop\"')").await;
    assert_eq!(admin.browser.run(seen).await, json!([null, "bus-stop", true]));
    assert_eq!(admin.browser.text("document.querySelector('#ref-wrong').textContent").await, "");
    // The preview carries no label, so nothing that was tried in it is lost.
    assert_eq!(admin.browser.run("return document.preview.isConnected").await, json!(true));
}

#[tokio::test]
async fn web_admin_types_the_towns_colour_and_finds_it_on_a_page_whose_policy_is_strict() {
    let server = Installation::with_sample().serve(&[]);
    let admin = Citizen::arrives().await;
    admin.browser.goto(&format!("{}/snippet?lang=en", server.address)).await;
    admin.browser.until("document.querySelector('#preview glasno-budget').state === 'ready'").await;
    admin.browser.run(WATCH_COPYING).await;
    admin.browser.run("document.querySelector('.colours summary').click()").await;
    // It shows as it is typed, and its contrast with it.
    admin.browser.run(&type_into("accent", "#ffcc00")).await;
    admin.browser.until("document.querySelector('#colours-said').textContent.includes('1.39:1')").await;
    admin.browser.until("getComputedStyle(one('.fold summary')).color === 'rgb(255, 204, 0)'").await;
    admin.browser.run(&type_into("accent_text", "#000")).await;
    admin.browser.until("document.querySelector('#colours-said').textContent.includes('4.29:1')").await;
    admin.browser.run(&type_into("accent", "#7a1f1")).await;
    admin.browser.until("document.querySelector('#accent').ariaInvalid === 'true'").await;
    admin.browser.run(&type_into("accent", "#7a1f1f")).await;
    admin.browser.run(&type_into("accent_text", "")).await;
    admin.browser.until("document.querySelector('#colours-said .quiet') && !document.querySelector('#colours-said .wrong')").await;
    // Nothing that was tried in the preview is lost.
    assert_eq!(admin.browser.run("return document.preview.isConnected").await, json!(true));
    admin.browser.run("document.querySelector('button[data-copies=colours]').click()").await;
    admin.browser.until("document.copied").await;
    let rule = admin.browser.text("document.copied").await;
    let snippet = admin.browser.text("document.querySelector('#bare').textContent").await;
    assert_eq!(admin.browser.complaints().await, [""; 0]);

    // The site's own style sheet, which the site's own policy lets it have.
    let html =
        format!("<!doctype html><title>Община</title><style nonce=\"town\">{rule}</style>\n{snippet}\n");
    let address = &server.address;
    let policy = format!(
        "default-src 'none'; script-src {address} 'wasm-unsafe-eval'; connect-src {address}; style-src 'nonce-town'"
    );
    let host = Host::with(vec![Page { path: "/", headers: vec![("content-security-policy", policy)], html }]);
    admin.open_widget(&host.page("/")).await;
    admin.comment_on_whole("Цветът на общината").await;
    let painted = "(({ backgroundColor, color }) => backgroundColor === 'rgb(122, 31, 31)' && color === 'rgb(255, 255, 255)')\
        (getComputedStyle(one('#review')))";
    admin.browser.until(painted).await;
}

#[tokio::test]
async fn web_admin_whose_policy_forbids_webassembly_is_told_to_expect_the_frame_and_gets_it() {
    let server = Installation::with_sample().serve(&[]);
    let address = server.address.clone();
    let policy = format!("default-src 'none'; script-src {address}; frame-src {address}");
    let admin = Citizen::arrives().await;
    admin.browser.goto(&format!("{address}/snippet?lang=en")).await;
    let paste = format!("document.querySelector('#pasted').value = \"Content-Security-Policy: {policy}\"");
    admin.browser.run(&paste).await;
    admin.browser.run("document.querySelector('#policy button').click()").await;
    admin.browser.until("document.querySelector('.verdict .allowed')?.dataset.mode === 'frame'").await;
    let advice = admin.browser.text("document.querySelector('.better[data-mode=inline]').textContent").await;
    assert!(advice.contains(&format!("script-src {address} 'wasm-unsafe-eval'")), "{advice}");
    assert!(advice.contains(&format!("connect-src {address}")), "{advice}");

    let snippet = admin.browser.text("document.querySelector('#bare').textContent").await;
    let html = format!("<!doctype html><title>Община</title>\n{snippet}\n");
    let headers = vec![("content-security-policy", policy)];
    let host = Host::with(vec![Page { path: "/", headers, html }]);
    admin.browser.goto(&host.page("/")).await;
    admin.browser.until("document.querySelector('glasno-budget').mode === 'frame'").await;
    admin.browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
}

#[tokio::test]
async fn web_admin_without_script_picks_and_reads_the_snippet() {
    let server = Installation::with_sample().serve(&[]);
    let admin = Citizen::arrives().await;
    admin.browser.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    admin.browser.goto(&format!("{}/snippet?lang=en", server.address)).await;
    admin.browser.run("document.querySelector('#theme').value = 'light'").await;
    admin.browser.press("#pick button").await;
    admin.browser.until("one('#bare').textContent.includes('theme=\"light\"')").await;
    admin.browser.until("!one('button.copy').checkVisibility()").await;
    assert_eq!(admin.browser.run("return one('#colours').checkVisibility()").await, json!(false));
    admin.browser.press(".colours summary").await;
    admin.browser.press("#accent").await;
    admin.browser.type_keys("#ffcc00").await;
    admin.browser.press("#pick button").await;
    admin
        .browser
        .until("one('#colours-said').textContent.includes('1.39:1') && one('#colours').checkVisibility()")
        .await;
}

/// Keeps what is copied, what the button for the first lines says, and the preview as it stands now.
const WATCH_COPYING: &str = "\
    navigator.clipboard.writeText = async (text) => { document.copied = text };\
    document.preview = document.querySelector('#preview glasno-budget');\
    document.buttonSaid = [];\
    const button = document.querySelector('button[data-copies=bare]');\
    const keep = () => document.buttonSaid.push(button.textContent.trim());\
    new MutationObserver(keep).observe(button, { childList: true });";

/// Types a label, and stays in its field.
fn type_label(label: &str) -> String {
    type_into("ref", label)
}

/// Types into a field, and stays there.
fn type_into(field: &str, text: &str) -> String {
    format!(
        "const field = document.querySelector('#{field}'); field.value = '{text}';\
         field.dispatchEvent(new Event('input', {{ bubbles: true }}))"
    )
}

/// Picks as a hand would: the value, then the event that follows it.
fn pick(list: &str, value: &str) -> String {
    format!(
        "const list = document.querySelector('#{list}'); list.value = '{value}';\
         list.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    )
}
