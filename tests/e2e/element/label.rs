//! `ref`: where citizens come from, as an officer reads it.

use glasno_tests::support::{Browser, Citizen, Installation, Officer, SLUG, Server};
use serde_json::json;

use super::{BUDGET, complaints, enter, review, send, site, visitor};

/// What the officer sees of each label.
pub(super) async fn counted(server: &Server) -> serde_json::Value {
    let officer = Officer::arrives(server, "en").await;
    officer.log_in().await;
    officer.open_consultation().await;
    let rows =
        "return all('table.bars tbody tr').map((row) => [row.cells[0].innerText, row.cells[1].innerText])";
    officer.browser.run(rows).await
}

/// Somebody comes by a label, in the page or in a frame, and takes part.
async fn take_part(server: &Server, framed: bool, label: &str, said: &str) -> Citizen {
    let host = site(server, framed, &format!("ref=\"{label}\""), "");
    let citizen = visitor(&host, framed).await;
    enter(&citizen, framed).await;
    citizen.comment_on_whole(said).await;
    review(&citizen, framed).await;
    send(&citizen, framed).await;
    citizen.receipt_code().await;
    citizen
}

#[tokio::test]
async fn an_officer_sees_how_many_came_from_the_library_and_how_many_from_the_bus_stop() {
    let server = Installation::with_sample().serve(&[]);
    for (framed, label) in [(false, "library-qr"), (true, "library-qr"), (true, "bus-stop")] {
        take_part(&server, framed, label, &format!("{label} {framed}")).await;
    }
    // Few are named and not counted.
    let few = counted(&server).await;
    assert_eq!(few, json!([["bus-stop", "hidden"], ["library-qr", "hidden"]]));
}

#[tokio::test]
async fn a_label_that_is_none_is_left_out_and_the_developer_is_told_once() {
    let server = Installation::with_sample().serve(&[]);
    let citizen = take_part(&server, false, "Плакат в библиотеката", "Без етикет").await;
    let told = complaints(&citizen).await;
    assert!(told.len() == 1 && told[0].contains("ref="), "{told:?}");
    assert_eq!(server.installation.submissions(), 1);
    assert_eq!(counted(&server).await, json!([]));
}

#[tokio::test]
async fn a_web_admin_picks_a_summary_and_a_label_and_copies_them() {
    let server = Installation::with_sample().serve(&[]);
    let admin = Citizen::arrives().await;
    admin.browser.goto(&format!("{}/snippet?lang=en", server.address)).await;
    let pick = "for (const [field, value] of [['#ref', 'front-page'], ['#view', 'summary']]) {\
        const found = document.querySelector(field); found.value = value;\
        found.dispatchEvent(new Event('change', { bubbles: true })) }";
    admin.browser.run(pick).await;
    let copied = "document.querySelector('#bare').textContent";
    admin.browser.until(&format!("{copied}.includes('view=\"summary\" ref=\"front-page\"')")).await;
    let linked = admin.browser.text("document.querySelector('#address').textContent").await;
    assert_eq!(linked, format!("{}/c/{SLUG}?ref=front-page", server.address));
    admin.browser.until("one('#whole')").await;
    // What is tried in the preview is counted for nobody.
    assert_eq!(admin.browser.run(&format!("return {BUDGET}.getAttribute('ref')")).await, json!(null));
    assert_eq!(complaints(&admin).await, [""; 0]);
}

#[tokio::test]
async fn a_citizen_who_reads_a_posters_code_brings_its_label_with_and_without_script() {
    let server = Installation::with_sample().serve(&[]);
    let poster = format!("{}/c/{SLUG}?ref=bus-stop", server.address);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&poster).await;
    assert_eq!(citizen.browser.run(&format!("return {BUDGET}.getAttribute('ref')")).await, json!("bus-stop"));
    // In another language it is the same poster.
    let other = "return [...new URLSearchParams(document.querySelector('.languages a').search)].sort()";
    assert_eq!(citizen.browser.run(other).await, json!([["lang", "en"], ["ref", "bus-stop"]]));

    let browser = Browser::start().await;
    browser.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.goto(&poster).await;
    browser.until("document.querySelector('form.plain [name=ref]').value === 'bus-stop'").await;
    // Nothing is said yet: the form comes back, and has not forgotten.
    browser.press("form.plain button").await;
    browser.until("document.querySelector('.told')").await;
    browser.until("document.querySelector('form.plain [name=ref]').value === 'bus-stop'").await;
    browser.press("#comment").await;
    browser.type_keys("Без скрипт").await;
    browser.press("form.plain button").await;
    browser.until("document.querySelector('main.receipt')").await;
    assert_eq!(counted(&server).await, json!([["bus-stop", "hidden"]]));
}
