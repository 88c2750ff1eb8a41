//! In every state, on a phone and a wide screen, light and dark: axe-core finds nothing, nothing moves by itself where
//! that was asked for, nothing scrolls sideways at 400 % zoom, and whatever is pressed is 24 px and more.
//! `GLASNO_AXE` names axe-core's file.

use glasno_model::{ReceiptCode, SubmissionId};
use glasno_tests::support::{Browser, Citizen, Installation, Officer, SLUG, Scheme};
use serde_json::{Value, json};

use crate::states::{self, Around, Look};

const SIZES: [(u32, u32); 2] = [(360, 740), (1280, 800)];
/// What is left of a screen of 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10), and a very small phone.
const NARROW: [(u32, u32); 2] = [(320, 256), (320, 568)];

/// Runs axe once everything that moves has come to rest. How large targets are is measured below, and more strictly:
/// axe takes what a bar at the edge of the screen covers just now for too small, though it scrolls out from under it.
const RUN: &str = "\
    const moving = [...document.getAnimations(), ...(root.getAnimations?.() ?? [])];\
    return Promise.allSettled(moving.map((animation) => animation.finished)).then(() => axe.run(document, {\
        resultTypes: ['violations'], rules: { 'target-size': { enabled: false } },\
        runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } }))\
    .then(({ violations }) => violations.flatMap((rule) => rule.nodes.map((node) =>\
        `${rule.id}: ${node.target.flat().join(' ')} (${node.failureSummary.replace(/\\s+/g, ' ')}) ${node.html.slice(0, 120)}`)))";

/// What axe does not measure. Only inside the widget: officers' pages have their own tests.
pub(crate) const MEASURE: &str = "\
    if (root === document) return [];\
    const found = []; const name = (element) => element.outerHTML.slice(0, 140);\
    const shown = all('*').filter((element) => element.checkVisibility({ visibilityProperty: true }));\
    if (document.documentElement.scrollWidth > innerWidth) {\
        const wide = shown.filter((element) => { const { left, right } = element.getBoundingClientRect();\
            return (right > innerWidth || left < 0) && !element.matches('.sr-only, .sr-only *, thead, thead *') });\
        found.push(`scrolls sideways: ${document.documentElement.scrollWidth} px, by ${wide.slice(0, 3).map(name).join(' ')}`);\
    }\
    for (const region of all('[role=status]'))\
        if (!region.checkVisibility() && region.parentElement.checkVisibility()) found.push(`is not there before it speaks: ${name(region)}`);\
    for (const element of shown) {\
        for (const part of [null, '::before', '::after']) {\
            const style = getComputedStyle(element, part);\
            if (/[1-9]/.test(style.transitionDuration) || /[1-9]/.test(style.animationDuration))\
                found.push(`moves although less motion is wished: ${name(element)} ${part ?? ''}`);\
        }\
        const { order, flexDirection } = getComputedStyle(element);\
        if (order !== '0' || flexDirection.endsWith('reverse')) found.push(`is shown elsewhere than Tab meets it: ${name(element)}`);\
        if (element.tabIndex > 0) found.push(`has a place of its own in the order of Tab: ${name(element)}`);\
        if (!element.matches('a[href], button, input, select, textarea, summary')) continue;\
        const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();\
        if (width < 24 || height < 24) found.push(`only ${width} × ${height} px to press: ${name(element)}`);\
    }\
    return found";

/// With the spacing that a reader may need (WCAG 2.2, 1.4.12) nothing is cut off and nothing scrolls sideways.
const SPACED: &str = "\
    if (root === document) return [];\
    const sheet = new CSSStyleSheet(); const before = root.adoptedStyleSheets;\
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');\
    root.adoptedStyleSheets = [...before, sheet];\
    const name = (element) => element.outerHTML.slice(0, 140); const found = [];\
    if (document.documentElement.scrollWidth > innerWidth) {\
        const wide = all('*').filter((element) => element.getBoundingClientRect().right > innerWidth && !element.matches('.sr-only, .sr-only *, thead, thead *'));\
        found.push(`scrolls sideways with wide spacing, by ${wide.slice(0, 3).map(name).join(' ')}`);\
    }\
    for (const element of all('button, summary, label, p, h2, h3, h4, h5, td, th, select')) {\
        const { overflowX, overflowY } = getComputedStyle(element);\
        const isCut = (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) || (overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1);\
        if (isCut && !element.matches('.sr-only, select')) found.push(`cut off with wide spacing: ${name(element)}`);\
    }\
    root.adoptedStyleSheets = before; return found";

