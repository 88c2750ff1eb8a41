//! At home on any municipal site: what a page around the widget may do to it, and what the widget may not do to the page.
//! Every page here stands on another origin than the server.

mod blocked;
mod colours;
mod geometry;
mod guest;
mod messages;
mod mounts;
mod policies;
mod styles;
mod told;
pub mod two;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use glasno_tests::support::{Browser, Page, SLUG, Server, pass_on, port::Port};
use serde_json::json;

/// The lines that a web admin copies, with attributes of their own on the element.
pub fn snippet(server: &Server, attributes: &str) -> String {
    format!("{}{}", element(server, SLUG, attributes), script(server))
}

/// The element alone, for a consultation.
pub fn element(server: &Server, slug: &str, attributes: &str) -> String {
    let address = format!("{}/c/{slug}", server.address);
    format!(
        "<glasno-budget src=\"{address}\" lang=\"bg\" {attributes}><a href=\"{address}\">Участвайте</a></glasno-budget>"
    )
}

/// The script alone.
pub fn script(server: &Server) -> String {
    format!("<script async src=\"{}/w/v1/glasno.js\"></script>", server.address)
}

/// A way to the server on which the page in the frame waits until it is let go.
pub fn way_that_holds_the_frame(server: &Server, let_go: &Arc<AtomicBool>) -> Port {
    let (server, let_go) = (server.host().to_owned(), Arc::clone(let_go));
    Port::open(Box::new(move |request| {
        let is_frame = request.path.split('?').next().is_some_and(|path| path.ends_with("/frame"));
        while is_frame && !let_go.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(10));
        }
        pass_on(&server, request)
    }))
}

/// Puts the element into `#place` as a frame that comes by `way`, once its page has come, which would wait for the frame.
pub async fn put_up_framed(browser: &Browser, server: &Server, way: &Port) {
    let element = element(server, SLUG, "mode=frame").replace(&server.address, &way.address);
    browser.run_with("document.querySelector('#place').innerHTML = arguments[0]", vec![json!(element)]).await;
    browser.until("one('iframe')").await;
}

/// A page of a municipality with something in its middle.
pub fn page(path: &'static str, middle: &str) -> Page {
    let html = format!(
        "<!doctype html><html lang=bg><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <link rel=icon href=\"data:,\"><title>Община Примерово</title><h1>Новини</h1>{middle}<p id=after>Краят на страницата.</p>"
    );
    Page { path, headers: vec![], html }
}
