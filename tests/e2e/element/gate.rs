//! A page that wants a consent of its own before anything is sent: `glasno-before-submit`, in the page and through a frame.

use glasno_tests::support::{Host, Installation, Page, SLUG};
use serde_json::json;

use super::{BUDGET, enter, review, send, site, visitor};
use crate::framed::take_part;

#[tokio::test]
async fn nothing_is_sent_until_the_page_lets_it() {
    let server = Installation::with_sample().serve(&[]);
    for (framed, sent) in [(false, 1), (true, 2)] {
        let host = site(&server, framed, "", "");
        let citizen = visitor(&host, framed).await;
        let gate = format!(
            "document.asked = []; document.consent = false;\
             {BUDGET}.addEventListener('glasno-before-submit', (event) => {{\
                 document.asked.push(event.detail); if (!document.consent) event.preventDefault() }})"
        );
        citizen.browser.run(&gate).await;
        enter(&citizen, framed).await;
        citizen.comment_on_whole("Със съгласие").await;
        review(&citizen, framed).await;
        send(&citizen, framed).await;
        citizen.browser.leave_frames().await;
        citizen.browser.until("document.asked.length === 1").await;
        assert_eq!(citizen.browser.run("return document.asked").await, json!([{ "consultation": SLUG }]));
        assert_eq!(server.installation.submissions(), sent - 1, "the page said no");

        citizen.browser.run("document.consent = true").await;
        if framed {
            citizen.browser.enter_widgets_frame().await;
            citizen.browser.until("one('#send')?.getAttribute('aria-disabled') !== 'true'").await;
        }
        send(&citizen, framed).await;
        citizen.receipt_code().await;
        citizen.browser.leave_frames().await;
        assert_eq!(citizen.browser.run("return document.asked.length").await, json!(2));
        assert_eq!(server.installation.submissions(), sent);
    }
}

#[tokio::test]
async fn a_page_that_does_not_answer_holds_nobody_up() {
    let server = Installation::with_sample().serve(&[]);
    // The page of another product, that greets the frame and then says nothing more.
    let address = &server.address;
    let html = format!(
        "<!doctype html><html lang=bg><meta charset=utf-8><link rel=icon href=\"data:,\"><title>Община</title>\
         <iframe src=\"{address}/c/{SLUG}/frame?lang=bg&v=1\" title=\"Обсъждане\" width=600 height=900></iframe>\
         <script>addEventListener('message', ({{ source, data }}) => {{\
             if (data.msg !== 'hello') return; const {{ port1, port2 }} = new MessageChannel();\
             port1.onmessage = ({{ data }}) => (document.heard ??= []).push(data.msg); document.port = port1;\
             source.postMessage({{ type: 'glasno-budget', v: 1, msg: 'init' }}, '*', [port2]) }})</script>"
    );
    let host = Host::with(vec![Page { path: "/", headers: vec![], html }]);
    let citizen = take_part(&server, &host).await;
    citizen.browser.leave_frames().await;
    let asked = "return document.heard.filter((said) => said === 'ask').length";
    assert_eq!(citizen.browser.run(asked).await, json!(1));
}
