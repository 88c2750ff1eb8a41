//! Whoever has only the code, and no script, on the consultation's own page.

use glasno_tests::support::{Browser, Citizen, Installation, SLUG};

use super::{reach, without_script};
use crate::accessibility::Checkup;

/// What the pages say, in one language.
struct Says {
    language: &'static str,
    mistyped: &'static str,
    held: &'static str,
    changed: &'static str,
    withdrawn: &'static str,
}

const SAYS: [Says; 2] = [
    Says {
        language: "bg",
        mistyped: "В кода има грешен или липсващ знак",
        held: "Вашето предложение",
        changed: "Промяната е приета",
        withdrawn: "Предложението е оттеглено",
    },
    Says {
        language: "en",
        mistyped: "A sign in the code is wrong or missing",
        held: "Your proposal",
        changed: "Your change was accepted",
        withdrawn: "Your proposal is withdrawn",
    },
];

#[tokio::test]
async fn citizen_without_javascript_comes_back_changes_and_withdraws() {
    let server = Installation::with_sample().serve(&[]);
    for says in SAYS {
        let browser = without_script(&server, says.language).await;
        let code = send(&browser, &format!("Повече дървета ({})", says.language)).await;

        // Later, on another day: the page anew, and a slip on the first try.
        browser.goto(&format!("{}/c/{SLUG}?lang={}", server.address, says.language)).await;
        browser.press(".have-code summary").await;
        browser.press("#receipt-code").await;
        let slip = if code.starts_with('3') { "4" } else { "3" };
        let mistyped = format!("{slip}{}", &code[1..]);
        browser.type_keys(&mistyped).await;
        browser.press(".have-code button").await;
        browser
            .until(&format!(
                "document.querySelector('#wrong-code')?.innerText.startsWith('{}')",
                says.mistyped
            ))
            .await;
        assert_eq!(browser.text("document.querySelector('#receipt-code').value").await, mistyped);
        browser.until("document.activeElement.id === 'receipt-code'").await;
        browser.mark_all().await;
        browser.type_keys(&code.to_lowercase().replace('-', " ")).await;
        browser.press("form.ask button").await;

        browser.until(&format!("document.querySelector('main h2').innerText === '{}'", says.held)).await;
        let comment = browser.text("document.querySelector('#comment').value").await;
        assert!(comment.starts_with("Повече дървета"), "{comment}");
        reach(&browser, "#comment").await;
        browser.mark_all().await;
        browser.type_keys("И повече сянка").await;
        browser.press("form.plain button").await;
        browser
            .until(&format!("document.querySelector('main.receipt')?.innerText.includes('{}')", says.changed))
            .await;
        assert_eq!(browser.text("document.querySelector('.code').innerText").await, code);
        browser.until("document.querySelector('.said').innerText.includes('И повече сянка')").await;

        // From the receipt straight back to it; withdrawing stands behind one press and takes one more.
        browser.press("main.receipt form.ask button").await;
        browser.until("document.querySelector('.withdrawal summary') !== null").await;
        assert_eq!(
            browser.text("document.querySelector('.withdrawal button').checkVisibility()").await,
            "false"
        );
        browser.press(".withdrawal summary").await;
        browser.press(".withdrawal button").await;
        browser.until(&format!("document.querySelector('main h2').innerText === '{}'", says.withdrawn)).await;
        let asked = browser.addresses_asked_for().await;
        assert!(asked.iter().all(|address| !address.contains(&code)), "{asked:?}");
    }
    assert_eq!(server.installation.submissions(), 0, "both were withdrawn");
}

#[tokio::test]
async fn citizen_who_goes_back_from_the_receipt_and_sends_again_is_asked_first() {
    let server = Installation::with_sample().serve(&[]);
    let browser = without_script(&server, "bg").await;
    send(&browser, "Повече дървета край реката").await;
    browser.run("history.back()").await;
    browser.until("document.querySelector('form.plain') !== null").await;
    // Whether the browser keeps the page or fetches it anew and fills in what was typed is its own affair.
    browser.until("document.querySelector('#comment').value.startsWith('Повече дървета')").await;
    browser.press("form.plain button").await;
    browser.until("document.querySelector('main h2')?.innerText.length > 0").await;
    browser.until("document.querySelector('.told, main.receipt') !== null").await;
    assert_eq!(server.installation.submissions(), 1);
}

#[tokio::test]
async fn axe_finds_nothing_on_the_way_back_with_a_code() {
    let server = Installation::with_sample().serve(&[]);
    let browser = Citizen::arrives().await.browser;
    // axe needs script; the widget must not come.
    browser.block(&["*/w/v1/glasno.js"]).await;
    let mut checkup = Checkup::of(&browser);
    browser.goto(&format!("{}/c/{SLUG}?lang=bg", server.address)).await;
    browser.press(".have-code summary").await;
    browser.press(".have-code button").await;
    browser.until("document.querySelector('#wrong-code') !== null").await;
    checkup.look("a mistyped code").await;
    browser.goto(&format!("{}/c/{SLUG}?lang=bg", server.address)).await;
    browser.run("document.querySelector('#comment').value = 'x'").await;
    browser.press("form.plain button").await;
    browser.until("document.querySelector('main.receipt') !== null").await;
    checkup.look("the receipt").await;
    browser.press("main.receipt form.ask button").await;
    browser.until("document.querySelector('.withdrawal summary') !== null").await;
    browser.press(".withdrawal summary").await;
    checkup.look("a proposal to be changed").await;
    browser.press(".withdrawal button").await;
    browser.until("document.querySelector('.withdrawal') === null").await;
    checkup.look("a proposal withdrawn").await;
    checkup.end();
}

/// Sends a comment on the whole, and gives the code.
async fn send(browser: &Browser, comment: &str) -> String {
    reach(browser, "#comment").await;
    browser.type_keys(comment).await;
    browser.press("form.plain button").await;
    browser.until("document.querySelector('main.receipt .code') !== null").await;
    browser.text("document.querySelector('.code').innerText").await
}
