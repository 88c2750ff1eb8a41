//! What the page notices of the widget: nothing that jumps, no name, nothing kept, nobody else asked.

use glasno_tests::support::{Citizen, Host, Installation, Page, Server};
use serde_json::{Value, json};

/// Runs before the page's own scripts; what it remembers hangs on the document.
const WATCH: &str = "\
    document.seen = { names: new Set(Object.getOwnPropertyNames(window)), shifts: [], reserved: Infinity };\
    new PerformanceObserver((list) => {\
        for (const { startTime, value, sources } of list.getEntries())\
            document.seen.shifts.push({ at: startTime, value, what: sources.map(({ node }) => node?.id || node?.nodeName).join() });\
    }).observe({ type: 'layout-shift', buffered: true });\
    customElements.whenDefined('glasno-budget').then(() => requestAnimationFrame(() => requestAnimationFrame(() => {\
        document.seen.reserved = performance.now();\
    })));";

/// Resolves once the element has been as tall as it is for a while of drawn frames.
pub(super) const SETTLED: &str = "\
    const budget = document.querySelector('glasno-budget');\
    return new Promise((done) => {\
        let [height, same] = [0, 0];\
        const look = () => {\
            same = budget.offsetHeight === height ? same + 1 : 0;\
            height = budget.offsetHeight;\
            if (same > 40) done(height); else requestAnimationFrame(look);\
        };\
        look();\
    })";

/// Each a page of its own: its path, its style, and the element's attributes.
const PAGES: [(&str, &str, &str); 6] = [
    ("/style", "glasno-budget { display: block; min-height: 120vh }", ""),
    ("/style-frame", "glasno-budget { display: block; min-height: 120vh }", "mode=frame"),
    ("/attribute", "", "min-height=120vh"),
    ("/attribute-frame", "", "min-height=120vh mode=frame"),
    ("/last", "#after { display: none }", ""),
    ("/last-frame", "#after { display: none }", "mode=frame"),
];

fn page(server: &Server, (path, style, attributes): (&'static str, &str, &str)) -> Page {
    super::page(path, &format!("<style>{style}</style>{}", super::snippet(server, attributes)))
}

#[tokio::test]
async fn nothing_on_the_page_jumps_once_the_widgets_place_is_kept() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with(PAGES.map(|of| page(&server, of)).into());
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(WATCH).await;
    citizen.browser.resize(800, 600).await;
    let mut found = Vec::new();
    for (path, style, _) in PAGES {
        citizen.browser.goto(&host.page(path)).await;
        citizen.browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
        let height = citizen.browser.run(SETTLED).await.as_f64().unwrap();
        assert!(height > 720.0, "{path}: only {height} px tall");
        // What the page keeps by its own style is kept from the first moment on; what the attribute keeps, once it is read.
        let from = if style.is_empty() { "document.seen.reserved" } else { "0" };
        let shifts = format!("return document.seen.shifts.filter(({{ at }}) => at >= {from})");
        let shifts = citizen.browser.run(&shifts).await;
        if shifts != json!([]) {
            found.push(format!("{path}: {shifts}"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn page_is_left_without_names_cookies_or_storage_when_a_citizen_sent_from_a_frame() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with(vec![super::page("/", &super::snippet(&server, "mode=frame"))]);
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(WATCH).await;
    citizen.browser.goto(&host.page("/")).await;
    citizen.browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
    citizen.browser.enter_widgets_frame().await;
    citizen.comment_on_whole("От рамка").await;
    citizen.review().await;
    citizen.browser.until("Math.abs(innerHeight - document.body.getBoundingClientRect().height) < 2").await;
    citizen.send().await;
    citizen.receipt_code().await;
    // In the frame, and then in the page around it.
    check_nothing_is_kept(&citizen).await;
    citizen.browser.leave_frames().await;
    citizen.browser.until("document.querySelector('glasno-budget').state === 'submitted'").await;
    check_nothing_is_kept(&citizen).await;
    let cookies = citizen.browser.tell("Storage.getCookies", json!({})).await;
    assert_eq!(cookies["cookies"], json!([]));
    let names = "return Object.getOwnPropertyNames(window).filter((name) => !document.seen.names.has(name))\
        .filter((name) => !['ret_nodes', 'se_exportedFunctionSymbol'].includes(name))";
    assert_eq!(citizen.browser.run(names).await, json!([]), "new names on the window, but for the driver's");
    let asked = citizen.browser.addresses_asked_for().await;
    let known = |address: &&String| {
        ["chrome:", "data:", "about:", &server.address, &host.page("")]
            .iter()
            .any(|known| address.starts_with(known))
    };
    assert!(
        asked.iter().filter(|address| address.starts_with(&server.address)).count() > 5,
        "only {asked:?}"
    );
    assert!(asked.iter().all(|address| known(&address)), "{asked:?}");
    assert_eq!(server.installation.submissions(), 1);
    assert_eq!(citizen.browser.complaints().await, [""; 0]);
}

async fn check_nothing_is_kept(citizen: &Citizen) {
    let kept = "return (async () => [document.cookie, localStorage.length, sessionStorage.length,\
        (await indexedDB.databases()).length, (await caches.keys()).length])()";
    assert_eq!(citizen.browser.run(kept).await, json!(["", 0, 0, 0, 0]) as Value);
}
