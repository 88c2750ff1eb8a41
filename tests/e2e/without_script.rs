//! Where the widget cannot run, the link that the web admin pasted still leads to the consultation.

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG};
use serde_json::json;

#[tokio::test]
async fn citizen_without_javascript_follows_the_link_to_the_consultation() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let browser = Citizen::arrives().await.browser;
    browser.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.goto(&host.page("/")).await;
    browser.press("glasno-budget a").await;
    browser.until(&format!("location.href === '{}/c/{SLUG}'", server.address)).await;
    browser.until("document.body.innerText.includes('Проект за бюджет 2027')").await;
    browser.until("document.body.innerText.includes('разрешете JavaScript')").await;
}

#[tokio::test]
async fn citizen_whose_network_blocks_the_script_takes_part_on_the_consultations_own_page() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    citizen.browser.block(&["*/w/v1/glasno.js"]).await;
    citizen.browser.goto(&host.page("/")).await;
    citizen.browser.seek("glasno-budget a").await;
    citizen.browser.block(&[]).await;
    citizen.browser.press("glasno-budget a").await;
    citizen.see_widget().await;
}

#[tokio::test]
async fn citizen_on_a_page_that_forbids_wasm_reads_why_and_has_the_link() {
    let server = Installation::with_sample().serve(&[]);
    let policy = format!("script-src {0}; connect-src {0}", server.address);
    let html = format!(
        r#"<!doctype html><html lang="bg"><title>Община</title><glasno-budget src="{0}/c/{SLUG}">
        <a href="{0}/c/{SLUG}">Участвайте</a></glasno-budget><script async src="{0}/w/v1/glasno.js"></script>"#,
        server.address
    );
    let page = Page { path: "/", headers: vec![("content-security-policy", policy)], html };
    let host = Host::with(vec![page]);
    let browser = Citizen::arrives().await.browser;
    browser.goto(&host.page("/")).await;
    browser.until("one('[role=status]')?.textContent.includes('Отворете връзката')").await;
    let link = "document.querySelector('glasno-budget a').checkVisibility()";
    assert_eq!(browser.text(link).await, "true", "the link is still shown");
}
