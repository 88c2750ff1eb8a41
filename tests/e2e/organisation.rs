//! Somebody who speaks for an organisation: it is named beside the proposal and stands in the officer's list.

use glasno_tests::support::{Citizen, Host, Installation, Officer, SLUG, Server};
use serde_json::{Value, json};

use crate::accessibility::Checkup;

const FOLD: &str = "#organisation summary";

fn serve() -> Server {
    let server = Installation::with_sample().serve(&[]);
    let file = server.installation.folder().join("organisations.toml");
    std::fs::write(&file, "[ways]\norganisations = true\n").unwrap();
    server.installation.done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    server
}

async fn visit(host: &Host) -> Citizen {
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.comment_on_whole("Повече дървета").await;
    citizen.review().await;
    citizen
}

async fn name(citizen: &Citizen, field: &str, text: &str) {
    citizen.browser.press(&format!("#organisation-{field}")).await;
    citizen.browser.mark_all().await;
    citizen.browser.insert(text).await;
}

/// What the officer's page and table tell, in one language.
async fn register(server: &Server, language: &'static str) -> String {
    let officer = Officer::arrives(server, language).await;
    officer.log_in().await;
    officer.open_consultation().await;
    officer.browser.press("a[href*='/organisations']").await;
    officer.browser.until("one('form.act button')").await;
    let shown = officer.browser.text("one('table').innerText").await;
    let mut checkup = Checkup::of(&officer.browser);
    checkup.look("the officer's register of organisations").await;
    // What is removed by mistake is put back.
    officer.browser.press("form.act button").await;
    officer.browser.until("one('[role=status] form.act button') && !one('table')").await;
    checkup.look("the register with something taken out of it").await;
    checkup.end();
    officer.browser.press("[role=status] button").await;
    officer.browser.until("one('table') && !one('[role=status]')").await;
    assert_eq!(officer.browser.text("one('table').innerText").await, shown);
    shown
}

#[tokio::test]
async fn an_organisation_is_named_beside_the_proposal_and_the_officer_finds_it() {
    let server = serve();
    let host = Host::with_index(&server.address, "bg");
    let citizen = visit(&host).await;
    citizen.browser.press(FOLD).await;
    citizen.browser.until("one('#organisation-name').checkVisibility()").await;
    name(&citizen, "name", "Читалище „Искра“").await;
    citizen.choose("#organisation-kind", "Читалище").await;
    name(&citizen, "area", "кв. Гарата").await;

    // A look back at the draft forgets nothing.
    citizen.browser.press("#back").await;
    citizen.browser.until("one('#comment-whole')").await;
    citizen.review().await;
    let filled = "['name', 'kind', 'area'].map((field) => one('#organisation-' + field).value)";
    let kept: Value = citizen.browser.run(&format!("return {filled}")).await;
    assert_eq!(kept, json!(["Читалище „Искра“", "chitalishte", "кв. Гарата"]));
    let mut checkup = Checkup::of(&citizen.browser);
    checkup.look("the review with an organisation").await;
    checkup.end();
    citizen.send().await;
    citizen.receipt_code().await;

    let ballots = server.installation.ballots();
    assert!(ballots.len() == 1 && !ballots[0].to_string().contains("Искра"), "{ballots:?}");
    let shown = register(&server, "bg").await;
    assert!(shown.contains("Читалище „Искра“") && shown.contains("кв. Гарата"), "{shown}");
}

#[tokio::test]
async fn an_organisation_half_filled_in_is_told_what_is_missing_and_nothing_is_sent() {
    let server = serve();
    let host = Host::with_index(&server.address, "en");
    let citizen = visit(&host).await;
    citizen.browser.press(FOLD).await;
    name(&citizen, "area", "North").await;
    // The fold is closed again; the mistake opens it.
    citizen.browser.press(FOLD).await;
    citizen.send().await;
    citizen.browser.until("root.activeElement?.id === 'organisation-name'").await;
    let told = citizen.browser.text("one('#organisation-name-note').textContent").await;
    assert_eq!(told, "Type the name of the organisation, or empty all of its fields.");
    assert_eq!(server.installation.submissions(), 0);
    name(&citizen, "name", "Green Primerovo").await;
    citizen.send().await;
    citizen.browser.until("root.activeElement?.id === 'organisation-kind'").await;
    citizen.choose("#organisation-kind", "A civic organisation").await;
    citizen.send().await;
    citizen.receipt_code().await;
    let shown = register(&server, "en").await;
    assert!(shown.contains("Green Primerovo") && shown.contains("A civic organisation"), "{shown}");
}

#[tokio::test]
async fn an_organisation_half_filled_in_waits_on_the_device_with_the_proposal() {
    let server = serve();
    let host = Host::with_index(&server.address, "bg");
    let citizen = visit(&host).await;
    let browser = &citizen.browser;
    browser.press(FOLD).await;
    name(&citizen, "name", "Читалище „Искра“").await;
    browser.press("#back").await;
    browser.press(".more-acts summary").await;
    browser.press("#keep").await;
    browser.until("Object.values(localStorage)[0]?.includes('Искра')").await;
    citizen.open_widget(&host.page("/")).await;
    browser.press("#take-kept").await;
    browser.until("one('#comment-whole').value").await;
    citizen.review().await;
    assert_eq!(browser.text("one('#organisation-name').value").await, "Читалище „Искра“");
    assert_eq!(browser.text("one('#organisation').open").await, "true");
}

#[tokio::test]
async fn somebody_who_speaks_for_nobody_sends_as_ever() {
    let server = serve();
    let host = Host::with_index(&server.address, "bg");
    let citizen = visit(&host).await;
    assert_eq!(citizen.browser.text("one('#organisation-name').checkVisibility()").await, "false");
    citizen.send().await;
    citizen.receipt_code().await;
    assert_eq!(server.installation.submissions(), 1);
}
