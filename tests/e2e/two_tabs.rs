//! Two tabs of one browser: exactly one submission, unless the citizen wants two, and no word lost.

use glasno_tests::support::{Citizen, Host, Installation, Server};
use serde_json::Value;

const FIRST: &str = "Написано в първия раздел";
const SECOND: &str = "Написано във втория раздел";

/// A citizen with the widget open in one tab.
async fn at_the_widget(language: &str) -> (Server, Host, Citizen) {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, language);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    (server, host, citizen)
}

async fn see(citizen: &Citizen, place: &str, words: &str) {
    let words = Value::from(words);
    citizen.browser.until(&format!("one('{place}')?.textContent.includes({words})")).await;
}

async fn keep(citizen: &Citizen) {
    citizen.browser.press(".more-acts summary").await;
    citizen.browser.press("#keep").await;
    citizen.browser.until("localStorage.length === 1").await;
}

async fn rewrite(citizen: &Citizen, text: &str) {
    citizen.browser.press("#comment-whole").await;
    citizen.browser.mark_all().await;
    citizen.browser.insert(text).await;
}

fn said(server: &Server) -> Vec<Value> {
    server.installation.ballots().iter().map(|ballot| ballot["comments"][0]["text"].clone()).collect()
}

#[tokio::test]
async fn citizen_with_a_kept_proposal_in_two_tabs_sends_it_once() {
    for (language, told) in
        [("bg", "вече е изпратено от друг раздел"), ("en", "was already sent from another tab")]
    {
        let (server, host, citizen) = at_the_widget(language).await;
        let code = send_both(&citizen, &host).await;
        see(&citizen, ".delivery", told).await;
        assert_eq!(said(&server), [FIRST], "nothing is replaced before the citizen says so");
        // A look at the other one loses nothing.
        citizen.browser.press("#look").await;
        citizen.browser.until(&format!("one('#comment-whole')?.value === '{FIRST}'")).await;
        send_own_words_instead(&citizen, &server, &code).await;
    }
}

#[tokio::test]
async fn citizen_puts_the_second_tab_in_the_place_of_the_first_at_once() {
    let (server, host, citizen) = at_the_widget("bg").await;
    let code = send_both(&citizen, &host).await;
    see(&citizen, "#send", "Изпрати това вместо него").await;
    citizen.send().await;
    assert_eq!(citizen.receipt_code().await, code);
    assert_eq!(said(&server), [FIRST, SECOND]);
    assert_eq!(server.installation.submissions(), 1);
}

#[tokio::test]
async fn citizen_who_changes_one_submission_in_two_tabs_decides_which_one_counts() {
    for (language, told) in [("bg", "променено от друг раздел"), ("en", "was changed from another tab")]
    {
        let (server, host, citizen) = at_the_widget(language).await;
        citizen.comment_on_whole(FIRST).await;
        citizen.review().await;
        citizen.send().await;
        let code = citizen.receipt_code().await;
        let mut tabs = Vec::new();
        for text in ["Първа промяна", "Втора промяна"] {
            citizen.browser.open_tab().await;
            citizen.open_widget(&host.page("/")).await;
            citizen.browser.press("#have-code").await;
            citizen.browser.press("#code").await;
            citizen.browser.insert(&code).await;
            citizen.browser.press("#find").await;
            citizen.browser.until("root.activeElement?.id === 'changing'").await;
            rewrite(&citizen, text).await;
            citizen.review().await;
            tabs.push(citizen.browser.tab().await);
        }
        citizen.browser.go_to_tab(&tabs[0]).await;
        citizen.send().await;
        citizen.receipt_code().await;
        citizen.browser.go_to_tab(&tabs[1]).await;
        citizen.send().await;
        see(&citizen, ".delivery", told).await;
        assert_eq!(said(&server), [FIRST, "Първа промяна"]);
        citizen.send().await;
        assert_eq!(citizen.receipt_code().await, code);
        assert_eq!(said(&server), [FIRST, "Първа промяна", "Втора промяна"]);
    }
}

