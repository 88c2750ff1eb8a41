//! The visit as a screen reader meets it: the browser's accessibility tree as indented text, beside the files in
//! `tests/fixtures/aria`. A name, a role or a state that changes wants a second look. When it is meant, renew the files
//! and read the difference before it is committed: `GLASNO_RENEW_GOLDEN=1 cargo xtask test --only e2e`.

use std::collections::HashMap;
use std::fmt::Write as _;

use glasno_tests::support::{Browser, Citizen, Installation, Server, fixture};
use serde_json::{Value, json};

use crate::states::{Around, put};

/// Chance and the clock stand still, so that the order of the projects, the code and the days left are the same in
/// every visit.
const STILL: &str = "\
    crypto.getRandomValues = (bytes) => bytes.map((_, at) => at * 37 + 11);\
    Date.now = () => Date.UTC(2099, 11, 19, 8);";

/// What a screen reader passes over, however it is called.
const SILENT: [&str; 5] = ["none", "generic", "InlineTextBox", "ListMarker", "LineBreak"];

#[tokio::test]
async fn citizen_who_listens_meets_the_draft_line_by_line() {
    for language in ["bg", "en"] {
        let (citizen, _server) = visit(language).await;
        let browser = &citizen.browser;
        check(browser, ".opening", "opening", language).await;
        browser.press("#head-0").await;
        browser.until("all('.line').length > 2").await;
        check(browser, ".group", "first-heading", language).await;
        let line = citizen.find_line("604").await;
        check(browser, &format!("#line-{}", line.0), "line", language).await;
        browser.press(&format!("#line-{} summary", line.0)).await;
        browser.until("one('.years canvas')?.width > 1").await;
        check(browser, ".details", "line-details", language).await;
        browser.press("section[part=chart] > button").await;
        browser.until("one('.before-after canvas')?.width > 1").await;
        check(browser, "#chart", "chart", language).await;
        browser.press("section[part=revenue] > button").await;
        browser.until("one('.lever')").await;
        check(browser, "#revenue .line:has(.lever)", "lever", language).await;
    }
}

#[tokio::test]
async fn citizen_who_listens_hears_how_the_balance_stands() {
    for language in ["bg", "en"] {
        let (citizen, _server) = visit(language).await;
        let browser = &citizen.browser;
        let line = citizen.find_line("604").await;
        let drafted = citizen.amount_of(line).await / 100;
        let amounts = [
            ("refused", "?".to_owned()),
            ("left-over", (drafted - 50_000).to_string()),
            ("short", (drafted + 50_000).to_string()),
        ];
        check(browser, ".balance", "balance-untouched", language).await;
        for (state, typed) in amounts {
            citizen.set_amount(line, &typed).await;
            citizen.see_balance_become(state).await;
            // The steps back come after the first change, a little later than what is said of it.
            browser.until("one('#undo')").await;
            browser.until("one('.balance [role=status]').textContent === one('#balance').textContent").await;
            check(browser, ".balance", &format!("balance-{state}"), language).await;
            if state == "refused" {
                check(browser, &format!("#line-{} .field", line.0), "amount-refused", language).await;
            }
        }
        browser.press(".offers summary").await;
        browser.until("one('.offer')").await;
        check(browser, ".offers", "offers", language).await;
        browser.press(".offer").await;
        citizen.see_balance_become("balanced").await;
        browser.until("one('.balance [role=status]').textContent === one('#balance').textContent").await;
        check(browser, ".balance", "balance-balanced", language).await;
    }
}

