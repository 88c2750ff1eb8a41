//! axe-core finds nothing in any state, on a phone and a wide screen, light and dark. `GLASNO_AXE` names its file.

use glasno_model::{ReceiptCode, SubmissionId};
use glasno_tests::support::{Browser, Citizen, Host, Installation, Officer, Relay, SLUG, Scheme};
use serde_json::{Value, json};

const SIZES: [(u32, u32); 2] = [(360, 740), (1280, 800)];

/// Runs axe once everything that moves has come to rest.
const RUN: &str = "\
    const moving = [...document.getAnimations(), ...(root.getAnimations?.() ?? [])];\
    return Promise.allSettled(moving.map((animation) => animation.finished)).then(() => axe.run(document, {\
        resultTypes: ['violations'],\
        runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } }))\
    .then(({ violations }) => violations.flatMap((rule) => rule.nodes.map((node) =>\
        `${rule.id}: ${node.target.flat().join(' ')} (${node.failureSummary.replace(/\\s+/g, ' ')}) ${node.html.slice(0, 120)}`)))";

/// Collects what axe finds, so that one run tells everything.
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
        for (width, height) in SIZES {
            self.browser.resize(width, height).await;
            for scheme in [Scheme::Light, Scheme::Dark] {
                self.browser.prefer(scheme).await;
                let found: Vec<String> = serde_json::from_value(self.browser.run(RUN).await).unwrap();
                let place = format!("{state}, {width} px, {}", scheme.name());
                self.found.extend(found.into_iter().map(|finding| format!("{place}: {finding}")));
            }
        }
    }

    pub(crate) fn end(self) {
        assert!(self.found.is_empty(), "{} findings:\n{}", self.found.len(), self.found.join("\n"));
    }
}

#[tokio::test]
async fn axe_finds_nothing_while_a_citizen_looks_and_moves_money() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    let mut checkup = Checkup::of(browser);
    citizen.open_widget(&host.page("/")).await;
    checkup.look("opening").await;
    for function in ["Общи държавни служби", "Икономически дейности"] {
        citizen.open_function(function).await;
    }
    checkup.look("functions open").await;
    browser.press(".line.locked summary").await;
    browser.press(".line:not(.locked) summary").await;
    checkup.look("details of a locked and a movable line").await;
    citizen.search("гълъб").await;
    checkup.look("search without a result").await;
    let line = citizen.find_line("улич").await;
    checkup.look("search with results").await;
    citizen.set_amount(line, "седем").await;
    citizen.see_balance_become("refused").await;
    checkup.look("refused amount").await;
    citizen.set_amount(line, "20000000").await;
    citizen.see_balance_become("short").await;
    browser.press(".offers summary").await;
    checkup.look("short, with offers").await;
    checkup.end();
}

#[tokio::test]
async fn axe_finds_nothing_while_a_citizen_comments_and_sends() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "en");
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    let mut checkup = Checkup::of(browser);
    citizen.open_widget(&host.page("/")).await;
    let line = citizen.find_line("road maintenance").await;
    citizen.set_amount(line, "100000").await;
    citizen.see_balance_become("left-over").await;
    citizen.comment(line, "Fewer roads").await;
    checkup.look("comment open").await;
    browser.insert(&"word ".repeat(2_000)).await;
    browser.until("all('textarea')[0].ariaInvalid === 'true'").await;
    checkup.look("comment too long").await;
    browser.mark_all().await;
    browser.insert("Fewer roads").await;
    citizen.end_search().await;
    browser.press("section[part=chart] > button").await;
    browser.until("one('.before-after canvas')?.width > 1").await;
    checkup.look("chart open").await;
    citizen.review().await;
    checkup.look("review").await;
    browser.set_offline(true).await;
    citizen.send().await;
    browser.until("one('.delivery')?.textContent.includes('No connection')").await;
    checkup.look("waiting for the connection").await;
    browser.set_offline(false).await;
    citizen.receipt_code().await;
    checkup.look("receipt").await;
    browser.press(".receipt .primary").await;
    browser.until("one('.receipt [role=status]').textContent").await;
    checkup.look("receipt copied").await;
    checkup.end();
}

#[tokio::test]
async fn axe_finds_nothing_where_nobody_can_take_part() {
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    let mut checkup = Checkup::of(browser);
    let closed = Installation::with_sample();
    closed.close();
    let early = Installation::with_sample();
    early.update(&["--opens-at", "2099-11-01T09:00"]);
    let unpublished = Installation::with_consultation();
    for (state, installation) in [("closed", closed), ("not open yet", early), ("not published", unpublished)]
    {
        let server = installation.serve(&[]);
        let host = Host::with_index(&server.address, "bg");
        browser.goto(&host.page("/")).await;
        browser.until("one('[role=status]')?.textContent").await;
        checkup.look(state).await;
        if state == "closed" {
            citizen.open_function("Общи държавни служби").await;
            checkup.look("closed, function open").await;
        }
    }
    let server = Installation::with_sample().serve(&[]);
    let relay = Relay::before_the_draft(&server.address);
    let host = Host::with_index(&relay.address, "bg");
    citizen.open_widget(&host.page("/")).await;
    browser.until("one('[role=status]').textContent.includes('още не е публикуван')").await;
    checkup.look("no draft yet").await;
    let host = Host::with_index(&server.address, "bg");
    browser.block(&["*/api/v1/*"]).await;
    browser.goto(&host.page("/")).await;
    browser.until("one('[role=status]')?.textContent").await;
    checkup.look("server unreachable").await;
    browser.block(&["*/w/v1/glasno.js"]).await;
    browser.goto(&host.page("/")).await;
    checkup.look("only the link").await;
    checkup.end();
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
