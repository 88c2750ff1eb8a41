//! A citizen who says a group and a district, and one who does not.

use glasno_tests::support::{Citizen, Host, Installation, Relay, SLUG};
use serde_json::{Value, json};

use crate::files::Files;

const GROUP: &str = "#respondent-group";
const DISTRICT: &str = "#respondent-district";

#[tokio::test]
async fn citizen_says_a_group_and_a_district_and_no_download_tells_it() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.comment_on_whole("Повече дървета").await;
    citizen.review().await;
    assert_eq!(chosen(&citizen).await, ["", ""], "nobody is told what to say");
    citizen.choose(GROUP, "Бизнес").await;
    citizen.choose(DISTRICT, "кв. Гарата").await;

    // A look back at the draft forgets nothing.
    citizen.browser.press(".acts .secondary").await;
    citizen.browser.until("one('#comment-whole')").await;
    citizen.review().await;
    assert_eq!(chosen(&citizen).await, ["business", "station"]);
    citizen.choose(GROUP, "Гражданска организация").await;
    citizen.send().await;
    citizen.receipt_code().await;

    let ballots = server.installation.ballots();
    assert_eq!(ballots.len(), 1);
    assert_eq!(ballots[0]["respondent"], json!({ "group": "ngo", "district": "station" }));
    let files = Files::taken_by_officer(&server, "bg").await;
    let told = json!([files.wide, files.long, files.sheets, files.json["submissions"]]).to_string();
    for word in ["ngo", "station", "Гарата", "Гражданска организация", "respondent"]
    {
        assert!(!told.contains(word), "a download tells {word}");
    }
}

#[tokio::test]
async fn what_a_citizen_says_waits_with_the_proposal_and_goes_out_unchanged() {
    let server = Installation::with_sample().serve(&[]);
    let relay = Relay::to(&server.address, &[]);
    let host = Host::with_index(&relay.address, "bg");
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.comment_on_whole("Повече дървета").await;
    citizen.review().await;
    citizen.choose(DISTRICT, "кв. Север").await;
    citizen.browser.set_offline(true).await;
    citizen.send().await;
    citizen.browser.until("one('.delivery')?.textContent.includes('Няма връзка')").await;
    assert_eq!(chosen(&citizen).await, ["", "north"]);
    citizen.browser.until("one('.respondent').disabled").await;
    citizen.browser.set_offline(false).await;
    citizen.receipt_code().await;
    assert_eq!(relay.ballots()[0]["ballot"]["respondent"], json!({ "district": "north" }));
    assert_eq!(server.installation.ballots()[0]["respondent"], json!({ "district": "north" }));
}

#[tokio::test]
async fn citizen_whose_district_is_no_longer_asked_for_is_told_and_sends_without_it() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.comment_on_whole("Повече дървета").await;
    citizen.review().await;
    citizen.choose(DISTRICT, "кв. Север").await;
    let file = server.installation.folder().join("less.toml");
    std::fs::write(&file, "[respondents]\ndistricts = []\n").unwrap();
    server.installation.done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    citizen.send().await;
    citizen
        .browser
        .until("one('.delivery')?.textContent.includes('вече не пита за тази група или район')")
        .await;
    assert_eq!(server.installation.submissions(), 0);
    citizen.choose(DISTRICT, "Без отговор").await;
    citizen.send().await;
    citizen.receipt_code().await;
    assert_eq!(server.installation.ballots()[0].get("respondent"), None);
}

#[tokio::test]
async fn citizen_is_not_asked_where_the_municipality_does_not_ask() {
    let server = Installation::with_sample().serve(&[]);
    let file = server.installation.folder().join("nothing.toml");
    std::fs::write(&file, "[respondents]\ngroups = []\ndistricts = []\n").unwrap();
    server.installation.done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.comment_on_whole("Повече дървета").await;
    citizen.review().await;
    assert_eq!(citizen.browser.text("all('select, #respondent-title').length").await, "0");
}

/// What is chosen in the two lists.
async fn chosen(citizen: &Citizen) -> Vec<String> {
    let chosen: Value = citizen.browser.run("return all('select').map((list) => list.value)").await;
    serde_json::from_value(chosen).unwrap()
}
