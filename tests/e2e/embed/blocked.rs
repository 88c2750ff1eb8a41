//! What does not come, because a network or an extension blocks it, and what comes but is not what was made: the citizen
//! reads why, has the link, and may try again.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use glasno_tests::support::{
    Browser, Citizen, Host, Installation, Server, pass_on,
    port::{self, Port},
};
use serde_json::{Value, json};

/// What is fetched: its name, and the end of its address; a role of the manifest where it is named after its content.
const FETCHED: [(&str, &str, &str); 5] = [
    ("the program", "stage2", ""),
    ("the wasm", "wasm", ""),
    ("the words", "locale:bg", ""),
    ("the draft", "", "/api/v1/consultations/primerovo-2027"),
    ("what makes the frame", "frame", "mode=frame"),
];

/// The address of a file by its role.
async fn address(server: &Server, role: &str) -> String {
    let manifest = format!("{}/w/{}/manifest.json", server.address, env!("CARGO_PKG_VERSION"));
    let manifest: Value = reqwest::get(manifest).await.unwrap().json().await.unwrap();
    let file = manifest["files"].as_array().unwrap().iter().find(|file| file["role"] == role).unwrap();
    file["url"].as_str().unwrap().to_owned()
}

/// Keeps what the element tells when it fails.
const RECORD: &str = "\
    document.told = [];\
    for (const name of ['error', 'fallback']) document.addEventListener(`glasno-${name}`, ({ type, detail }) =>\
        document.told.push([type, detail.code ?? detail.reason, detail.retryable, detail.docs]));";

/// The reason, the link and perhaps the button stand there; nothing else does.
async fn check_link(browser: &Browser, what: &str, may_retry: bool) {
    browser.until("['error', 'fallback'].includes(document.querySelector('glasno-budget').state)").await;
    let seen = "\
        const shows = (node) => !!node?.checkVisibility() && node.getBoundingClientRect().height > 10;\
        const [reason, button] = [one('p[role=status]'), one('button')];\
        return [shows(document.querySelector('glasno-budget a')), shows(reason) && reason.textContent.length > 20,\
            shows(button) && button.textContent.length > 4, !!one('[part=root], iframe, i')]";
    assert_eq!(browser.run(seen).await, json!([true, true, may_retry, false]), "{what}");
}

#[tokio::test]
async fn citizen_whose_network_blocks_a_part_has_the_link_and_tries_again() {
    let server = Installation::with_sample().serve(&[]);
    let site = |path, attributes| super::page(path, &super::snippet(&server, attributes));
    let host = Host::with(vec![site("/", ""), site("/frame", "mode=frame")]);
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    browser.prepare_pages(RECORD).await;
    for (what, role, path) in FETCHED {
        let blocked = if role.is_empty() { path.to_owned() } else { address(&server, role).await };
        browser.tell("Network.clearBrowserCache", json!({})).await;
        browser.block(&[&format!("*{blocked}*")]).await;
        browser.goto(&host.page(if role == "frame" { "/frame" } else { "/" })).await;
        check_link(browser, what, true).await;
        let docs = format!("{}/snippet#offline", server.address);
        let told = browser.run("return document.told").await;
        assert_eq!(told, json!([["glasno-error", "offline", true, docs]]), "{what}");
        // While it is still blocked, trying again leads to the same.
        let again = "document.told.length = 0; one('button').click()";
        browser.run(again).await;
        browser.until("document.told.length === 1").await;
        check_link(browser, what, true).await;
        browser.block(&[]).await;
        browser.press("button").await;
        browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
        browser.until("one('[part=root], iframe')?.offsetHeight > 320").await;
    }
}

#[tokio::test]
async fn citizen_is_shown_nothing_that_was_changed_on_its_way() {
    let server = Installation::with_sample().serve(&[]);
    for role in ["stage2", "wasm", "locale:bg", "frame"] {
        let changed = address(&server, role).await;
        let is_changed = Arc::new(AtomicBool::new(true));
        let way = way_that_changes(&server, changed, &is_changed);
        let attributes = if role == "frame" { "mode=frame" } else { "" };
        let snippet = super::snippet(&server, attributes).replace(&server.address, &way.address);
        let host = Host::with(vec![super::page("/", &snippet)]);
        let citizen = Citizen::arrives().await;
        let browser = &citizen.browser;
        browser.prepare_pages(RECORD).await;
        browser.goto(&host.page("/")).await;
        check_link(browser, role, true).await;
        let docs = format!("{}/snippet#integrity", way.address);
        let told = browser.run("return document.told").await;
        assert_eq!(told, json!([["glasno-error", "integrity", true, docs]]), "{role}");
        // Once it comes as it was made it is taken, although a browser keeps what it was given for ever.
        is_changed.store(false, Ordering::SeqCst);
        browser.tell("Network.clearBrowserCache", json!({})).await;
        browser.press("button").await;
        browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
    }
}

#[tokio::test]
async fn developer_who_mistypes_the_address_reads_in_the_console_what_is_wrong_and_where_it_is_explained() {
    let server = Installation::with_sample().serve(&[]);
    let script = super::script(&server);
    // A module is not told where it came from; without an address on the element nobody knows where it is explained.
    let module = script.replace("async", "type=module");
    let explained = |code: &str| format!("{}/snippet#{code}", server.address);
    for (source, script, code, docs) in [
        ("", &script, "source", explained("source")),
        ("src=glasno.example.bg/c/primerovo-2027", &script, "not-found", explained("not-found")),
        ("", &module, "source", String::new()),
    ] {
        let element = format!("<glasno-budget {source}><a href=/elsewhere>Участвайте</a></glasno-budget>");
        let host = Host::with(vec![super::page("/", &format!("{element}{script}"))]);
        let citizen = Citizen::arrives().await;
        let browser = &citizen.browser;
        browser.prepare_pages(RECORD).await;
        browser.goto(&host.page("/")).await;
        check_link(browser, code, false).await;
        assert_eq!(browser.run("return document.told[0][3]").await, json!(docs));
        let warned: Vec<String> = browser.complaints().await;
        assert!(warned.iter().all(|line| !line.contains("undefined")), "{warned:?}");
        let names_all =
            |line: &&String| [&docs, code, "glasno-budget"].iter().all(|part| line.contains(*part));
        assert_eq!(warned.iter().filter(names_all).count(), 1, "{code} is told once");
    }
}

/// A way to the server on which one letter of a file becomes another.
fn way_that_changes(server: &Server, file: String, is_changed: &Arc<AtomicBool>) -> Port {
    let (server, is_changed) = (server.host().to_owned(), Arc::clone(is_changed));
    Port::open(Box::new(move |request: &port::Request| {
        // Packed it would be found to be broken before anybody looks at its hash.
        let plain = |header: &&String| !header.to_ascii_lowercase().starts_with("accept-encoding:");
        let headers = request.headers.iter().filter(plain).cloned().collect();
        let (method, path, body) = (request.method.clone(), request.path.clone(), request.body.clone());
        let mut answer = pass_on(&server, &port::Request { method, path, headers, body });
        if request.path.starts_with(&file) && is_changed.load(Ordering::SeqCst) {
            // Within the last of the words, so that they can still be read.
            let letter = answer.len() - 3;
            answer[letter] ^= 1;
        }
        answer
    }))
}
