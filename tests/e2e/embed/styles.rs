//! The style of the page and the style of the widget: neither reaches into the other. What a page may set is documented;
//! the font is taken from it on purpose.

use glasno_tests::support::{Citizen, Host, Installation};
use serde_json::{Map, Value, json};

/// What others put on their pages, each a page of its own.
const HOSTILE: [(&str, &str); 8] = [
    ("/unset", "* { all: unset !important }"),
    (
        "/buttons",
        "button, input, select, textarea, a, table, h2, h3, h4, p, ul, li { display: none !important; width: 1px !important }",
    ),
    ("/roots", "html { font-size: 62.5% } body { font-size: 1.6rem }"),
    (
        "/moving",
        "@keyframes fade { to { opacity: .5; color: red } } * { transition: all 3s !important; animation: fade 1s infinite !important }",
    ),
    (
        "/letters",
        "body { letter-spacing: .3em; word-spacing: 1em; text-transform: uppercase; line-height: 3; text-indent: 40px;\
        font-style: italic; font-weight: 900; font-variant: small-caps; font-stretch: condensed; text-shadow: 2px 2px red }",
    ),
    (
        "/lines",
        "body { white-space: nowrap; text-align: right; word-break: break-all; overflow-wrap: normal; hyphens: none; tab-size: 1;\
        text-wrap: balance; line-break: anywhere; text-align-last: center; text-underline-offset: 9px }",
    ),
    (
        "/looks",
        "body { color: red; cursor: crosshair; list-style: square inside; border-collapse: collapse; border-spacing: 9px;\
        caption-side: bottom; empty-cells: hide; quotes: '<' '>'; accent-color: red; caret-color: red; user-select: none; -webkit-user-select: none;\
        font-size-adjust: .9; font-feature-settings: 'smcp'; font-kerning: none; -webkit-text-fill-color: red; -webkit-text-stroke: 1px red }",
    ),
    (
        "/boxes",
        "*, *::before, *::after { box-sizing: content-box !important; outline: 3px solid red !important }\
        div, section, span, canvas { float: right !important; border: 9px solid red !important; position: fixed !important }",
    ),
];

/// Everything in the widget with its place and the values that it is shown by; the page's font apart.
const MEASURE: &str = "\
    const skipped = /^(font-family|perspective-origin|transform-origin|-webkit-locale|d|inset|block-size|inline-size|width|height|.*-(rule|emphasis|fill|stroke)-color)$/;\
    const here = one('[part=root]').getBoundingClientRect();\
    const seen = {};\
    all('.bounds, .bounds *').forEach((element, at) => {\
        const { left, top, width, height } = element.getBoundingClientRect();\
        const style = getComputedStyle(element);\
        const values = Object.fromEntries([...style].filter((name) => !skipped.test(name)).map((name) => [name, style.getPropertyValue(name)]));\
        const place = element.checkVisibility() && [left - here.left, top - here.top, width, height].map((number) => Math.round(number * 2) / 2).join(' ');\
        seen[`${at} ${element.localName}.${element.className} ${element.id}`] = { place, ...values };\
    });\
    return seen";

/// What a page's own elements look like, all of it.
const PAGES_OWN: &str = "\
    const seen = {};\
    for (const element of document.querySelectorAll('html, body, h1, #own, #own *, #after')) {\
        const style = getComputedStyle(element);\
        seen[element.localName + element.id] = Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)]));\
    }\
    return seen";

const OWN: &str = "<div id=own style=\"width:500px\"><button>Търсене</button><input value=x><table><caption>К</caption><tr><th>А<td>Б</table>\
    <ul><li>едно</ul><a href=#>връзка</a><label>избор <select><option>1</select></label><p class=widget>т</p><p class=line>т</p></div>";

