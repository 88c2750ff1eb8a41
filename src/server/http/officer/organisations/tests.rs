use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::http::testing::{Answer, OfficerAtWork, Town, ballot};

const REGISTER: &str = "/officer/c/sample/organisations";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A ballot with an organisation beside it.
fn speaking(number: u32, name: &str, area: &str) -> Value {
    let mut ballot = ballot(number);
    ballot["organisation"] = json!({ "name": name, "kind": "chitalishte", "area": area });
    ballot
}

async fn town() -> Town {
    let town = Town::new().await;
    town.change(|record| record.consultation.ways.organisations = true).await;
    for (number, name) in [(1, "Читалище „Искра“"), (2, "Купете <b>от</b> нас"), (3, "=1+1")]
    {
        let sent = town.send(&speaking(number, name, "Юг")).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
    }
    town
}

async fn act(
    town: &Town,
    officer: &OfficerAtWork<'_>,
    act: &str,
    name: &str,
    more: &[(&str, &str)],
) -> Answer {
    let cookie = ("cookie", officer.cookie.as_str());
    let form = [("act", act), ("name", name), ("kind", "chitalishte"), ("area", "Юг")];
    let body = encoded_form(&form);
    town.post_form(REGISTER, &[&[FORM, cookie], more].concat(), &body).await
}

fn encoded_form(fields: &[(&str, &str)]) -> String {
    let mut form = String::new();
    for (name, value) in fields {
        form.push_str(name);
        form.push('=');
        value.bytes().for_each(|byte| write!(form, "%{byte:02x}").unwrap());
        form.push('&');
    }
    form
}

#[tokio::test]
async fn an_officer_finds_the_register_from_the_consultation() {
    let town = town().await;
    let officer = town.log_in().await;
    let page = officer.get("/officer/c/sample?lang=en").await.text();
    assert!(page.contains(r#"href="/officer/c/sample/organisations?lang=en""#), "{page}");
    assert!(page.contains("3 rows: name, type and area."), "{page}");
    let register = officer.get(&format!("{REGISTER}?lang=en")).await.text();
    for part in ["Читалище „Искра“", "A chitalishte", "Юг", "Купете &lt;b&gt;от&lt;/b&gt; нас"]
    {
        assert!(register.contains(part), "{part}: {register}");
    }
    assert_eq!(officer.get("/officer/c/other/organisations").await.status, 404);
}

#[tokio::test]
async fn an_officer_downloads_the_register_without_formulas() {
    let town = town().await;
    let officer = town.log_in().await;
    let csv = officer.get(&format!("{REGISTER}.csv")).await;
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"sample-1970-01-01-organisations.csv\""
    );
    let text = csv.text();
    assert!(text.starts_with("\u{feff}name,type,area\r\n'=1+1,chitalishte,Юг\r\n"), "{text}");
    let json: Value = serde_json::from_slice(&officer.get(&format!("{REGISTER}.json")).await.body).unwrap();
    assert_eq!(json["organisations"][0], json!({ "name": "=1+1", "kind": "chitalishte", "area": "Юг" }));
}

#[tokio::test]
async fn an_officer_removes_what_is_no_organisation_and_can_put_it_back() {
    let town = town().await;
    let officer = town.log_in().await;
    let spam = "Купете <b>от</b> нас";
    let removed = act(&town, &officer, "remove", spam, &[]).await;
    assert_eq!(removed.status, 200);
    let shown = removed.text();
    assert!(shown.contains("вече не е в списъка"), "{shown}");
    assert!(shown.contains(r#"value="restore""#), "{shown}");
    assert!(!officer.get(&format!("{REGISTER}.csv")).await.text().contains("Купете"));
    assert_eq!(town.kept().await, 3, "the ballots stay");
    assert!(act(&town, &officer, "remove", spam, &[]).await.text().contains("вече не беше"));
    let restored = act(&town, &officer, "restore", spam, &[]).await;
    assert_eq!((restored.status, restored.header("location").as_str()), (303, REGISTER));
    assert!(officer.get(&format!("{REGISTER}.csv")).await.text().contains("Купете"));
}

#[tokio::test]
async fn a_form_on_another_page_removes_nothing() {
    let town = town().await;
    let officer = town.log_in().await;
    for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        assert_eq!(act(&town, &officer, "remove", "=1+1", &[foreign]).await.status, 403, "{foreign:?}");
    }
    assert_eq!(act(&town, &officer, "burn", "=1+1", &[]).await.status, 400);
    assert_eq!(act(&town, &officer, "restore", " ", &[]).await.status, 400);
    let stranger = town.post_form(REGISTER, &[FORM], "act=remove&name=%3D1%2B1&kind=chitalishte&area=").await;
    assert_eq!((stranger.status, stranger.header("location").as_str()), (303, "/officer"));
    assert!(officer.get(&format!("{REGISTER}.csv")).await.text().contains("=1+1"));
}

#[tokio::test]
async fn nobody_is_offered_a_register_that_is_not_kept() {
    let town = Town::new().await;
    let officer = town.log_in().await;
    assert!(!officer.get("/officer/c/sample").await.text().contains("organisations"));
    let page = officer.get(&format!("{REGISTER}?lang=en")).await.text();
    assert!(page.contains("organisations = true"), "{page}");
}
