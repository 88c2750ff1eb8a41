//! What a page may set on the element, hear from it and put into it, where the widget runs in the page and where it runs in
//! a frame.

mod everyone;
mod gate;
mod label;
mod live;
mod module;
mod prefix;
mod settings;
mod versions;
mod words;

use glasno_tests::support::{Citizen, Host, Page, SLUG, Server};

/// A page under a policy that allows our frame and forbids the rest, so that the widget runs in it; else as any.
fn site(server: &Server, framed: bool, attributes: &str, inside: &str) -> Host {
    let address = format!("{}/c/{SLUG}", server.address);
    let html = format!(
        "<!doctype html><html lang=bg><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>Община Примерово</title><h1>Новини</h1>\
         <glasno-budget src=\"{address}\" lang=\"bg\" {attributes}>{inside}<a href=\"{address}\">Участвайте</a></glasno-budget>\
         <script async src=\"{}/w/v1/glasno.js\"></script>",
        server.address
    );
    let policy = format!("default-src 'none'; script-src {0}; frame-src {0}; img-src data:", server.address);
    let headers = if framed { vec![("content-security-policy", policy)] } else { vec![] };
    Host::with(vec![Page { path: "/", headers, html }])
}

/// Somebody to whom the widget is ready, in the page or in a frame.
async fn visitor(host: &Host, framed: bool) -> Citizen {
    let citizen = Citizen::arrives().await;
    citizen.browser.goto(&host.page("/")).await;
    let mode = if framed { "frame" } else { "inline" };
    citizen.browser.until(&format!("{BUDGET}.mode === '{mode}' && {BUDGET}.state === 'ready'")).await;
    citizen
}

/// Waits until a frame is as tall as what stands in it: what moves cannot be pressed.
async fn settle(citizen: &Citizen) {
    citizen.browser.until("Math.abs(innerHeight - document.body.getBoundingClientRect().height) < 2").await;
}

/// Goes to where the widget is drawn.
async fn enter(citizen: &Citizen, framed: bool) {
    if framed {
        citizen.browser.enter_widgets_frame().await;
    }
}

/// Sets something on the element from the page around, and goes back to where the widget is drawn.
async fn set(citizen: &Citizen, framed: bool, what: &str) {
    citizen.browser.leave_frames().await;
    citizen.browser.run(&format!("{BUDGET}.{what}")).await;
    enter(citizen, framed).await;
}

/// Goes on to the review.
async fn review(citizen: &Citizen, framed: bool) {
    if framed {
        settle(citizen).await;
    }
    citizen.review().await;
}

/// Sends what stands in the review.
async fn send(citizen: &Citizen, framed: bool) {
    if framed {
        settle(citizen).await;
    }
    citizen.send().await;
}

/// What the browser complained about, but for the icon that these sites do not have.
async fn complaints(citizen: &Citizen) -> Vec<String> {
    let told = citizen.browser.complaints().await;
    told.into_iter().filter(|line| !line.contains("favicon.ico")).collect()
}

/// The element, whatever stands in it.
const BUDGET: &str = "document.querySelector('glasno-budget')";
