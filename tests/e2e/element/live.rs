//! Every attribute that the element's documentation names takes effect when the page changes it, without a reload, in the page
//! and in a frame.

use glasno_tests::support::{Citizen, Host, Page, SLUG, Server};
use serde_json::json;

use super::{BUDGET, complaints, label::counted, review, send, settle};

/// An attribute, what the page then sets as JavaScript, and what can be seen of it where the widget is drawn or on the page
/// around; `budget` is the element.
struct Row(&'static str, &'static str, Seen);

enum Seen {
    Within(&'static str),
    Around(&'static str),
    /// Only once something is sent.
    Later,
}

use Seen::{Around, Later, Within};

/// What leaves the visit as it is.
const KEEPING: [Row; 9] = [
    Row("lang", "'en'", Within("one('[part=root]').textContent.includes('Spending by function')")),
    Row("theme", "'dark'", Within("getComputedStyle(one('[part=root]')).colorScheme === 'dark'")),
    Row("hide", "'comments'", Within("!one('.whole')?.checkVisibility()")),
    Row("compact", "''", Within("!one('header .lead')?.checkVisibility()")),
    Row("heading-level", "'4'", Within("one('#title').ariaLevel === '4'")),
    Row("min-height", "'20000px'", Around("budget.offsetHeight >= 20000")),
    Row("view", "'summary'", Within("one('#whole')")),
    Row("loading", "'eager'", Around("document.querySelector('#below').state === 'ready'")),
    Row("ref", "'bus-stop'", Later),
];

/// What begins another visit.
const ANEW: [Row; 3] = [
    Row(
        "src",
        "budget.getAttribute('src').replace('2027', '2028')",
        Around("document.told === 'primerovo-2028'"),
    ),
    Row(
        "api",
        "'/uchastie'",
        Around("performance.getEntriesByType('resource').some(({ name }) => name.includes('/uchastie/'))"),
    ),
    Row(
        "mode",
        "document.wanted = budget.mode === 'frame' ? 'inline' : 'frame'",
        Around("budget.mode === document.wanted"),
    ),
];

/// A site that has the server under an address of its own too, with a widget, and a second one far below.
fn site(server: &Server, framed: bool) -> Host {
    let address = format!("{}/c/{SLUG}", server.address);
    let mode = if framed { "mode=frame" } else { "" };
    let html = format!(
        "<!doctype html><html lang=bg><meta charset=utf-8><link rel=icon href=\"data:,\"><title>Община</title>\
         <glasno-budget src=\"{address}\" {mode}><a href=\"{address}\">Участвайте</a></glasno-budget>\
         <div style=\"height: 40000px\"></div><glasno-budget id=below src=\"{address}\" {mode}></glasno-budget>\
         <script async src=\"{}/w/v1/glasno.js\"></script>",
        server.address
    );
    Host::before(&server.address, vec![Page { path: "/", headers: vec![], html }])
}

/// Sets an attribute and waits for what it does, which was not so before.
async fn change(citizen: &Citizen, framed: bool, Row(name, value, seen): &Row) {
    let browser = &citizen.browser;
    let look = async |seen: &Seen| {
        let (expression, is_within) = match seen {
            Within(expression) => (expression, true),
            Around(expression) => (expression, false),
            Later => return None,
        };
        if framed && is_within {
            browser.enter_widgets_frame().await;
        }
        Some(format!("((budget) => {expression})({BUDGET})"))
    };
    if let Some(expression) = look(seen).await {
        assert_eq!(
            browser.text(&format!("!!({expression})")).await,
            "false",
            "{name} before, framed: {framed}"
        );
        browser.leave_frames().await;
    }
    let whose = if *name == "loading" { "document.querySelector('#below')" } else { BUDGET };
    browser.run(&format!("const budget = {BUDGET}; {whose}.setAttribute('{name}', {value})")).await;
    if let Some(expression) = look(seen).await {
        browser.until(&expression).await;
        browser.leave_frames().await;
    }
}

#[tokio::test]
async fn whatever_the_page_sets_on_the_element_takes_effect_at_once() {
    let server = crate::embed::two::with_two_consultations().serve(&["--trusted-proxy", "127.0.0.1/32"]);
    for framed in [false, true] {
        let host = site(&server, framed);
        let citizen = Citizen::arrives().await;
        let browser = &citizen.browser;
        let remember =
            "addEventListener('glasno-ready', ({ detail }) => (document.told = detail.consultation))";
        browser.prepare_pages(remember).await;
        browser.goto(&host.page("/")).await;
        let ready = format!("{BUDGET}.state === 'ready'");
        browser.until(&ready).await;
        // Where it still waits to be seen, its place is kept.
        let below = "document.querySelector('#below')";
        browser.run(&format!("{below}.setAttribute('min-height', '900px')")).await;
        browser.until(&format!("{below}.offsetHeight >= 900 && {below}.state === 'idle'")).await;
        let enter = async || {
            if framed {
                // A browser does not draw a frame that is out of sight, and so it does not grow.
                browser.run(&format!("{BUDGET}.scrollIntoView()")).await;
                browser.enter_widgets_frame().await;
                settle(&citizen).await;
            }
        };
        enter().await;
        citizen.comment_on_whole("Остава").await;
        browser.leave_frames().await;
        for row in &KEEPING {
            change(&citizen, framed, row).await;
        }
        // Taken back, each of them, and what was written is still there.
        let back = "for (const name of ['hide', 'compact', 'heading-level', 'min-height', 'view', 'theme'])";
        browser.run(&format!("{back} {BUDGET}.removeAttribute(name)")).await;
        browser.until(&format!("{BUDGET}.offsetHeight < 20000")).await;
        enter().await;
        browser
            .until("one('#comment-whole')?.value === 'Остава' && one('header .lead')?.checkVisibility()")
            .await;
        browser
            .until("!one('#title').ariaLevel && getComputedStyle(one('[part=root]')).colorScheme !== 'dark'")
            .await;
        review(&citizen, framed).await;
        send(&citizen, framed).await;
        citizen.receipt_code().await;
        browser.leave_frames().await;
        for row in &ANEW {
            change(&citizen, framed, row).await;
            browser.until(&ready).await;
        }
        // The browser's word for what a frame was fetching when it was taken out.
        let mut told = complaints(&citizen).await;
        told.retain(|complaint| !complaint.contains("Fetch API cannot load"));
        assert_eq!(told, [""; 0], "framed: {framed}");
    }
    assert_eq!(counted(&server).await, json!([["bus-stop", "hidden"]]));
}

#[test]
fn nothing_that_is_documented_is_left_out_here() {
    let source = include_str!("../../../src/widget/kit/element.toml");
    let documented =
        source.split("[[attribute]]\nname = \"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let mut documented: Vec<&str> = documented.collect();
    let mut tried: Vec<&str> = KEEPING.iter().chain(&ANEW).map(|Row(name, ..)| *name).collect();
    documented.sort_unstable();
    tried.sort_unstable();
    assert_eq!(tried, documented);
}
