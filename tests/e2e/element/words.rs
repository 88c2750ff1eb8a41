//! The page's own words in the element's slots: above the widget, and after the receipt.

use glasno_tests::support::Installation;
use serde_json::json;

use super::{BUDGET, complaints, enter, review, send, site, visitor};

const INSIDE: &str =
    "<p slot=\"intro\">Кметът Ви кани.</p><p slot=\"after-submit\">Заповядайте на обсъждането.</p>";
const SEEN: &str =
    "return [...document.querySelectorAll('glasno-budget > *')].map((child) => child.checkVisibility())";

#[tokio::test]
async fn the_pages_own_words_stand_above_the_widget_and_after_the_receipt() {
    let server = Installation::with_sample().serve(&[]);
    for framed in [false, true] {
        let host = site(&server, framed, "", INSIDE);
        let citizen = visitor(&host, framed).await;
        assert_eq!(citizen.browser.run(SEEN).await, json!([true, false, false]), "{framed}");
        let order = "const [intro, after, link] = [...document.querySelectorAll('glasno-budget > *')];\
            const widget = one('[part=root], iframe').getBoundingClientRect();\
            return intro.getBoundingClientRect().bottom <= widget.top";
        assert_eq!(citizen.browser.run(order).await, json!(true), "{framed}");
        if framed {
            let title = citizen.browser.text("one('iframe').title").await;
            assert_eq!(title, "Участвайте", "the frame is called what the link says");
            citizen.browser.enter_widgets_frame().await;
        }
        citizen.comment_on_whole("Добре дошли").await;
        review(&citizen, framed).await;
        send(&citizen, framed).await;
        citizen.receipt_code().await;
        citizen.browser.leave_frames().await;
        citizen.browser.until(&format!("{BUDGET}.state === 'submitted'")).await;
        citizen.browser.until(&format!("{BUDGET}.children[1].checkVisibility()")).await;
        let below = "return document.querySelector('glasno-budget').children[1].getBoundingClientRect().top >=\
            one('[part=root], iframe').getBoundingClientRect().bottom - 1";
        citizen.browser.until(&format!("(() => {{ {below} }})()")).await;

        // Whoever goes back to change something has not sent that yet.
        enter(&citizen, framed).await;
        citizen.browser.press("#change").await;
        citizen.browser.until("one('.spending')").await;
        citizen.browser.leave_frames().await;
        citizen.browser.until(&format!("!{BUDGET}.children[1].checkVisibility()")).await;
        assert_eq!(complaints(&citizen).await, [""; 0]);
    }
    assert_eq!(server.installation.submissions(), 2);
}
