//! In somebody else's page we are guests: the strictest policy holds, and nothing of the page is touched.

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG, Server};
use serde_json::{Value, json};

/// Runs before the page's own scripts. What it remembers hangs on the document, so that the window stays as it was.
const WATCH: &str = "\
    document.seen = { violations: [], names: new Set(Object.getOwnPropertyNames(window)) };\
    document.addEventListener('securitypolicyviolation', (event) =>\
        document.seen.violations.push([event.violatedDirective, event.blockedURI, event.sourceFile].join(' ')));";

fn page(server: &Server) -> Page {
    let html = include_str!("strict-policy.html").replace("http://127.0.0.1:8080", &server.address);
    let policy = format!(
        "default-src 'none'; script-src {0} 'wasm-unsafe-eval'; connect-src {0}; style-src 'none'",
        server.address
    );
    Page { path: "/", headers: vec![("content-security-policy", policy)], html }
}

#[tokio::test]
async fn citizen_takes_part_under_the_strictest_policy_and_the_page_stays_as_it_was() {
    let server = Installation::with_sample().serve(&[]);
    let page = page(&server);
    let html = page.html.clone();
    let host = Host::with(vec![page]);
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(WATCH).await;
    citizen.open_widget(&host.page("/")).await;

    let line = citizen.find_line("улич").await;
    citizen.set_amount(line, "10000000,25").await;
    citizen.see_balance_become("short").await;
    check_style(&citizen).await;
    citizen.browser.press(".offers summary").await;
    citizen.browser.press(".offer").await;
    citizen.see_balance_become("balanced").await;
    citizen.comment(line, "Под строга политика").await;
    check_chart(&citizen).await;
    citizen.review().await;
    citizen.send().await;
    citizen.receipt_code().await;
    assert_eq!(server.installation.submissions(), 1);

    assert_eq!(citizen.browser.complaints().await, [""; 0]);
    check_nothing_was_refused_or_left_behind(&citizen).await;
    check_page_is_untouched(&citizen, &html).await;
    check_nobody_else_was_asked(&citizen, &[&host.page(""), &server.address]).await;
}

#[tokio::test]
async fn citizen_on_the_consultations_own_page_makes_the_browser_complain_of_nothing() {
    let server = Installation::with_sample().serve(&[]);
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(WATCH).await;
    citizen.open_widget(&format!("{}/c/{SLUG}", server.address)).await;
    citizen.comment_on_whole("От страницата на обсъждането").await;
    check_chart(&citizen).await;
    citizen.review().await;
    citizen.send().await;
    citizen.receipt_code().await;
    assert_eq!(server.installation.submissions(), 1);
    assert_eq!(citizen.browser.complaints().await, [""; 0]);
    check_nothing_was_refused_or_left_behind(&citizen).await;
    check_nobody_else_was_asked(&citizen, &[&server.address]).await;
}

/// The buttons are ours and not the browser's, and bars are as wide as they should be.
async fn check_style(citizen: &Citizen) {
    let style = "const style = getComputedStyle(one('#review')); const bar = one('.two-parts > span');\
        return [root.adoptedStyleSheets.length, parseFloat(style.minHeight), parseFloat(style.borderTopLeftRadius),\
        parseFloat(style.fontSize), bar.getBoundingClientRect().width]";
    let seen: Vec<f64> = serde_json::from_value(citizen.browser.run(style).await).unwrap();
    let [sheets, height, radius, font, bar] = seen[..] else { panic!("{seen:?}") };
    assert!(sheets >= 1.0 && height >= 44.0 && radius > 0.0 && font >= 16.0 && bar > 1.0, "{seen:?}");
}

/// Every bar of the chart has something drawn in it.
async fn check_chart(citizen: &Citizen) {
    citizen.browser.press("section[part=chart] > button").await;
    let drawn = "(() => { const bars = all('.before-after canvas'); return bars.length > 5 && bars.every((bar) => {\
        const blank = Object.assign(document.createElement('canvas'), { width: bar.width, height: bar.height });\
        return bar.width > 1 && bar.toDataURL() !== blank.toDataURL() }) })()";
    citizen.browser.until(drawn).await;
}

async fn check_nothing_was_refused_or_left_behind(citizen: &Citizen) {
    let violations = citizen.browser.run("return document.seen.violations").await;
    assert_eq!(violations, json!([]));
    let names = "return Object.getOwnPropertyNames(window).filter((name) => !document.seen.names.has(name))";
    // Two of them are the driver's, which runs this very question.
    let names = citizen.browser.run(names).await;
    assert_eq!(names, json!(["ret_nodes", "se_exportedFunctionSymbol"]), "new names on the window");
    let kept = "return (async () => [document.cookie, localStorage.length, sessionStorage.length,\
        (await indexedDB.databases()).length, (await caches.keys()).length])()";
    assert_eq!(citizen.browser.run(kept).await, json!(["", 0, 0, 0, 0]));
    let cookies = citizen.browser.tell("Storage.getCookies", json!({})).await;
    assert_eq!(cookies["cookies"], json!([]));
}

/// Outside the element the page is as it was sent, but for one module script in its head; the element tells its state.
async fn check_page_is_untouched(citizen: &Citizen, html: &str) {
    let compare = "\
        const now = document.documentElement.cloneNode(true);\
        const added = [...now.querySelectorAll('head > script[type=module]')];\
        for (const script of added) script.remove();\
        const element = now.querySelector('glasno-budget');\
        const state = element.dataset.state;\
        delete element.dataset.state;\
        const sent = new DOMParser().parseFromString(arguments[0], 'text/html').documentElement;\
        return { state, added: added.length, now: now.outerHTML, sent: sent.outerHTML,\
            sheets: document.styleSheets.length + document.adoptedStyleSheets.length }";
    let seen = citizen.browser.run_with(compare, vec![Value::from(html)]).await;
    assert_eq!(seen["now"], seen["sent"]);
    assert_eq!((&seen["added"], &seen["sheets"]), (&json!(1), &json!(0)));
    assert_eq!(seen["state"], "submitted");
}

async fn check_nobody_else_was_asked(citizen: &Citizen, known: &[&str]) {
    let asked = citizen.browser.addresses_asked_for().await;
    // The browser's own pages, such as the empty one that it starts with, are not asked of anybody.
    let own = |address: &&String| ["chrome:", "data:", "about:"].iter().any(|own| address.starts_with(own));
    let known = |address: &&String| known.iter().any(|known| address.starts_with(known));
    let strangers: Vec<&String> = asked.iter().filter(|address| !own(address) && !known(address)).collect();
    assert!(asked.iter().filter(known).count() > 5, "only {asked:?}");
    assert!(strangers.is_empty(), "{strangers:?}");
}
