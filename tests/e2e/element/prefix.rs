//! A site that has the server under an address of its own: `api="/uchastie"`, behind a proxy as the kit describes it.

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG};
use serde_json::json;

use super::{BUDGET, complaints, review, send};

#[tokio::test]
async fn a_frame_behind_the_sites_own_address_asks_nobody_else() {
    let server = Installation::with_sample().serve(&["--trusted-proxy", "127.0.0.1/32"]);
    let address = format!("{}/c/{SLUG}", server.address);
    let html = format!(
        "<!doctype html><html lang=bg><meta charset=utf-8><title>Община</title><h1>Новини</h1>\
         <glasno-budget src=\"{address}\" api=\"/uchastie\" lang=\"bg\" ref=\"library-qr\"><a href=\"{address}\">Участвайте</a>\
         </glasno-budget><script async src=\"/uchastie/w/v1/glasno.js\"></script>"
    );
    let policy = "default-src 'none'; script-src 'self'; frame-src 'self'".to_owned();
    let headers = vec![("content-security-policy", policy)];
    let host = Host::before(&server.address, vec![Page { path: "/", headers, html }]);
    let citizen = Citizen::arrives().await;
    citizen.browser.goto(&host.page("/")).await;
    citizen.browser.until(&format!("{BUDGET}.mode === 'frame' && {BUDGET}.state === 'ready'")).await;
    citizen.browser.enter_widgets_frame().await;
    // Its style is there.
    assert_eq!(citizen.browser.run("return document.styleSheets.length").await, json!(2));
    citizen.comment_on_whole("През сайта на общината").await;
    citizen.browser.run("one('section[part=chart] > button').click()").await;
    citizen.browser.until("all('.before-after canvas').length > 5").await;
    review(&citizen, true).await;
    send(&citizen, true).await;
    citizen.receipt_code().await;
    assert_eq!(server.installation.submissions(), 1);

    // The way out leads to the server itself: the site passes no whole pages on.
    let whole = citizen.browser.text("document.querySelector('body > footer a').href").await;
    assert!(whole.starts_with(&address), "{whole}");
    assert_eq!(complaints(&citizen).await, [""; 0]);
    let asked = citizen.browser.addresses_asked_for().await;
    let elsewhere: Vec<&String> = asked.iter().filter(|url| url.starts_with(&server.address)).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    let below = asked.iter().filter(|url| url.starts_with(&host.page("/uchastie/"))).count();
    assert!(below > 8, "only {asked:?}");
}
