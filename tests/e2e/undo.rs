//! Every step can be taken back and taken again, wherever it was made.

use glasno_tests::support::{Citizen, Host, Installation, Line, Server};
use serde_json::Value;
use thirtyfour::Key;

struct Scene {
    _server: Server,
    _host: Host,
    citizen: Citizen,
}

impl Scene {
    async fn open(language: &str) -> Self {
        let server = Installation::with_sample().serve(&[]);
        let host = Host::with_index(&server.address, language);
        let citizen = Citizen::arrives().await;
        citizen.open_widget(&host.page("/")).await;
        citizen.browser.until("one('#pot-0') && one('#project-0') && one('#question-0')").await;
        Self { _server: server, _host: host, citizen }
    }

    async fn undo(&self, until: &str) {
        self.citizen.browser.press("#undo").await;
        self.citizen.browser.until(until).await;
    }

    async fn redo(&self, until: &str) {
        self.citizen.browser.press("#redo").await;
        self.citizen.browser.until(until).await;
    }

    async fn hear(&self, words: &str) {
        let words = Value::from(words);
        self.citizen
            .browser
            .until(&format!("one('.steps [role=status]').textContent.includes({words})"))
            .await;
    }
}

fn amount_is(line: Line, cents: i64) -> String {
    format!("one('#amount-{}')?.getAttribute('aria-valuenow') === '{cents}'", line.0)
}

#[tokio::test]
async fn citizen_takes_every_kind_of_step_back_and_takes_it_again() {
    for (language, undone, nothing) in
        [("bg", "Отменено: ", "Няма какво да се отмени"), ("en", "Undone: ", "nothing to undo")]
    {
        let scene = Scene::open(language).await;
        let (citizen, browser) = (&scene.citizen, &scene.citizen.browser);
        let line = citizen.find_line("604").await;
        let drafted = citizen.amount_of(line).await;
        citizen.set_amount(line, "900000").await;
        citizen.comment_on_whole("Благодаря").await;
        browser.press("#pot-0").await;
        browser.mark_all().await;
        browser.type_keys("30").await;
        browser.key(Key::Tab).await;
        browser.press("#project-2").await;
        browser.press("#question-0 .option:nth-child(1) input").await;

        let answered = "all('#question-0 input').some((option) => option.checked)";
        let chosen = "one('#project-2').checked";
        let shared = "one('#pot-0').value === '30'";
        let said = "one('#comment-whole').value === 'Благодаря'";
        let moved = amount_is(line, 90_000_000);
        let steps = [moved.as_str(), said, shared, chosen, answered];
        for (at, step) in steps.iter().enumerate().rev() {
            scene.undo(&format!("!({step})")).await;
            scene.hear(undone).await;
            for earlier in &steps[..at] {
                browser.until(earlier).await;
            }
        }
        assert_eq!(citizen.amount_of(line).await, drafted);
        assert_eq!(citizen.see_balance().await.state, "untouched");
        browser.press("#undo").await;
        scene.hear(nothing).await;
        for (at, step) in steps.iter().enumerate() {
            scene.redo(step).await;
            for later in &steps[at + 1..] {
                browser.until(&format!("!({later})")).await;
            }
        }
        browser.until("one('#redo').ariaDisabled === 'true'").await;
    }
}

#[tokio::test]
async fn citizen_puts_one_line_back_then_all_and_brings_them_again() {
    let scene = Scene::open("bg").await;
    let (citizen, browser) = (&scene.citizen, &scene.citizen.browser);
    let line = citizen.find_line("604").await;
    let drafted = citizen.amount_of(line).await;
    citizen.set_amount(line, "900000").await;
    browser.press(&format!("#note-{} ~ .link", line.0)).await;
    browser.until(&amount_is(line, drafted)).await;
    scene.undo(&amount_is(line, 90_000_000)).await;

    let other = citizen.find_line("606").await;
    let other_drafted = citizen.amount_of(other).await;
    citizen.press_less(other).await;
    let other_moved = citizen.amount_of(other).await;
    assert_ne!(other_moved, other_drafted);
    citizen.comment_on_whole("Остава").await;
    browser.press(".more-acts summary").await;
    browser.press(".changes .link").await;
    browser.press(".more-acts summary").await;
    browser.until(&amount_is(other, other_drafted)).await;
    assert_eq!(browser.text("one('#comment-whole').value").await, "Остава", "only the sums go back");
    scene.undo(&amount_is(other, other_moved)).await;
    let line = citizen.find_line("604").await;
    assert_eq!(citizen.amount_of(line).await, 90_000_000);
}

#[tokio::test]
async fn citizen_takes_back_an_amount_that_was_refused() {
    let scene = Scene::open("bg").await;
    let citizen = &scene.citizen;
    let line = citizen.find_line("604").await;
    citizen.set_amount(line, "900000").await;
    citizen.set_amount(line, "много").await;
    citizen.see_balance_become("refused").await;
    scene.undo(&amount_is(line, 90_000_000)).await;
    citizen.see_balance_become("left-over").await;
}