/// Collects what axe and the measuring find, so that one run tells everything.
pub(crate) struct Checkup<'a> {
    browser: &'a Browser,
    axe: String,
    found: Vec<String>,
}

impl<'a> Checkup<'a> {
    pub(crate) fn of(browser: &'a Browser) -> Self {
        let file = std::env::var_os("GLASNO_AXE").expect("GLASNO_AXE names axe.min.js; run cargo xtask test");
        Self { browser, axe: std::fs::read_to_string(file).unwrap(), found: Vec::new() }
    }

    /// Looks at the state that the page is in now.
    pub(crate) async fn look(&mut self, state: &str) {
        if self.browser.text("typeof axe").await == "undefined" {
            self.browser.run(&self.axe).await;
        }
        for (width, height) in NARROW {
            self.browser.resize(width, height).await;
            self.browser.prefer(Scheme::Light).await;
            self.find(MEASURE, &format!("{state}, {width} × {height} px")).await;
            self.find(SPACED, &format!("{state}, {width} × {height} px")).await;
        }
        for (width, height) in SIZES {
            self.browser.resize(width, height).await;
            self.find(MEASURE, &format!("{state}, {width} px")).await;
            for scheme in [Scheme::Light, Scheme::Dark] {
                self.browser.prefer(scheme).await;
                self.find(RUN, &format!("{state}, {width} px, {}", scheme.name())).await;
            }
        }
    }

    async fn find(&mut self, script: &str, place: &str) {
        let found: Vec<String> = serde_json::from_value(self.browser.run(script).await).unwrap();
        for finding in found {
            // Where it was met first is enough: many states show the same.
            if !self.found.iter().any(|known| known.ends_with(&finding)) {
                self.found.push(format!("{place}: {finding}"));
            }
        }
    }

    pub(crate) fn end(self) {
        assert!(self.found.is_empty(), "{} findings:\n{}", self.found.len(), self.found.join("\n"));
    }
}

impl Look for Checkup<'_> {
    async fn look(&mut self, state: &str) {
        Checkup::look(self, state).await;
    }
}

#[tokio::test]
async fn nothing_stands_in_the_way_of_a_citizen_who_reads() {
    let citizen = Citizen::arrives().await;
    let mut checkup = Checkup::of(&citizen.browser);
    states::reading(&citizen, Around::Index("bg"), &mut checkup).await;
    checkup.end();
}

#[tokio::test]
async fn nothing_stands_in_the_way_of_a_citizen_who_moves_money() {
    let citizen = Citizen::arrives().await;
    let mut checkup = Checkup::of(&citizen.browser);
    states::moving(&citizen, Around::Index("bg"), &mut checkup).await;
    checkup.end();
}

#[tokio::test]
async fn nothing_stands_in_the_way_of_a_citizen_in_any_way_to_take_part() {
    let citizen = Citizen::arrives().await;
    let mut checkup = Checkup::of(&citizen.browser);
    states::taking_part(&citizen, Around::Index("en"), &mut checkup).await;
    checkup.end();
}

#[tokio::test]
async fn nothing_stands_in_the_way_of_a_citizen_who_sends() {
    let citizen = Citizen::arrives().await;
    let mut checkup = Checkup::of(&citizen.browser);
    states::sending(&citizen, Around::Index("en"), &mut checkup).await;
    checkup.end();
}

#[tokio::test]
async fn nothing_stands_in_the_way_of_a_citizen_who_comes_back() {
    let citizen = Citizen::arrives().await;
    let mut checkup = Checkup::of(&citizen.browser);
    states::coming_back(&citizen, Around::Index("bg"), &mut checkup).await;
    checkup.end();
}

#[tokio::test]
async fn axe_finds_nothing_where_nobody_can_take_part() {
    let citizen = Citizen::arrives().await;
    let mut checkup = Checkup::of(&citizen.browser);
    states::closed_doors(&citizen, Around::Index("bg"), &mut checkup).await;
    states::without_the_widget(&citizen, Around::Index("bg"), &mut checkup).await;
    checkup.end();
}

