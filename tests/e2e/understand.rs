//! What a citizen finds out: a line's own view and its link, what follows from a change, the boxes, the revenue.

mod pictures;

use glasno_tests::support::{Citizen, Host, Installation, Line, Page, SLUG};
use serde_json::{Value, json};

use crate::accessibility::Checkup;
use crate::files::Files;

async fn at_the_widget(language: &str) -> (glasno_tests::support::Server, Host, Citizen) {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, language);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    (server, host, citizen)
}

#[tokio::test]
async fn citizen_reads_what_a_line_was_in_other_years_who_decides_and_takes_a_link_along() {
    let (_server, host, citizen) = at_the_widget("bg").await;
    let browser = &citizen.browser;
    let line = citizen.find_line("622").await;
    browser.press(&format!("#line-{} summary", line.0)).await;
    browser.until("all('.years tbody tr').length === 4 && one('.years canvas').width > 1").await;
    let years = browser.text("one('.years').textContent").await;
    for said in ["2024, отчет", "2025, приет бюджет", "2026, уточнен план"] {
        assert!(years.contains(said), "{years} does not say {said}");
    }
    assert!(years.contains("лв."), "the leva of those years stand there too: {years}");
    assert!(browser.text("one('.reasons').textContent").await.contains("на домакинство"));
    browser.run("navigator.clipboard.writeText = async (text) => { document.title = text; }").await;
    browser.press(".copy-link").await;
    browser.until("one('.details [role=status]').textContent").await;
    assert_eq!(browser.text("document.title").await, host.page("/#line=622-local"));
}

#[tokio::test]
async fn a_link_opens_right_at_its_line_and_the_next_one_at_the_next() {
    let (_server, host, citizen) = at_the_widget("en").await;
    let browser = &citizen.browser;
    browser.goto("about:blank").await;
    citizen.open_widget(&host.page("/#line=622-local")).await;
    browser
        .until("root.activeElement?.id.startsWith('line-') && root.activeElement.querySelector('.years')")
        .await;
    assert!(browser.text("root.activeElement.textContent").await.contains("622"));
    browser.run("location.hash = '#line=604-local'").await;
    browser
        .until(
            "root.activeElement?.textContent.includes('604') && root.activeElement.querySelector('.years')",
        )
        .await;
    let top = "root.activeElement.getBoundingClientRect().top";
    browser.until(&format!("{top} >= 0 && {top} < innerHeight")).await;
}

#[tokio::test]
async fn a_link_to_a_line_that_is_gone_leads_to_its_neighbours_or_says_so() {
    for (language, nothing) in [("bg", "Няма перо с „no-such-line“."), ("en", "no-such-line")] {
        let (_server, host, citizen) = at_the_widget(language).await;
        let browser = &citizen.browser;
        browser.goto("about:blank").await;
        citizen.open_widget(&host.page("/#line=no-such-line")).await;
        browser.until("root.activeElement?.id === 'spending-title'").await;
        let said = browser.text("one('.spending [role=status]').textContent").await;
        assert!(said.contains(nothing), "{said}");
        browser.run("location.hash = '#line=622-gone'").await;
        browser
            .until("one('#search').value === '622' && one('.spending .line')?.textContent.includes('622')")
            .await;
    }
}

#[tokio::test]
async fn two_widgets_on_one_page_do_not_fight_for_a_link() {
    let server = Installation::with_sample().serve(&[]);
    let widget = format!(
        r#"<glasno-budget src="{}/c/{SLUG}" lang="bg" loading="eager"></glasno-budget>"#,
        server.address
    );
    let html = format!(
        r#"<!doctype html><html lang="bg"><title>Две</title>{widget}{widget}<script async src="{}/w/v1/glasno.js"></script>"#,
        server.address
    );
    let host = Host::with(vec![Page { path: "/", headers: vec![], html }]);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/#line=622-local")).await;
    let browser = &citizen.browser;
    browser
        .until("root.activeElement?.id.startsWith('line-') && root.activeElement.querySelector('.years')")
        .await;
    let other = "[...document.querySelectorAll('glasno-budget')][1].shadowRoot";
    browser.until(&format!("{other}.querySelector('[part=root]')")).await;
    assert_eq!(browser.text(&format!("{other}.querySelectorAll('.line').length")).await, "0");
}