#[tokio::test]
async fn citizen_whose_submission_is_withdrawn_in_another_tab_sends_the_words_as_new() {
    let (server, host, citizen) = at_the_widget("bg").await;
    citizen.comment_on_whole(FIRST).await;
    citizen.review().await;
    citizen.send().await;
    let code = citizen.receipt_code().await;
    citizen.browser.press("#change").await;
    citizen.browser.until("root.activeElement?.id === 'changing'").await;
    rewrite(&citizen, SECOND).await;
    citizen.review().await;
    let here = citizen.browser.tab().await;
    citizen.browser.open_tab().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.browser.press("#have-code").await;
    citizen.browser.press("#code").await;
    citizen.browser.insert(&code).await;
    citizen.browser.press("#find").await;
    citizen.browser.press("#withdraw").await;
    citizen.browser.press("#withdraw-yes").await;
    see(&citizen, "#held", "оттеглено").await;
    citizen.browser.go_to_tab(&here).await;
    citizen.send().await;
    see(&citizen, ".delivery", "беше оттеглено").await;
    see(&citizen, "#send", "Изпрати като ново").await;
    citizen.send().await;
    assert_ne!(citizen.receipt_code().await, code, "what is new has a code of its own");
    let ballots = server.installation.ballots();
    assert_eq!((ballots.len(), &ballots[1]), (3, &Value::Null));
    assert_eq!(ballots[2]["comments"][0]["text"], SECOND);
}

#[tokio::test]
async fn citizen_who_begins_again_in_a_second_tab_hears_of_the_first() {
    let (server, host, citizen) = at_the_widget("bg").await;
    citizen.comment_on_whole(FIRST).await;
    citizen.review().await;
    citizen.send().await;
    let code = citizen.receipt_code().await;
    citizen.browser.open_tab().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.comment_on_whole(SECOND).await;
    citizen.review().await;
    see(&citizen, ".other-tab", "От друг раздел").await;
    see(&citizen, "#send", "Изпрати като отделно предложение").await;
    citizen.browser.press("#change-sent").await;
    citizen
        .browser
        .until(&format!("root.activeElement?.id === 'code' && one('#comment-whole').value === '{SECOND}'"))
        .await;
    citizen.browser.insert(&code).await;
    citizen.browser.press("#find").await;
    send_own_words_instead(&citizen, &server, &code).await;
}

#[tokio::test]
async fn whoever_shares_the_browser_sends_a_proposal_of_their_own() {
    let (server, host, citizen) = at_the_widget("bg").await;
    let first = citizen.browser.tab().await;
    citizen.browser.open_tab().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.comment_on_whole(SECOND).await;
    citizen.review().await;
    let second = citizen.browser.tab().await;
    citizen.browser.go_to_tab(&first).await;
    citizen.comment_on_whole(FIRST).await;
    citizen.review().await;
    citizen.send().await;
    let code = citizen.receipt_code().await;
    citizen.browser.go_to_tab(&second).await;
    see(&citizen, "#send", "Изпрати като отделно предложение").await;
    citizen.send().await;
    assert_ne!(citizen.receipt_code().await, code);
    assert_eq!(server.installation.submissions(), 2);
}

/// Keeps a proposal, takes it into a second tab and writes it anew there, sends the first and then the second; gives the
/// first one's code.
async fn send_both(citizen: &Citizen, host: &Host) -> String {
    citizen.comment_on_whole(FIRST).await;
    keep(citizen).await;
    let first = citizen.browser.tab().await;
    citizen.browser.open_tab().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.browser.press("#take-kept").await;
    citizen.browser.until(&format!("one('#comment-whole')?.value === '{FIRST}'")).await;
    rewrite(citizen, SECOND).await;
    citizen.review().await;
    let second = citizen.browser.tab().await;

    citizen.browser.go_to_tab(&first).await;
    citizen.review().await;
    citizen.send().await;
    let code = citizen.receipt_code().await;
    citizen.browser.until("localStorage.length === 0").await;

    citizen.browser.go_to_tab(&second).await;
    citizen.send().await;
    code
}

/// Puts the second proposal in the place of the first: one submission, and no word of either is lost.
async fn send_own_words_instead(citizen: &Citizen, server: &Server, code: &str) {
    citizen.browser.press("#own-words").await;
    citizen.browser.until(&format!("one('#comment-whole')?.value === '{SECOND}'")).await;
    citizen.review().await;
    citizen.send().await;
    assert_eq!(citizen.receipt_code().await, code);
    assert_eq!(said(server), [FIRST, SECOND]);
    assert_eq!(server.installation.submissions(), 1);
}