/// Where two of them differ: what, in which way.
fn differences(plain: &Value, other: &Value) -> Vec<String> {
    let (plain, other) = (plain.as_object().unwrap(), other.as_object().unwrap());
    let values = |of: &Map<String, Value>, name: &str| of.get(name).cloned().unwrap_or(json!({}));
    let mut found = Vec::new();
    for name in plain.keys().chain(other.keys().filter(|name| !plain.contains_key(*name))) {
        let (plain, other) = (values(plain, name), values(other, name));
        let [Value::Object(plain), Value::Object(other)] = [plain, other] else { continue };
        for property in plain.keys().chain(other.keys().filter(|property| !plain.contains_key(*property))) {
            if plain.get(property) != other.get(property) {
                let [was, is] = [&plain, &other].map(|of| of.get(property).cloned().unwrap_or_default());
                found.push(format!("{name}: {property} {was} → {is}"));
            }
        }
    }
    found
}

#[tokio::test]
async fn widget_looks_the_same_whatever_the_page_does_to_its_own_elements() {
    let server = Installation::with_sample().serve(&[]);
    let site = |path, style: &str| {
        let style = format!("<style>body {{ margin: 0 }} {style}</style>");
        super::page(path, &format!("{style}{}", super::snippet(&server, "")))
    };
    let mut pages = vec![site("/", "")];
    pages.extend(HOSTILE.map(|(path, style)| site(path, style)));
    let host = Host::with(pages);
    let citizen = Citizen::arrives().await;
    // Projects stand in another order for everybody; here chance always says the same.
    citizen.browser.prepare_pages("Crypto.prototype.getRandomValues = (bytes) => bytes.fill(7)").await;
    citizen.browser.resize(1000, 700).await;
    let plain = look(&citizen, &host.page("/")).await;
    assert!(
        plain.as_object().unwrap().len() > 300,
        "the widget has {} elements",
        plain.as_object().unwrap().len()
    );
    let mut found = Vec::new();
    for (path, _) in HOSTILE {
        let differences = differences(&plain, &look(&citizen, &host.page(path)).await);
        if !differences.is_empty() {
            let first = differences.iter().take(12).cloned().collect::<Vec<_>>().join("\n    ");
            found.push(format!("{path}: {} differences, such as\n    {first}", differences.len()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Opens what people open, and measures.
async fn look(citizen: &Citizen, page: &str) -> Value {
    citizen.open_widget(page).await;
    let open = "all('[id^=head-]')[0].click(); one('details summary')?.click()";
    citizen.browser.run(open).await;
    citizen
        .browser
        .until(
            "one('.line') && all('.lines').every((list) => list.children.length || !list.checkVisibility())",
        )
        .await;
    citizen
        .browser
        .until("!all('[role=status]').some(({ textContent }) => textContent.includes('Зарежда'))")
        .await;
    citizen.browser.run("scrollTo(0, 0)").await;
    citizen.browser.run(super::guest::SETTLED).await;
    citizen.browser.run(MEASURE).await
}

#[tokio::test]
async fn page_looks_the_same_with_the_widget_and_without_it() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with(vec![
        super::page("/", OWN),
        super::page("/with", &format!("{OWN}{}", super::snippet(&server, ""))),
        super::page("/with-frame", &format!("{OWN}{}", super::snippet(&server, "mode=frame"))),
    ]);
    let citizen = Citizen::arrives().await;
    citizen.browser.goto(&host.page("/")).await;
    let own = citizen.browser.run(PAGES_OWN).await;
    for path in ["/with", "/with-frame"] {
        citizen.browser.goto(&host.page(path)).await;
        citizen.browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
        let mut differences = differences(&own, &citizen.browser.run(PAGES_OWN).await);
        // The page is taller, which is all that it may notice.
        let tall = [": height ", ": block-size ", ": perspective-origin ", ": transform-origin "];
        let is_page = |found: &String| found.starts_with("html:") || found.starts_with("body:");
        differences.retain(|found| !(is_page(found) && tall.iter().any(|tall| found.contains(tall))));
        assert!(differences.is_empty(), "{path}: {differences:#?}");
    }
}
