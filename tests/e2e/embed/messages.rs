//! What a page and its frame say to each other, and whom they do not listen to.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use glasno_tests::support::{Citizen, Host, Installation, SLUG, Server, port::Port};
use serde_json::json;

/// Runs in every window: keeps what it is told, and answers a question that only shows that all before it has been heard.
/// Every frame begins with a hello in a protocol that is not spoken yet.
const LISTEN: &str = "\
    document.heard = [];\
    if (parent !== self) parent.postMessage({ type: 'glasno-budget', v: 2, msg: 'hello' }, '*');\
    addEventListener('message', ({ data, origin, ports, source }) => {\
        if (data === 'heard?') return source.postMessage('heard', '*');\
        document.heard.push({ data, origin, ports: ports.length });\
    });";

/// Says something to a window, and waits until that window has heard it and everything before.
fn say(window: &str, messages: &str) -> String {
    format!(
        "const [to, type] = [{window}, 'glasno-budget'];\
         for (const message of {messages}) to.postMessage(message, '*', message?.msg === 'init' ? [new MessageChannel().port1] : []);\
         return new Promise((done) => {{\
            addEventListener('message', ({{ data }}) => data === 'heard' && done(1));\
            to.postMessage('heard?', '*');\
         }})"
    )
}

const HELLOS: &str = "[{ type, v: 1, msg: 'hello' }, { type, v: 2, msg: 'hello' }, { type: 'other', v: 1, msg: 'hello' },\
    { type, v: 1, msg: 'height', px: 9999 }, { msg: 'height', px: 9999 }, 'hello', null]";

/// How often our `init` was heard by the window that is looked at.
async fn inits(citizen: &Citizen) -> u64 {
    let count = "return document.heard.filter(({ data }) => data?.msg === 'init').length";
    citizen.browser.run(count).await.as_u64().unwrap()
}

fn site(server: &Server, way: &Port) -> Host {
    let stranger = "<!doctype html><title>Чужда рамка</title>";
    let script = super::script(server).replace(&server.address, &way.address);
    let middle = format!("<iframe src=/stranger title=Чужда></iframe><div id=place></div>{script}");
    let stranger =
        glasno_tests::support::Page { path: "/stranger", headers: vec![], html: stranger.to_owned() };
    Host::with(vec![super::page("/", &middle), stranger])
}

#[tokio::test]
async fn widget_in_a_frame_listens_to_nobody_but_its_own_frame() {
    let server = Installation::with_sample().serve(&[]);
    // Our own frame does not come for now: whoever says hello in its place could be taken for it.
    let let_go = Arc::new(AtomicBool::new(false));
    let way = super::way_that_holds_the_frame(&server, &let_go);
    let host = site(&server, &way);
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(LISTEN).await;
    citizen.browser.goto(&host.page("/")).await;
    super::put_up_framed(&citizen.browser, &server, &way).await;
    let state = "document.querySelector('glasno-budget').state";
    // The page itself, and another frame in it.
    citizen.browser.run(&say("window", HELLOS)).await;
    citizen.browser.enter_frame(0).await;
    citizen.browser.run(&say("parent", HELLOS)).await;
    assert_eq!(inits(&citizen).await, 0, "another frame was answered");
    citizen.browser.leave_frames().await;
    assert_eq!(inits(&citizen).await, 0, "the page itself was answered");
    assert_eq!(citizen.browser.text(state).await, "loading");
    assert_eq!(citizen.browser.text("root.querySelector('iframe').style.height").await, "");

    // Now it comes, is answered once, and stays the one that is listened to.
    let_go.store(true, Ordering::SeqCst);
    citizen.browser.until(&format!("{state} === 'ready'")).await;
    citizen.browser.enter_widgets_frame().await;
    assert_eq!(inits(&citizen).await, 1);
    citizen.browser.run(&say("parent", HELLOS)).await;
    assert_eq!(inits(&citizen).await, 1, "a second hello was answered");
    citizen.browser.leave_frames().await;
    citizen.browser.enter_frame(0).await;
    citizen.browser.run(&say("parent", HELLOS)).await;
    assert_eq!(inits(&citizen).await, 0, "another frame was answered once ours was there");
    citizen.browser.leave_frames().await;
    citizen.browser.until("parseInt(root.querySelector('iframe').style.height) !== 9999").await;
    assert_eq!(citizen.browser.text(state).await, "ready");
}

#[tokio::test]
async fn frame_listens_to_nobody_but_the_page_around_it_and_to_that_once() {
    let server = Installation::with_sample().serve(&[]);
    let frame =
        format!("<iframe src=\"{}/c/{SLUG}/frame?lang=bg\" title=Обсъждане></iframe>", server.address);
    let host = Host::with(vec![super::page(
        "/",
        &format!("{frame}<iframe src=\"/stranger\" title=Чужда></iframe>"),
    )]);
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(LISTEN).await;
    citizen.browser.goto(&host.page("/")).await;
    citizen.browser.until("document.heard.some(({ data }) => data?.msg === 'hello')").await;
    citizen.browser.enter_frame(0).await;
    let framed = "document.documentElement.matches('.framed')";
    let init = |lang: &str| format!("[{{ type, v: 1, msg: 'init', lang: '{lang}' }}]");
    // From itself, from a frame beside it, and in a protocol that it does not speak.
    citizen.browser.run(&say("window", &init("en"))).await;
    citizen.browser.leave_frames().await;
    citizen.browser.enter_frame(1).await;
    citizen.browser.run(&say("parent.frames[0]", &init("en"))).await;
    citizen.browser.leave_frames().await;
    citizen
        .browser
        .run(&say(
            "frames[0]",
            "[{ type, v: 2, msg: 'init', lang: 'en' }, { type, msg: 'init', lang: 'en' }]",
        ))
        .await;
    citizen.browser.enter_frame(0).await;
    assert_eq!(
        citizen.browser.run(&format!("return [{framed}, document.documentElement.lang]")).await,
        json!([false, "bg"])
    );
    // From the page around it, and then once more.
    citizen.browser.leave_frames().await;
    citizen.browser.run(&say("frames[0]", &init("bg"))).await;
    citizen.browser.run(&say("frames[0]", &init("en"))).await;
    citizen.browser.enter_frame(0).await;
    assert_eq!(
        citizen.browser.run(&format!("return [{framed}, document.documentElement.lang]")).await,
        json!([true, "bg"])
    );
}