#[tokio::test]
async fn citizen_who_listens_takes_part_in_every_way() {
    for language in ["bg", "en"] {
        let (citizen, _server) = visit(language).await;
        let browser = &citizen.browser;
        put(&citizen, "#pot-0", "30").await;
        browser.until("all('.way .sr-only')[0].textContent").await;
        check(browser, ".way:has(#way-pot)", "pot", language).await;
        for project in ["#project-0", "#project-3"] {
            browser.press(project).await;
        }
        browser.until("all('.chosen-list li').length === 2 && all('.way .sr-only')[1].textContent").await;
        check(browser, ".way:has(#way-projects)", "projects", language).await;
        browser.press("#question-0 .option:nth-child(2) input").await;
        browser.until("one('#question-1 textarea')").await;
        check(browser, ".way:has(#way-questions)", "questions", language).await;
    }
}

#[tokio::test]
async fn citizen_who_listens_reviews_sends_and_keeps_the_code() {
    for language in ["bg", "en"] {
        let (citizen, _server) = visit(language).await;
        let browser = &citizen.browser;
        let line = citizen.find_line("604").await;
        citizen.press_less(line).await;
        citizen.comment(line, "604 🚧").await;
        put(&citizen, "#pot-0", "30").await;
        browser.press("#project-3").await;
        citizen.review().await;
        check(browser, ".review", "review", language).await;
        browser.set_offline(true).await;
        citizen.send().await;
        browser.until("one('.delivery.shown') && one('#send').ariaDisabled !== 'true'").await;
        check(browser, ".review .delivery", "no-connection", language).await;
        browser.set_offline(false).await;
        citizen.receipt_code().await;
        browser.until("root.activeElement?.id === 'receipt-title'").await;
        check(browser, ".receipt", "receipt", language).await;
    }
}

#[tokio::test]
async fn citizen_who_listens_steps_back_and_comes_back_with_the_code() {
    for language in ["bg", "en"] {
        let (citizen, _server) = visit(language).await;
        let browser = &citizen.browser;
        browser.press("#have-code").await;
        browser.until("root.activeElement?.id === 'code'").await;
        check(browser, ".desk", "code-asked", language).await;
        browser.insert("7KXM").await;
        browser.press("#find").await;
        browser.until("one('#code').ariaInvalid === 'true'").await;
        check(browser, ".desk", "code-mistyped", language).await;
        citizen.press_less(citizen.find_line("604").await).await;
        browser.press("#undo").await;
        browser.until("one('.steps [role=status]').textContent").await;
        check(browser, ".steps", "step-back", language).await;
    }
}

async fn visit(language: &'static str) -> (Citizen, Server) {
    let server = Installation::with_sample().serve(&[]);
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(STILL).await;
    let host = Around::Bare(language).host(&server.address);
    citizen.open_widget(&host.page("/")).await;
    citizen.browser.until("one('#pot-0') && one('#project-0') && one('#question-0 input')").await;
    (citizen, server)
}

/// Compares what a screen reader meets at a selector with its file.
async fn check(browser: &Browser, selector: &str, name: &str, language: &str) {
    // What lies outside the screen is not laid out, and some of it not told, before it comes near.
    let near = "one(arguments[0]).scrollIntoView({ block: 'start', behavior: 'instant' });\
        return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
    browser.run_with(near, vec![selector.into()]).await;
    let found = tree(browser, selector).await;
    let found = masked(browser, found).await;
    let file = fixture("aria").join(format!("{name}.{language}.txt"));
    if std::env::var_os("GLASNO_RENEW_GOLDEN").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == expected,
        "{} meets a screen reader otherwise than it did. If that is meant: GLASNO_RENEW_GOLDEN=1 cargo xtask test --only e2e\n{}",
        file.display(),
        difference(&expected, &found)
    );
}

/// When the server received the ballot is the only thing that no test can hold still.
async fn masked(browser: &Browser, tree: String) -> String {
    let received = browser.text("one('.receipt .code-box + p')?.textContent ?? ''").await;
    if received.is_empty() { tree } else { tree.replace(&received, "(when it was received)") }
}