#[tokio::test]
async fn the_widget_is_as_light_or_dark_as_the_page_around_it() {
    let server = Installation::with_sample().serve(&[]);
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    for (page, device, is_dark) in
        [("dark", Scheme::Light, true), ("light", Scheme::Dark, false), ("light dark", Scheme::Dark, true)]
    {
        let host = Around::Bare("bg").host(&server.address);
        browser.prefer(device).await;
        citizen.open_widget(&host.page("/")).await;
        browser
            .run_with("document.documentElement.style.colorScheme = arguments[0]", vec![page.into()])
            .await;
        let lightness = "(selector, property) => Math.max(...getComputedStyle(one(selector))[property].match(/[0-9]+/g).slice(0, 3))";
        let darker = format!(
            "return (({lightness})('.widget', 'backgroundColor')) < (({lightness})('.ask', 'color'))"
        );
        assert_eq!(
            browser.run(&darker).await,
            Value::Bool(is_dark),
            "a page that is {page}, {}",
            device.name()
        );
    }
}

#[tokio::test]
async fn axe_finds_nothing_on_the_servers_own_pages() {
    let server = Installation::with_sample().serve(&[]);
    let officer = Officer::arrives(&server, "bg").await;
    let browser = &officer.browser;
    let mut checkup = Checkup::of(browser);
    checkup.look("login").await;
    officer.try_to_log_in("не е тази").await;
    browser.until("one('[role=alert]')").await;
    checkup.look("login refused").await;
    officer.log_in().await;
    checkup.look("officer's list").await;
    officer.open_consultation().await;
    checkup.look("officer's consultation").await;
    for (state, path) in [("home", "/"), ("nothing there", "/c/nothing")] {
        browser.goto(&format!("{}{path}", server.address)).await;
        checkup.look(state).await;
    }
    browser.goto(&format!("{}/c/{SLUG}", server.address)).await;
    browser.until("one('[part=root]')").await;
    checkup.look("the consultation's own page").await;
    checkup.end();
}

#[tokio::test]
async fn axe_finds_nothing_on_the_officers_results() {
    let server = Installation::with_sample().serve(&["--rate-limit", "off"]);
    let consultation = format!("{}/api/v1/consultations/{SLUG}", server.address);
    let client = reqwest::Client::new();
    let view: Value = client.get(&consultation).send().await.unwrap().json().await.unwrap();
    let lines = view["draft"]["lines"].as_array().unwrap();
    let mut movable =
        lines.iter().filter(|line| line["discretion"] == "local" && line["amount"].as_i64() > Some(9_999));
    let (from, to) = (movable.next().unwrap(), movable.next().unwrap());
    for (number, group) in (0..44_u8).zip(["citizen", "citizen", "business", "ngo"].into_iter().cycle()) {
        let amount = |line: &Value, change: i64| json!({ "line": line["id"], "amount": line["amount"].as_i64().unwrap() + change });
        let ballot = json!({
            "id": SubmissionId::from_random([number; 16]),
            "receipt_code": ReceiptCode::from_random(&[number; 15]).unwrap().reveal(),
            "ballot": {
                "draft_version": 1,
                "language": "bg",
                "allocation": [amount(from, -1_000 * i64::from(number % 5)), amount(to, 1_000 * i64::from(number % 5))],
                "respondent": { "group": group },
            },
        });
        let answer = client.post(format!("{consultation}/submissions")).json(&ballot).send().await.unwrap();
        assert_eq!(answer.status(), 201);
    }
    let officer = Officer::arrives(&server, "bg").await;
    officer.log_in().await;
    let browser = &officer.browser;
    let mut checkup = Checkup::of(browser);
    browser.goto(&format!("{}/officer/c/{SLUG}/results?lang=bg", server.address)).await;
    checkup.look("results").await;
    // The link in the table leads into the details of its line, which open by themselves.
    browser.press(".results tbody a").await;
    browser.until("one('details[open] table')").await;
    checkup.look("results of a line").await;
    checkup.end();
}

#[tokio::test]
async fn axe_sees_what_is_wrong_also_inside_a_shadow_root() {
    let browser = Browser::start().await;
    let mut checkup = Checkup::of(&browser);
    browser.goto("data:text/html,<html><glasno-budget></glasno-budget>").await;
    let bad = "document.querySelector('glasno-budget').attachShadow({ mode: 'open' })\
        .innerHTML = \"<p style='color: #eee; background: #fff'>pale</p><input>\"";
    browser.run(bad).await;
    checkup.look("a bad page").await;
    let found = Value::from(checkup.found).to_string();
    for rule in ["color-contrast", "document-title", "html-has-lang", "label"] {
        assert!(found.contains(&format!("{rule}: ")), "{rule} is not among {found}");
    }
}
