//! Where the widget cannot run, the link that the web admin pasted still leads to the consultation.

use glasno_tests::support::{Browser, Citizen, Host, Installation, Page, SLUG, Server};
use serde_json::json;
use thirtyfour::Key;

use crate::accessibility::Checkup;

mod receipt;

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
    browser.until("document.body.innerText.includes('Ето същото като обикновен формуляр')").await;
    browser.until("document.querySelector('form.plain button') !== null").await;
}

#[tokio::test]
async fn citizen_without_javascript_sends_a_comment_with_the_keyboard_alone() {
    let server = Installation::with_sample().serve(&[]);
    for (language, wrong, thanks) in
        [("bg", "Още нищо не сте казали", "Благодарим Ви"), ("en", "You have said nothing yet", "Thank you")]
    {
        let browser = without_script(&server, language).await;
        // Nothing said yet: the form comes back, and whoever sent it stands before what is to be done.
        reach(&browser, "form.plain button").await;
        browser.key(Key::Enter).await;
        browser.until(&format!("document.querySelector('.told')?.innerText.includes('{wrong}')")).await;
        browser.until("document.activeElement.id === 'told'").await;
        reach(&browser, "#comment").await;
        // Another one in each language, or the second would be asked whether it is the first again.
        browser.type_keys(&format!("Повече дървета ({language})")).await;
        reach(&browser, "form.plain button").await;
        browser.key(Key::Enter).await;
        browser.until(&format!("document.querySelector('main.receipt h2')?.innerText === '{thanks}'")).await;
        let code = browser.text("document.querySelector('.code').innerText").await;
        assert!(code.parse::<glasno_model::ReceiptCode>().is_ok(), "{code}");
        assert!(!browser.text("location.href").await.contains(&code));
    }
}

#[tokio::test]
async fn what_a_citizen_without_javascript_typed_survives_a_mistake() {
    let server = Installation::with_sample().serve(&[]);
    let browser = without_script(&server, "en").await;
    let amount = "form.plain input[name^='amount.']";
    reach(&browser, amount).await;
    browser.type_keys("a lot").await;
    reach(&browser, "#comment").await;
    browser.type_keys("More trees").await;
    reach(&browser, "form.plain button").await;
    browser.key(Key::Enter).await;
    browser.until("document.querySelector('.told') !== null").await;
    assert_eq!(browser.text("document.querySelector('#comment').value").await, "More trees");
    let field = format!("document.querySelector(\"{amount}\")");
    assert_eq!(browser.text(&format!("{field}.value")).await, "a lot");
    assert_eq!(browser.text(&format!("{field}.getAttribute('aria-invalid')")).await, "true");
    let told = format!(
        "document.getElementById({field}.getAttribute('aria-describedby').split(' ')[0]).textContent"
    );
    assert!(browser.text(&told).await.starts_with("Type an amount"));
    // The link above leads to the field.
    browser.press(".told li a").await;
    browser.until(&format!("location.hash.slice(1) === {field}.id")).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_the_plain_form_its_mistakes_and_its_receipt() {
    let server = Installation::with_sample().serve(&[]);
    let browser = Citizen::arrives().await.browser;
    // axe needs script; the widget must not come.
    browser.block(&["*/w/v1/glasno.js"]).await;
    let mut checkup = Checkup::of(&browser);
    for language in ["bg", "en"] {
        browser.goto(&format!("{}/c/{SLUG}?lang={language}", server.address)).await;
        browser.press("form.plain button").await;
        browser.until("document.querySelector('.told') !== null").await;
        // The whole form stands below what is wrong with it. Some of what stands behind a press is looked at too.
        browser.run("[...document.querySelectorAll('details')].slice(0, 3).forEach((one) => { one.open = true; })").await;
        checkup.look(&format!("{language}, mistakes")).await;
        browser.run(&format!("document.querySelector('#comment').value = 'x {language}'")).await;
        browser.press("form.plain button").await;
        browser.until("document.querySelector('main.receipt') !== null").await;
        checkup.look(&format!("{language}, receipt")).await;
    }
    checkup.end();
}

#[tokio::test]
async fn the_plain_form_fits_a_narrow_phone() {
    let server = Installation::with_sample().serve(&[]);
    let browser = without_script(&server, "bg").await;
    browser.resize(320, 640).await;
    browser.until("document.documentElement.scrollWidth <= 320").await;
    let small = "[...document.querySelectorAll('.plain :is(a, summary, select, textarea, button, label.choice, input.number)')]\
        .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 24)\
        .map((one) => one.outerHTML.slice(0, 80)).join()";
    assert_eq!(browser.text(small).await, "", "targets of less than 24 px");
}

#[tokio::test]
async fn nothing_moves_when_the_widget_takes_the_place_of_what_the_server_made() {
    let server = Installation::with_sample().serve(&[]);
    let citizen = Citizen::arrives().await;
    let shifts = "window.shifted = 0; new PerformanceObserver((list) => { \
        for (const entry of list.getEntries()) window.shifted += entry.value; \
        }).observe({ type: 'layout-shift', buffered: true })";
    citizen.browser.prepare_pages(shifts).await;
    for (width, height) in [(360, 640), (1280, 800)] {
        citizen.browser.resize(width, height).await;
        citizen.browser.goto(&format!("{}/c/{SLUG}", server.address)).await;
        citizen.see_widget().await;
        let shifted: f64 = citizen.browser.text("window.shifted").await.parse().unwrap();
        assert!(shifted < 0.001, "at {width} px the page moved by {shifted}");
        assert_eq!(
            citizen.browser.text("document.querySelector('form.plain').checkVisibility()").await,
            "false"
        );
    }
}

/// A browser in which no script runs, on the consultation's page.
async fn without_script(server: &Server, language: &str) -> Browser {
    let browser = Citizen::arrives().await.browser;
    browser.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.goto(&format!("{}/c/{SLUG}?lang={language}", server.address)).await;
    browser.until("document.querySelector('form.plain') !== null").await;
    browser
}

/// Goes on with the Tab key until this has the focus; the field before it is reached by hand, as it is a long way.
async fn reach(browser: &Browser, selector: &str) {
    browser
        .run(&format!(
            "const stops = [...document.querySelectorAll('a, button, input:not([type=hidden]), textarea, select, summary')].filter((one) => one.checkVisibility()); \
             stops[Math.max(0, stops.indexOf(document.querySelector(\"{selector}\")) - 1)].focus()"
        ))
        .await;
    for _ in 0..8 {
        browser.key(Key::Tab).await;
        if browser.text(&format!("document.activeElement === document.querySelector(\"{selector}\")")).await
            == "true"
        {
            return;
        }
    }
    panic!("{selector} is not reached with the keyboard");
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
async fn citizen_on_a_page_that_forbids_wasm_and_frames_reads_why_and_has_the_link() {
    let server = Installation::with_sample().serve(&[]);
    let policy = format!("script-src {0}; connect-src {0}; frame-src 'none'", server.address);
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