/// The accessibility tree under the first element of a selector.
async fn tree(browser: &Browser, selector: &str) -> String {
    let find =
        format!("document.querySelector('glasno-budget').shadowRoot.querySelector({})", json!(selector));
    let element = browser.tell("Runtime.evaluate", json!({ "expression": find })).await;
    let object = &element["result"]["objectId"];
    assert!(object.is_string(), "{selector} is not there");
    let described = browser.tell("DOM.describeNode", json!({ "objectId": object })).await;
    let id = described["node"]["backendNodeId"].clone();
    let answer = browser.tell("Accessibility.getFullAXTree", json!({})).await;
    let nodes = answer["nodes"].as_array().unwrap();
    let by_id: HashMap<&str, &Value> =
        nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let top = nodes.iter().find(|node| node["backendDOMNodeId"] == id).expect("it has a place in the tree");
    let mut text = String::new();
    write_node(top, &by_id, 0, "", &mut text);
    text
}

fn write_node(node: &Value, nodes: &HashMap<&str, &Value>, depth: usize, above: &str, text: &mut String) {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    let name = node["name"]["value"].as_str().unwrap_or_default();
    let said_above = role == "StaticText" && !above.is_empty() && above.contains(name.trim());
    let is_silent = node["ignored"] == true || SILENT.contains(&role) || said_above;
    if !is_silent {
        let _ = write!(text, "{:1$}{role}", "", depth * 2);
        if !name.is_empty() {
            let _ = write!(text, " “{name}”");
        }
        write_states(node, role, text);
        text.push('\n');
    }
    let (depth, above) = if is_silent { (depth, above) } else { (depth + 1, name) };
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| nodes.get(id)) {
            write_node(child, nodes, depth, above, text);
        }
    }
}

/// What is told beside role and name, in a settled order.
fn write_states(node: &Value, role: &str, text: &mut String) {
    match &node["value"]["value"] {
        Value::String(value) if !value.is_empty() => drop(write!(text, " = {value}")),
        Value::Number(value) => drop(write!(text, " = {value}")),
        _ => {}
    }
    let properties = node["properties"].as_array().into_iter().flatten();
    let mut states: Vec<String> = properties
        .filter_map(|property| state(role, property["name"].as_str()?, &property["value"]["value"]))
        .collect();
    states.sort();
    if !states.is_empty() {
        let _ = write!(text, " [{}]", states.join(", "));
    }
    if let Some(description) = node["description"]["value"].as_str().filter(|text| !text.is_empty()) {
        let _ = write!(text, " ({description})");
    }
}

/// A state as it is told; nothing where it is what every such element has.
fn state(role: &str, name: &str, value: &Value) -> Option<String> {
    let plain = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    match name {
        "level" => (role == "heading").then(|| format!("level={plain}")),
        "checked" | "expanded" | "live" => Some(format!("{name}={plain}")),
        "disabled" | "focused" | "invalid" | "required" | "selected" => {
            (plain == "true").then(|| name.to_owned())
        }
        _ => None,
    }
}

/// The lines that differ, with one around them: − was, + is.
fn difference(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    // The longest common sequence from each pair of places on.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, was) in old.iter().enumerate().rev() {
        for (j, is) in new.iter().enumerate().rev() {
            common[i][j] =
                if was == is { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let mut lines = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(format!("  {}", old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(format!("− {}", old[i]));
            i += 1;
        } else {
            lines.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    let changed = |at: usize| lines.get(at).is_some_and(|line| !line.starts_with(' '));
    let near = |at: usize| changed(at) || changed(at + 1) || at.checked_sub(1).is_some_and(changed);
    let told: Vec<&str> =
        lines.iter().enumerate().filter(|(at, _)| near(*at)).map(|(_, line)| line.as_str()).collect();
    told.join("\n")
}

#[test]
fn whoever_changed_a_name_sees_which() {
    let shown = difference("a\nb\nc\nd\ne", "a\nb\nx\nd\ne");
    assert_eq!(shown, "  b\n− c\n+ x\n  d");
}
