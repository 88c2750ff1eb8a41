//! Spending and revenue drawn before and after, beside other years, each with its table; in both languages.

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG};
use serde_json::{Value, json};

use super::{at_the_widget, open_revenue};

/// The rows of a table as texts.
fn rows(table: &str) -> String {
    format!("all('{table} tbody tr').map((row) => [...row.cells].map((cell) => cell.textContent))")
}

#[tokio::test]
async fn citizen_sees_the_functions_beside_other_years_and_reads_what_was_converted() {
    for (language, years, whole, converted) in [
        (
            "bg",
            ["2024, отчет", "2025, приет бюджет", "2026, уточнен план", "2027, проект"],
            "Общо",
            "Сумите в лева са превърнати в евро по 1,95583 лв. за 1 €.",
        ),
        (
            "en",
            ["2024, actual", "2025, adopted budget", "2026, revised budget", "2027, draft"],
            "Total",
            "Amounts in leva are converted into euro at 1.95583 leva for €1.",
        ),
    ] {
        let (_server, _host, citizen) = at_the_widget(language).await;
        let browser = &citizen.browser;
        browser.press("section[part=chart] > button").await;
        browser.until("one('.of-years')").await;
        let heads =
            browser.run("return all('.of-years thead th').slice(1).map((head) => head.textContent)").await;
        assert_eq!(heads, serde_json::json!(years));
        let rows = browser.run(&format!("return {}", rows(".of-years"))).await;
        let rows: Vec<Vec<String>> = serde_json::from_value(rows).unwrap();
        assert!(rows.len() > 5 && rows.iter().flatten().all(|cell| !cell.is_empty()), "{rows:?}");
        assert_eq!(rows.last().unwrap()[0], whole);
        browser.until(&format!("one('.of-years + p').textContent === {}", Value::from(converted))).await;
    }
}

#[tokio::test]
async fn citizen_sees_what_a_lower_tax_does_to_the_revenue() {
    for (language, step) in [("bg", "имотите с 5 % по-нисък"), ("en", "Property tax 5 % lower")]
    {
        let (_server, _host, citizen) = at_the_widget(language).await;
        let browser = &citizen.browser;
        open_revenue(&citizen).await;
        browser.until("all('#revenue .boxes').length === 1 && all('#revenue .box').length > 5").await;
        browser.press("#revenue > div > .fold summary").await;
        browser.until("one('#revenue .before-after canvas')?.width > 1").await;
        let changed = "all('#revenue .before-after tbody tr').filter((row) => row.cells[3].textContent)";
        assert_eq!(browser.text(&format!("{changed}.length")).await, "0");
        let label =
            format!("all('.lever label').find((label) => label.textContent.includes({}))", Value::from(step));
        let said = browser.text(&format!("{label}.textContent")).await;
        let yields = citizen.written(language, -23_000_000).await;
        assert!(said.contains(&yields), "{said} says what the step brings: {yields}");
        browser.run(&format!("{label}.querySelector('input').id = 'step'")).await;
        browser.press("#step").await;
        browser.until("all('#revenue .boxes').length === 2").await;
        browser
            .until(
                "all('#revenue .pair > div:last-child .box b').some((box) => box.textContent.includes('▼'))",
            )
            .await;
        browser
            .until(&format!(
                "{changed}.length === 1 && {changed}[0].cells[3].textContent.includes({})",
                Value::from(yields)
            ))
            .await;
        let [before, after] = [1, 2].map(|cell| format!("{changed}[0].cells[{cell}].textContent"));
        assert_ne!(browser.text(&before).await, browser.text(&after).await);
    }
}

#[tokio::test]
async fn patterns_tell_the_boxes_apart_without_any_colour() {
    let (_server, _host, citizen) = at_the_widget("bg").await;
    let browser = &citizen.browser;
    browser.press("section[part=chart] > button").await;
    browser.until("all('.box').length > 5").await;
    let drawn = "all('.box').slice(0, 7).map((box) => { const style = getComputedStyle(box); \
        return style.backgroundImage + (style.backgroundImage === 'none' ? style.backgroundColor : ''); })";
    let different = browser.text(&format!("new Set({drawn}).size")).await;
    assert_eq!(different, "7", "each of the seven largest has a pattern of its own");
}

/// What a page's colours come to: of the boxes, of their patterns, and of the bars' middles, where they are drawn.
/// Read on a copy: the browser frowns on a canvas that is read again and again.
const PAINTED: &str = "\
    const boxes = [1, 2, 3].map((number) => getComputedStyle(one(`.swatch[data-pattern='${number}']`)));\
    const bars = all('.before-after:not(.of-years) canvas').slice(0, 3).map((bar) => {\
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });\
        copy.drawImage(bar, -3, -Math.round(bar.height / 2));\
        return [...copy.getImageData(0, 0, 1, 1).data].slice(0, 3).join();\
    });\
    return { first: boxes[0].backgroundColor, images: boxes.map((box) => box.backgroundImage === 'none'), bars };";

#[tokio::test]
async fn citizen_sees_the_drawings_in_the_towns_own_colours() {
    let server = Installation::with_sample().serve(&[]);
    let address = format!("{}/c/{SLUG}", server.address);
    let page = |path, style: &str| {
        let html = format!(
            "<!doctype html><html lang=bg><meta charset=utf-8><title>Община</title><link rel=icon href=\"data:,\">\
             <style>:root {{ --tint: red; --ink: red; --shade: red; --paper: red }} glasno-budget {{ {style} }}</style>\
             <glasno-budget src=\"{address}\" theme=\"light\"><a href=\"{address}\">Участвайте</a></glasno-budget>\
             <script async src=\"{}/w/v1/glasno.js\"></script>",
            server.address
        );
        Page { path, headers: vec![], html }
    };
    // The second in a way that stays as it is when computed.
    let own = "--glasno-accent: #175cd3; --glasno-chart-1: #7a1f1f; --glasno-chart-2: oklch(0.45 0 0); --glasno-chart-pattern: none";
    let host = Host::with(vec![page("/", ""), page("/own", own)]);
    let citizen = Citizen::arrives().await;
    let drawn = "all('.before-after:not(.of-years) canvas').length > 5 && all('.before-after canvas').every((bar) => bar.width > 1 && !bar.hidden)";
    // (23, 92, 211) is the accent that holds where a page says nothing.
    let ours = json!(["23,92,211", "23,92,211", "23,92,211"]);
    for (path, first, images, bars) in [
        ("/", None, json!([true, false, false]), ours),
        (
            "/own",
            Some("rgb(122, 31, 31)"),
            json!([true, true, true]),
            json!(["122,31,31", "85,85,85", "23,92,211"]),
        ),
    ] {
        citizen.open_widget(&host.page(path)).await;
        citizen.browser.press("section[part=chart] > button").await;
        citizen.browser.until(drawn).await;
        let seen = citizen.browser.wait("the bars as they are painted", async || {
            let seen = citizen.browser.run(PAINTED).await;
            (seen["bars"] == bars).then_some(seen)
        });
        let seen = seen.await;
        assert_eq!(seen["images"], images, "{path}");
        assert_eq!(first.is_some(), first == seen["first"].as_str(), "{path}: {seen}");
        assert_ne!(seen["first"], "rgb(255, 0, 0)", "the page's own names stay the page's own");
        assert_eq!(citizen.browser.complaints().await, [""; 0], "{path}");
    }
}
