//! In a frame, for everyone: with the keyboard alone, from the page around it into the frame and to the receipt, and axe
//! finds nothing on the way.

use glasno_tests::support::Installation;
use thirtyfour::Key;

use super::{settle, site, visitor};
use crate::{accessibility::Checkup, keyboard::tab_to_in_a_frame};

/// More stops than the page around the frame has.
const MOST_STOPS: usize = 10;

#[tokio::test]
async fn citizen_without_a_pointer_takes_part_in_a_frame() {
    let server = Installation::with_sample().serve(&[]);
    let host = site(&server, true, "", "");
    let citizen = visitor(&host, true).await;
    let browser = &citizen.browser;
    let mut stops = 0;
    while browser.text("root.activeElement?.localName ?? ''").await != "iframe" {
        assert!(stops < MOST_STOPS, "Tab never came into the frame");
        browser.key(Key::Tab).await;
        stops += 1;
    }
    browser.enter_widgets_frame().await;
    tab_to_in_a_frame(browser, "focused.id === 'comment-whole'").await;
    browser.type_keys("Само с клавиатура, в рамка").await;
    tab_to_in_a_frame(browser, "focused.id === 'review'").await;
    browser.key(Key::Enter).await;
    citizen.see_review().await;
    settle(&citizen).await;
    tab_to_in_a_frame(browser, "focused.id === 'send'").await;
    browser.key(Key::Space).await;
    citizen.receipt_code().await;
    browser.until("root.activeElement?.id === 'receipt-title'").await;
    assert_eq!(server.installation.submissions(), 1);
}

#[tokio::test]
async fn axe_finds_nothing_in_a_frame_from_the_draft_to_the_receipt() {
    let server = Installation::with_sample().serve(&[]);
    let host = site(&server, true, "", "");
    let citizen = visitor(&host, true).await;
    let browser = &citizen.browser;
    let mut checkup = Checkup::of(browser);
    checkup.look("the page around a frame").await;
    browser.enter_widgets_frame().await;
    checkup.look("the draft in a frame").await;
    settle(&citizen).await;
    citizen.comment_on_whole("В рамка").await;
    settle(&citizen).await;
    citizen.review().await;
    checkup.look("the review in a frame").await;
    settle(&citizen).await;
    citizen.send().await;
    citizen.receipt_code().await;
    checkup.look("the receipt in a frame").await;
    checkup.end();
}
