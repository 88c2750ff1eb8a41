//! Choosing projects by each of the methods.

use glasno_tests::support::Installation;
use serde_json::json;
use thirtyfour::Key;

use super::{CLINIC, RIVER_PATH, STAGE, opened, projects, put, sample_with, see};
use crate::keyboard::tab_to;

#[tokio::test]
async fn citizen_chooses_projects_within_a_budget() {
    for (language, over) in [("bg", "над бюджета"), ("en", "over the budget")] {
        let server = sample_with(&projects("method = \"knapsack\""));
        let (citizen, _host) = opened(&server, language).await;
        let browser = &citizen.browser;
        for project in [RIVER_PATH, STAGE] {
            browser.press(project).await;
        }
        see(&citizen, ".remaining.refused", over).await;
        browser.until("one('#review').ariaDisabled === 'true'").await;
        see(&citizen, ".chosen-list .grand-total", &citizen.written(language, 21_400_000).await).await;
        browser.press(".chosen-list li:nth-child(2) .link").await;
        browser.until("root.activeElement?.id === 'chosen' && !one('#project-0').checked").await;
        // Looking at one area hides the cards of others, not what was chosen.
        let villages = if language == "bg" { "Селата" } else { "The villages" };
        citizen.choose("#project-area", villages).await;
        browser.until("all('.way .card').length === 3").await;
        citizen.review().await;
        citizen.send().await;
        citizen.receipt_code().await;
        assert_eq!(server.installation.ballots()[0]["projects"], json!([{ "project": "river-path" }]));
    }
}

#[tokio::test]
async fn citizen_ranks_projects_with_the_keyboard_alone_and_the_focus_stays() {
    for (language, moved) in [("bg", "на 1. място от 3"), ("en", "number 1 of 3")] {
        let server = sample_with(&projects("method = \"ranking\"\nat_most = 3"));
        let (citizen, _host) = opened(&server, language).await;
        let browser = &citizen.browser;
        browser.until("one('#project-0')").await;
        for project in 0..3 {
            browser.run(&format!("one('#project-{project}').focus()")).await;
            browser.key(Key::Space).await;
        }
        browser.until("all('.chosen-list li').length === 3").await;
        browser.run("one('#chosen').focus()").await;
        tab_to(browser, "focused.id === 'up-2'").await;
        for _ in 0..2 {
            browser.key(Key::Enter).await;
            browser.until("root.activeElement?.id === 'up-2'").await;
        }
        see(&citizen, ".chosen-list [role=status]", moved).await;
        // The place can be typed as well; one beyond the end is the last.
        browser.run("one('#rank-2').focus()").await;
        browser.mark_all().await;
        browser.type_keys("9").await;
        browser.key(Key::Enter).await;
        browser.until("one('.chosen-list li:last-child #rank-2')?.value === '3'").await;
        browser.until("root.activeElement?.id === 'rank-2'").await;
        browser.mark_all().await;
        browser.type_keys("2").await;
        browser.key(Key::Enter).await;
        browser.until("one('.chosen-list li:nth-child(2) #rank-2')").await;
        citizen.review().await;
        citizen.send().await;
        citizen.receipt_code().await;
        let ranked =
            json!([{ "project": "stage" }, { "project": "dog-park" }, { "project": "school-street" }]);
        assert_eq!(server.installation.ballots()[0]["projects"], ranked);
    }
}

#[tokio::test]
async fn citizen_gives_points_to_projects_and_no_more_than_there_are() {
    for (language, each, over) in [
        ("bg", "Най-много 6 точки за един проект.", "2 точки повече"),
        ("en", "At most 6 points for one project.", "2 points more"),
    ] {
        let server = sample_with(&projects("method = \"points\"\ntotal = 10\nat_most = 6"));
        let (citizen, _host) = opened(&server, language).await;
        let browser = &citizen.browser;
        put(&citizen, STAGE, "7").await;
        see(&citizen, "#project-0-note.refused", each).await;
        put(&citizen, STAGE, "6").await;
        put(&citizen, CLINIC, "6").await;
        see(&citizen, ".remaining.refused", over).await;
        browser.key(Key::Down).await;
        browser.key(Key::Down).await;
        browser.until("one('#review').ariaDisabled !== 'true'").await;
        browser.key(Key::Up).await;
        browser.until("one('#project-5').getAttribute('aria-valuenow') === '4'").await;
        citizen.review().await;
        citizen.send().await;
        citizen.receipt_code().await;
        let given =
            json!([{ "project": "stage", "points": 6 }, { "project": "village-clinic", "points": 4 }]);
        assert_eq!(server.installation.ballots()[0]["projects"], given);
    }
}

#[tokio::test]
async fn cards_keep_their_order_while_the_visit_lasts() {
    let server = Installation::with_sample().serve(&[]);
    let (citizen, _host) = opened(&server, "bg").await;
    let browser = &citizen.browser;
    let order = "all('.card [id^=project-]').map((card) => card.id).join()";
    browser.press(STAGE).await;
    let before = browser.text(order).await;
    citizen.review().await;
    browser.press(".acts .secondary").await;
    browser.until("one('#project-0')").await;
    assert_eq!(browser.text(order).await, before);
}