#[tokio::test]
async fn citizen_is_told_what_follows_from_a_change_and_how_much_it_is() {
    let (_server, _host, citizen) = at_the_widget("bg").await;
    let line = citizen.find_line("604").await;
    let from = citizen.amount_of(line).await;
    let consequence = format!("one('#line-{} .consequence')?.textContent", line.0);
    citizen.set_amount(line, &(from / 100 * 90 / 100).to_string()).await;
    citizen.browser.until(&format!("one('#line-{} .units')?.textContent.includes('×')", line.0)).await;
    assert_eq!(citizen.browser.text(&consequence).await, "", "ten percent less are above the threshold");
    citizen.set_amount(line, &(from / 100 * 79 / 100).to_string()).await;
    citizen.browser.until(&format!("{consequence}.startsWith('Между 1:00 и 5:00 ч.')")).await;
}

#[tokio::test]
async fn citizen_without_a_cyrillic_keyboard_finds_the_streets() {
    let (_server, _host, citizen) = at_the_widget("bg").await;
    let line = citizen.find_line("ulichnata mreja").await;
    assert!(citizen.name_of(line).await.contains("уличната мрежа"));
}

#[tokio::test]
async fn citizen_puts_the_largest_first_and_then_what_was_changed_most() {
    let (_server, _host, citizen) = at_the_widget("bg").await;
    let browser = &citizen.browser;
    citizen.choose("#order", "Най-големите първо").await;
    let sums = browser
        .run("return all('.group[data-depth=\"0\"] .group-sum span:first-child').map((sum) => Number(sum.textContent.replace(/\\D/g, '')))")
        .await;
    let sums: Vec<u64> = serde_json::from_value(sums).unwrap();
    assert!(sums.len() > 5 && sums.is_sorted_by(|a, b| a >= b), "{sums:?}");
    let line = citizen.find_line("622").await;
    citizen.press_more(line).await;
    citizen.end_search().await;
    citizen.choose("#order", "С най-голяма Ваша промяна първо").await;
    browser.until("one('.group .group-sum .delta').textContent").await;
}

#[tokio::test]
async fn citizen_pays_for_trees_with_a_higher_tax() {
    let (server, _host, citizen) = at_the_widget("bg").await;
    let browser = &citizen.browser;
    open_revenue(&citizen).await;
    let step = "all('.lever label').find((label) => label.textContent.includes('имотите с 5 % по-висок'))";
    browser.run(&format!("{step}.querySelector('input').id = 'step'")).await;
    browser.press("#step").await;
    citizen.see_balance_become("left-over").await;
    let line = citizen.find_line("622").await;
    let from = citizen.amount_of(line).await;
    citizen.set_amount(line, &format!("{},{:02}", (from + 22_500_000) / 100, from % 100)).await;
    citizen.see_balance_become("balanced").await;
    citizen.review().await;
    browser
        .until("all('.summary li').some((item) => item.textContent.includes('имотите с 5 % по-висок'))")
        .await;
    citizen.send().await;
    citizen.receipt_code().await;
    let files = Files::taken_by_officer(&server, "bg").await;
    assert_eq!(files.json["submissions"][0]["levers"], json!([{ "line": "tax-property", "step": 1 }]));
}

#[tokio::test]
async fn citizen_sees_the_boxes_before_and_after_and_axe_finds_nothing() {
    let (_server, _host, citizen) = at_the_widget("bg").await;
    let browser = &citizen.browser;
    browser.press("section[part=chart] > button").await;
    browser.until("all('.boxes').length === 1 && all('.box').length > 5").await;
    let line: Line = citizen.find_line("622").await;
    citizen.set_amount(line, "9000000").await;
    browser.until("all('.boxes').length === 2").await;
    let after = browser
        .text("all('.before-after:not(.of-years) tbody tr').filter((row) => row.cells[3].textContent).length")
        .await;
    assert_eq!(after, "1", "one function has changed");
    browser.press(&format!("#line-{} summary", line.0)).await;
    browser.until("one('.years')").await;
    open_revenue(&citizen).await;
    browser.press("#revenue .line summary").await;
    browser.until("all('.years').length === 2").await;
    let mut checkup = Checkup::of(browser);
    checkup.look("a line's view, the chart and the revenue").await;
    checkup.end();
    browser.resize(320, 640).await;
    let wide = browser.run("return document.documentElement.scrollWidth > 320").await;
    assert_eq!(wide, Value::Bool(false), "nothing scrolls sideways at 320 px");
}

async fn open_revenue(citizen: &Citizen) {
    citizen.browser.press("section[part=revenue] > button").await;
    citizen.browser.until("all('.lever').length > 1").await;
}
