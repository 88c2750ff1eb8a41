//! Moving money under each rule of balance: how much is missing, where it could come from, how much is too much.

use glasno_tests::support::Installation;
use serde_json::Value;

use super::opened;

/// An amount of cents as somebody types it.
fn typed(cents: i64, language: &str) -> String {
    let sign = if language == "bg" { ',' } else { '.' };
    format!("{}{sign}{:02}", cents / 100, cents % 100)
}

#[tokio::test]
async fn citizen_is_told_how_much_is_missing_and_chooses_where_it_comes_from() {
    for (language, take) in [("bg", "Вземи "), ("en", "Take ")] {
        let server = Installation::with_sample().serve(&[]);
        let (citizen, _host) = opened(&server, language).await;
        let browser = &citizen.browser;
        let line = citizen.find_line("622").await;
        let from = citizen.amount_of(line).await;
        citizen.set_amount(line, &typed(from + 10_000_000, language)).await;
        let missing = citizen.written(language, 10_000_000).await;
        let balance = citizen.see_balance_become("short").await;
        assert!(balance.words.contains(&missing) && !balance.may_review, "{balance:?}");
        browser.press(".offers summary").await;
        browser.until("all('.offer').length > 1").await;
        let offer = browser.text("all('.offer')[1].textContent").await;
        assert!(offer.starts_with(take) && offer.contains(&missing), "{offer}");
        browser.press(".offers li:nth-child(2) .offer").await;
        citizen.see_balance_become("balanced").await;
        citizen.review().await;
        let given = "all('.summary li').some((item) => arguments[0].includes(item.querySelector('strong').textContent))";
        let given = browser.run_with(&format!("return {given}"), vec![offer.into()]).await;
        assert_eq!(given, Value::Bool(true), "the line that was chosen gives the money");
        citizen.send().await;
        citizen.receipt_code().await;
        assert_eq!(server.installation.ballots()[0]["allocation"].as_object().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn citizen_may_be_off_by_what_the_municipality_states_and_not_by_more() {
    for (language, limit, within) in [
        ("bg", "Допустимата разлика е ", "и е в допустимото"),
        ("en", "The difference may be at most ", "within the limit"),
    ] {
        let installation = Installation::with_sample();
        installation.update(&["--balance-rule", "deviation=1000"]);
        let server = installation.serve(&[]);
        let (citizen, _host) = opened(&server, language).await;
        let line = citizen.find_line("622").await;
        let from = citizen.amount_of(line).await;
        let allowed = citizen.written(language, 100_000).await;
        for (off, state) in [(150_000, "short"), (-150_000, "left-over")] {
            citizen.set_amount(line, &typed(from + off, language)).await;
            let balance = citizen.see_balance_become(state).await;
            assert!(!balance.may_review && balance.words.contains(limit), "{balance:?}");
            assert!(balance.words.contains(&allowed), "{balance:?}");
        }
        citizen.set_amount(line, &typed(from + 90_000, language)).await;
        let balance = citizen.see_balance_become("short").await;
        assert!(balance.may_review && balance.words.contains(within), "{balance:?}");
        citizen.review().await;
        citizen.send().await;
        citizen.receipt_code().await;
    }
}
