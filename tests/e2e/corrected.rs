//! The municipality corrects its draft while a citizen is at it: who is at it sees what changed, and keeps what fits.

use glasno_tests::support::{Citizen, Host, Installation, SLUG, Server, fixture};
use serde_json::Value;

const COMMENT: &str = "Повече пейки в парка";

/// Imports the sample again with each of these texts in the place of another.
fn correct(server: &Server, corrections: &[(&str, &str)]) {
    let mut table = std::fs::read_to_string(fixture("sample-budget.csv")).unwrap();
    for (before, after) in corrections {
        assert!(table.contains(before), "the sample has {before}");
        table = table.replacen(before, after, 1);
    }
    let corrected = server.installation.folder().join("corrected.csv");
    std::fs::write(&corrected, table).unwrap();
    let file = corrected.to_str().unwrap();
    server.installation.done(["import", file, "--consultation", SLUG, "--file-currency", "BGN"]);
}

async fn see(citizen: &Citizen, place: &str, words: &str) {
    let words = Value::from(words);
    citizen.browser.until(&format!("one('{place}')?.textContent.includes({words})")).await;
}

#[tokio::test]
async fn citizen_at_the_review_sees_what_was_corrected_and_sends() {
    for (language, told, act, same) in [
        (
            "bg",
            "Общината поправи проекта, докато пишехте",
            "Вижте какво се промени",
            "Общината поправи проекта",
        ),
        (
            "en",
            "The municipality corrected the draft",
            "See what changed",
            "The municipality has corrected the draft",
        ),
    ] {
        let server = Installation::with_sample().serve(&[]);
        let host = Host::with_index(&server.address, language);
        let citizen = Citizen::arrives().await;
        let browser = &citizen.browser;
        citizen.open_widget(&host.page("/")).await;
        let line = citizen.find_line("604").await;
        citizen.set_amount(line, "900000").await;
        citizen.comment_on_whole(COMMENT).await;
        citizen.review().await;
        correct(&server, &[(",200000,", ",210000,")]);
        citizen.send().await;
        see(&citizen, ".delivery", told).await;
        see(&citizen, "#send", act).await;
        assert_eq!(server.installation.submissions(), 0);
        citizen.send().await;
        browser.until("root.activeElement?.id === 'notes'").await;
        see(&citizen, "#notes", same).await;
        assert_eq!(browser.text("one('#comment-whole').value").await, COMMENT);
        let line = citizen.find_line("604").await;
        assert_eq!(citizen.amount_of(line).await, 90_000_000);
        citizen.review().await;
        citizen.send().await;
        citizen.receipt_code().await;
        let ballots = server.installation.ballots();
        // The endpoint takes nothing that was made on another version than the last.
        assert_eq!(ballots.len(), 1);
        assert_eq!(ballots[0]["comments"][0]["text"], COMMENT);
    }
}

#[tokio::test]
async fn citizen_who_comes_back_after_a_correction_finds_the_ballot_in_the_new_draft() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    let line = citizen.find_line("604").await;
    citizen.set_amount(line, "900000").await;
    citizen.review().await;
    citizen.send().await;
    let code = citizen.receipt_code().await;
    correct(&server, &[(",200000,", ",210000,")]);
    // On another day, when the browser has kept nothing of the draft as it was.
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    citizen.open_widget(&host.page("/")).await;
    browser.press("#have-code").await;
    browser.press("#code").await;
    browser.insert(&code).await;
    browser.press("#find").await;
    see(&citizen, "#notes", "Общината поправи проекта").await;
    let line = citizen.find_line("604").await;
    assert_eq!(citizen.amount_of(line).await, 90_000_000);
    citizen.review().await;
    citizen.send().await;
    assert_eq!(citizen.receipt_code().await, code);
    assert_eq!(
        server.installation.ballots().len(),
        2,
        "the endpoint takes only what was made on the last version"
    );
}
