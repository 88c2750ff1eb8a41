//! Keeping a proposal on the device: only where the citizen asks for it, and only until it is sent or deleted.

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG, Server};
use serde_json::Value;

const COMMENT: &str = "Повече пейки в парка 🪑";

async fn at_the_widget(language: &str) -> (Server, Host, Citizen) {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, language);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    (server, host, citizen)
}

async fn press_keep(citizen: &Citizen) {
    citizen.browser.press(".more-acts summary").await;
    citizen.browser.press("#keep").await;
}

async fn see(citizen: &Citizen, place: &str, words: &str) {
    let words = Value::from(words);
    citizen.browser.until(&format!("one('{place}')?.textContent.includes({words})")).await;
}

/// Would the browser ask before it leaves the page?
async fn leaving_asks(citizen: &Citizen) -> bool {
    let script = "const leaving = new Event('beforeunload', { cancelable: true }); dispatchEvent(leaving); return leaving.defaultPrevented";
    citizen.browser.run(script).await == Value::Bool(true)
}

async fn kept_places(citizen: &Citizen) -> String {
    citizen.browser.text("localStorage.length + sessionStorage.length + document.cookie.length").await
}

#[tokio::test]
async fn citizen_keeps_a_proposal_comes_back_and_sends_it() {
    for (language, kept, there) in [
        ("bg", "Запазено на това устройство", "има запазено предложение"),
        ("en", "Kept on this device", "kept on this device"),
    ] {
        let (server, host, citizen) = at_the_widget(language).await;
        let browser = &citizen.browser;
        let line = citizen.find_line("604").await;
        citizen.press_less(line).await;
        let amount = citizen.amount_of(line).await;
        assert_eq!(kept_places(&citizen).await, "0", "nothing is kept unasked");
        press_keep(&citizen).await;
        see(&citizen, ".steps [role=status]", kept).await;
        browser.press(".more-acts summary").await;
        // What comes later is kept too.
        citizen.comment_on_whole(COMMENT).await;
        browser.until(&format!("Object.values(localStorage)[0]?.includes('{COMMENT}')")).await;
        assert!(!leaving_asks(&citizen).await, "nothing would be lost");

        citizen.open_widget(&host.page("/")).await;
        see(&citizen, "#kept", there).await;
        assert_eq!(browser.text("one('#comment-whole').value").await, "", "only who asks goes on with it");
        browser.press("#take-kept").await;
        browser.until(&format!("one('#comment-whole').value === '{COMMENT}'")).await;
        let line = citizen.find_line("604").await;
        assert_eq!(citizen.amount_of(line).await, amount);
        citizen.review().await;
        citizen.send().await;
        citizen.receipt_code().await;
        browser.until("localStorage.length === 0").await;
        assert_eq!(server.installation.submissions(), 1);
        assert_eq!(server.installation.ballots()[0]["comments"][0]["text"], COMMENT);
    }
}

#[tokio::test]
async fn citizen_deletes_what_is_kept_here_and_on_coming_back() {
    let (_server, host, citizen) = at_the_widget("bg").await;
    citizen.comment_on_whole(COMMENT).await;
    press_keep(&citizen).await;
    citizen.browser.until("localStorage.length === 1").await;
    see(&citizen, "#keep", "Изтрий от устройството").await;
    citizen.browser.press("#keep").await;
    citizen.browser.until("localStorage.length === 0").await;
    assert!(leaving_asks(&citizen).await, "it is nowhere but on this page");
    citizen.browser.press("#keep").await;
    citizen.browser.until("localStorage.length === 1").await;

    citizen.open_widget(&host.page("/")).await;
    citizen.browser.press(".desk .acts .secondary").await;
    citizen.browser.until("localStorage.length === 0 && !one('#take-kept')").await;
}

#[tokio::test]
async fn citizen_whose_browser_keeps_nothing_is_told() {
    let server = Installation::with_sample().serve(&[]);
    let frame = r#"<iframe sandbox="allow-scripts" src="/widget"></iframe>"#;
    let widget = format!(
        r#"<glasno-budget src="{0}/c/{SLUG}" lang="bg"></glasno-budget><script async src="{0}/w/v1/glasno.js"></script>"#,
        server.address
    );
    let page = |path, html: String| Page { path, headers: vec![], html: format!("<!doctype html>{html}") };
    let host = Host::with(vec![page("/", frame.to_owned()), page("/widget", widget.clone())]);
    let citizen = Citizen::arrives().await;
    // What a browser does where the policy forbids storage: asking for it is what throws.
    let forbid = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })";
    citizen.browser.prepare_pages(forbid).await;
    citizen.open_widget(&host.page("/widget")).await;
    citizen.comment_on_whole(COMMENT).await;
    press_keep(&citizen).await;
    see(&citizen, ".steps [role=status]", "Браузърът не позволява запазване").await;
    assert!(leaving_asks(&citizen).await);
    assert_eq!(citizen.browser.text("one('#comment-whole').value").await, COMMENT);
    citizen.review().await;
    citizen.send().await;
    citizen.receipt_code().await;
    assert!(!leaving_asks(&citizen).await, "what is sent is not lost");
}

#[tokio::test]
async fn leaving_asks_only_while_something_would_be_lost() {
    let (_server, _host, citizen) = at_the_widget("bg").await;
    assert!(!leaving_asks(&citizen).await, "whoever only looks is not asked");
    citizen.comment_on_whole(COMMENT).await;
    citizen.browser.until("one('.balance')?.dataset.state === 'balanced'").await;
    assert!(leaving_asks(&citizen).await);
    citizen.review().await;
    citizen.send().await;
    citizen.receipt_code().await;
    assert!(!leaving_asks(&citizen).await);
}
