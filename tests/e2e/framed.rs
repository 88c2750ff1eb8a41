//! In a frame on another site: what an editor can paste where no script may be.

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG, Server};
use serde_json::json;

/// A page that allows nothing but our frame, with these attributes on it and these headers of its own.
fn host(server: &Server, query: &str, attributes: &str, more: &[(&'static str, &str)]) -> Host {
    let address = &server.address;
    let html = format!(
        "<!doctype html><html lang=bg><title>Община</title><h1>Новини</h1>\
         <iframe src=\"{address}/c/{SLUG}/frame?{query}\" title=\"Обсъждане\" width=\"600\" height=\"900\" {attributes}></iframe>"
    );
    let mut headers = vec![("content-security-policy", format!("default-src 'none'; frame-src {address}"))];
    headers.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    Host::with(vec![Page { path: "/", headers, html }])
}

/// Somebody comments in the frame and sends it.
pub async fn take_part(server: &Server, host: &Host) -> Citizen {
    let citizen = Citizen::arrives().await;
    citizen.browser.goto(&host.page("/")).await;
    citizen.browser.enter_frame(0).await;
    citizen.see_widget().await;
    citizen.comment_on_whole("От рамка в чужда страница").await;
    citizen.review().await;
    citizen.send().await;
    citizen.receipt_code().await;
    assert_eq!(server.installation.submissions(), 1);
    assert_eq!(citizen.browser.complaints().await, [""; 0]);
    citizen
}

#[tokio::test]
async fn citizen_takes_part_in_a_frame_that_stands_in_a_sandbox() {
    let server = Installation::with_sample().serve(&[]);
    let host = host(&server, "lang=bg&scheme=dark&ref=library-qr&v=1", "sandbox=\"allow-scripts\"", &[]);
    let citizen = take_part(&server, &host).await;
    let seen = "return [self.origin, getComputedStyle(document.documentElement).colorScheme,\
        document.querySelector('glasno-budget').getAttribute('ref'), !document.querySelector('main, form')]";
    assert_eq!(citizen.browser.run(seen).await, json!(["null", "dark", "library-qr", true]));
}

#[tokio::test]
async fn citizen_takes_part_in_a_frame_on_a_page_that_isolates_itself() {
    let server = Installation::with_sample().serve(&[]);
    let isolated =
        [("cross-origin-embedder-policy", "require-corp"), ("cross-origin-opener-policy", "same-origin")];
    let host = host(&server, "lang=bg", "loading=\"lazy\"", &isolated);
    server.installation.update(&["--allowed-origin", &host.page("")]);
    take_part(&server, &host).await;
}

#[tokio::test]
async fn no_other_page_than_the_named_ones_puts_the_consultation_in_a_frame() {
    let server = Installation::with_sample().serve(&[]);
    let host = host(&server, "lang=bg", "", &[]);
    server.installation.update(&["--allowed-origin", "https://www.example.bg"]);
    let citizen = Citizen::arrives().await;
    citizen.browser.goto(&host.page("/")).await;
    citizen
        .browser
        .wait("the browser's refusal", async || {
            let complaints = citizen.browser.complaints().await;
            complaints.iter().any(|complaint| complaint.contains("frame-ancestors")).then_some(())
        })
        .await;
}
