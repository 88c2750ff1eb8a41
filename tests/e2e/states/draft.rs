//! At the draft: reading it, and moving money.

use glasno_tests::support::{Citizen, Installation};

use super::{Around, Look};

/// Reading the draft: the opening, headings, a line's own view, pictures, revenue, the search.
pub(crate) async fn reading(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let server = Installation::with_sample().serve(&[]);
    let _host = around.open(citizen, &server).await;
    browser.until("one('#pot-0') && one('#project-0') && one('#question-0')").await;
    look.look("opening").await;
    for fold in 1..=3 {
        browser.press(&format!(".folds .fold:nth-child({fold}) summary")).await;
    }
    look.look("what stands behind the opening").await;
    for heading in ["#head-0", "#head-7"] {
        browser.press(heading).await;
        browser.until(&format!("one('{heading}').ariaExpanded === 'true' && one('.line')")).await;
    }
    look.look("headings open").await;
    browser.press(".line.locked summary").await;
    browser.press(".line:not(.locked) summary").await;
    browser.until("all('.details').length === 2 && one('.years')").await;
    look.look("a locked and a movable line's own view").await;
    browser.press("section[part=chart] > button").await;
    browser.until("one('.before-after canvas')?.width > 1").await;
    browser.press("section[part=revenue] > button").await;
    browser.until("all('.lever').length > 1").await;
    browser.press("#revenue summary").await;
    browser.press(".lever label:nth-of-type(2) input").await;
    browser.until("one('.line.changed .lever')").await;
    look.look("pictures and revenue, a lever moved").await;
    citizen.search("99999").await;
    look.look("nothing found").await;
    citizen.search("6").await;
    look.look("found").await;
}

/// Moving money: what is refused, short, left over, balanced, and what is said about it.
pub(crate) async fn moving(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let server = Installation::with_sample().serve(&[]);
    let _host = around.open(citizen, &server).await;
    let line = citizen.find_line("604").await;
    let drafted = citizen.amount_of(line).await / 100;
    citizen.set_amount(line, "?").await;
    citizen.see_balance_become("refused").await;
    look.look("an amount refused").await;
    citizen.set_amount(line, "-5").await;
    citizen.see_balance_become("refused").await;
    look.look("an amount below its bound").await;
    citizen.set_amount(line, &(drafted * 79 / 100).to_string()).await;
    citizen.see_balance_become("left-over").await;
    browser.until("one('.consequence')?.textContent").await;
    look.look("money left over, and what follows").await;
    citizen.set_amount(line, &(drafted + 100_000).to_string()).await;
    citizen.see_balance_become("short").await;
    look.look("short").await;
    browser.press(".offers summary").await;
    browser.until("one('.offer')").await;
    look.look("offers open").await;
    browser.press(".offer").await;
    citizen.see_balance_become("balanced").await;
    look.look("balanced").await;
    citizen.comment(line, &"א ".repeat(460)).await;
    look.look("a comment nearly full").await;
    browser.insert(&"א ".repeat(2_000)).await;
    browser.until("all('textarea').some((field) => field.ariaInvalid === 'true')").await;
    look.look("a comment too long").await;
}
