//! A page that wants a consent of its own before anything is sent: `glasno-before-submit`, in the page and through a frame.

use glasno_tests::support::{Installation, SLUG};
use serde_json::json;

use super::{BUDGET, review, send, site, visitor};

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
        if framed {
            citizen.browser.enter_widgets_frame().await;
        }
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
        "<!doctype html><html lang=bg><meta charset=utf-8><title>Община</title>\
         <iframe src=\"{address}/c/{SLUG}/frame?lang=bg&v=1\" title=\"Обсъждане\" width=600 height=900></iframe>\
         <script>addEventListener('message', ({{ source, data }}) => {{\
             if (data.msg !== 'hello') return; const {{ port1, port2 }} = new MessageChannel();\
             port1.onmessage = ({{ data }}) => (document.heard ??= []).push(data.msg); document.port = port1;\
             source.postMessage({{ type: 'glasno-budget', v: 1, msg: 'init' }}, '*', [port2]) }})</script>"
    );
    let host = glasno_tests::support::Host::with(vec![glasno_tests::support::Page {
        path: "/",
        headers: vec![],
        html,
    }]);
    let citizen = glasno_tests::support::Citizen::arrives().await;
    citizen.browser.goto(&host.page("/")).await;
    citizen.browser.enter_frame(0).await;
    citizen.see_widget().await;
    citizen.comment_on_whole("Без отговор").await;
    citizen.review().await;
    citizen.send().await;
    citizen.receipt_code().await;
    citizen.browser.leave_frames().await;
    assert_eq!(
        citizen.browser.run("return document.heard.filter((said) => said === 'ask').length").await,
        json!(1)
    );
    assert_eq!(server.installation.submissions(), 1);
}
