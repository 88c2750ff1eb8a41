//! Whoever keeps, steps back, speaks for an organisation, comes back with a code, or meets a corrected draft.

use glasno_tests::support::{Citizen, Host, Installation, SLUG, Server, fixture};

use super::{Around, Look, put};

/// From the first change over the device, the register and the code to the end.
pub(crate) async fn coming_back(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let server = with_register();
    let host = around.open(citizen, &server).await;
    keeping(citizen, &host, look).await;

    citizen.review().await;
    browser.press("#organisation summary").await;
    look.look("an organisation is asked for").await;
    put(citizen, "#organisation-name", "604").await;
    citizen.send().await;
    browser.until("one('#organisation-kind').ariaInvalid === 'true'").await;
    look.look("an organisation is not complete").await;
    let choose = "const list = one('#organisation-kind'); list.selectedIndex = 2; list.dispatchEvent(new Event('change'))";
    browser.run(choose).await;
    citizen.send().await;
    let code = citizen.receipt_code().await;
    look.look("receipt, with what was sent").await;

    browser.press("#change").await;
    browser.until("root.activeElement?.id === 'changing'").await;
    look.look("what was sent is being changed").await;
    correct(&server);
    citizen.press_less(citizen.find_line("606").await).await;
    citizen.review().await;
    look.look("review of a change").await;
    citizen.send().await;
    browser.until("one('.delivery.shown') && one('#send').ariaDisabled !== 'true'").await;
    look.look("the draft was corrected meanwhile").await;
    citizen.send().await;
    browser.until("root.activeElement?.id === 'notes'").await;
    look.look("what the correction changed").await;
    browser.press("#withdraw").await;
    browser.until("root.activeElement?.id === 'withdraw-no'").await;
    look.look("asked before withdrawing").await;
    browser.press("#withdraw-yes").await;
    browser.until("root.activeElement?.id === 'held'").await;
    look.look("withdrawn").await;

    citizen.open_widget(&host.page("/")).await;
    browser.press("#have-code").await;
    browser.until("root.activeElement?.id === 'code'").await;
    look.look("asked for the code").await;
    browser.insert("7KXM").await;
    browser.press("#find").await;
    browser.until("one('#code').ariaInvalid === 'true'").await;
    look.look("a code mistyped").await;
    put(citizen, "#code", &code).await;
    browser.press("#find").await;
    browser.until("one('#held')").await;
    look.look("what was withdrawn, found by its code").await;
}

/// Keeping on the device, finding it there, steps back and forth.
async fn keeping(citizen: &Citizen, host: &Host, look: &mut impl Look) {
    let browser = &citizen.browser;
    let line = citizen.find_line("604").await;
    citizen.press_less(line).await;
    browser.press(".more-acts summary").await;
    browser.press("#keep").await;
    browser.until("one('.steps [role=status]').textContent").await;
    look.look("kept on the device").await;
    citizen.open_widget(&host.page("/")).await;
    browser.until("one('#take-kept')").await;
    look.look("what is kept is offered").await;
    browser.press("#take-kept").await;
    citizen.see_balance_become("left-over").await;
    citizen.press_less(citizen.find_line("606").await).await;
    browser.press("#undo").await;
    browser.until("one('.steps [role=status]').textContent && one('#redo').ariaDisabled === 'false'").await;
    look.look("a step taken back").await;
}

/// The sample with the register of organisations.
fn with_register() -> Server {
    let installation = Installation::with_sample();
    let file = installation.folder().join("register.toml");
    std::fs::write(
        &file,
        "questions = []\n[ways]\nrebalance = true\ncomments = true\norganisations = true\n",
    )
    .unwrap();
    installation.done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    installation.serve(&[])
}

/// The municipality imports its draft again, one line corrected.
fn correct(server: &Server) {
    let corrected = server.installation.folder().join("corrected.csv");
    let table = std::fs::read_to_string(fixture("sample-budget.csv")).unwrap();
    assert!(table.contains(",200000,"), "the first line has this amount");
    std::fs::write(&corrected, table.replacen(",200000,", ",210000,", 1)).unwrap();
    let file = corrected.to_str().unwrap();
    server.installation.done(["import", file, "--consultation", SLUG, "--file-currency", "BGN"]);
}
