//! From the review to the receipt.

use glasno_tests::support::{Citizen, Installation};

use super::{Around, Look};

/// Sending: the review, what goes wrong on the way, the receipt.
pub(crate) async fn sending(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let server = Installation::with_sample().serve(&[]);
    let _host = around.open(citizen, &server).await;
    let line = citizen.find_line("604").await;
    citizen.press_less(line).await;
    citizen.see_balance_become("left-over").await;
    citizen.comment(line, "אב גד").await;
    browser.press("#question-0 .option:nth-child(1) input").await;
    citizen.review().await;
    look.look("review").await;
    browser.set_offline(true).await;
    citizen.send().await;
    browser.until("one('.delivery.shown') && one('.respondent').disabled").await;
    look.look("no connection").await;
    browser.set_offline(false).await;
    citizen.receipt_code().await;
    look.look("receipt").await;
    browser.press(".receipt .primary").await;
    browser.until("one('.receipt [role=status]').textContent").await;
    look.look("receipt copied").await;

    let _host = around.open(citizen, &server).await;
    citizen.comment_on_whole("אב גד").await;
    citizen.review().await;
    browser.block(&["*/submissions"]).await;
    citizen.send().await;
    browser.until("one('.delivery.shown')").await;
    look.look("the server is away").await;
    browser.block(&[]).await;
    citizen.receipt_code().await;

    let _host = around.open(citizen, &server).await;
    citizen.comment_on_whole("אב גד").await;
    citizen.review().await;
    server.installation.update(&["--allowed-origin", "https://www.example.bg"]);
    citizen.send().await;
    browser.until("one('.review a')").await;
    look.look("this page may not send").await;
}
