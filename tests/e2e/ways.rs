//! Each way to take part beside the budget and comments: questions, a pot, projects; in both languages.

mod clarity;
mod projects;
mod rebalance;

use std::collections::BTreeSet;

use glasno_tests::support::{Citizen, Host, Installation, SLUG, Server};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::accessibility::Checkup;

/// Projects by their places in the sample.
const STAGE: &str = "#project-0";
const DOG_PARK: &str = "#project-2";
const RIVER_PATH: &str = "#project-3";
const CLINIC: &str = "#project-5";

/// The sample, with these ways on and nothing else.
fn sample_with(ways: &str) -> Server {
    let installation = Installation::with_sample();
    let file = installation.folder().join("ways.toml");
    // Questions of the sample go, unless the text brings its own.
    let questions = if ways.contains("[[questions]]") { "" } else { "questions = []\n" };
    std::fs::write(&file, format!("{questions}{ways}")).unwrap();
    installation.done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    installation.serve(&[])
}

fn projects(method: &str) -> String {
    format!("[ways]\n[ways.projects]\nbudget = 200000\n{method}\n")
}

async fn opened(server: &Server, language: &str) -> (Citizen, Host) {
    let host = Host::with_index(&server.address, language);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    (citizen, host)
}

async fn put(citizen: &Citizen, field: &str, text: &str) {
    citizen.browser.press(field).await;
    citizen.browser.mark_all().await;
    citizen.browser.type_keys(text).await;
}

/// Waits until an element of the widget holds this text.
async fn see(citizen: &Citizen, selector: &str, words: &str) {
    let words = Value::from(words);
    citizen
        .browser
        .until(&format!("all('{selector}').some((found) => found.textContent.includes({words}))"))
        .await;
}

struct Story {
    language: &'static str,
    remains: &'static str,
    chosen: &'static str,
    answer: &'static str,
    area: &'static str,
    ready: &'static str,
}

const STORIES: [Story; 2] = [
    Story {
        language: "bg",
        remains: "Остават 65 от 100 точки.",
        chosen: "Можете да изберете още 1 проект.",
        answer: "Отчасти",
        area: "Спорт и младежи",
        ready: "Можете да изпратите предложението си.",
    },
    Story {
        language: "en",
        remains: "65 of 100 points left.",
        chosen: "You can choose 1 more project.",
        answer: "In part",
        area: "Sport and young people",
        ready: "You can send your proposal.",
    },
];

#[tokio::test]
async fn citizen_answers_shares_and_chooses_and_all_of_it_arrives() {
    for story in STORIES {
        let server = Installation::with_sample().serve(&[]);
        let (citizen, _host) = opened(&server, story.language).await;
        let browser = &citizen.browser;

        put(&citizen, "#pot-0", "30").await;
        browser.key(Key::Tab).await;
        browser.press(".way .card:nth-child(2) .press:last-of-type").await;
        see(&citizen, ".remaining", story.remains).await;
        for project in [CLINIC, DOG_PARK] {
            browser.press(project).await;
        }
        see(&citizen, ".remaining", story.chosen).await;

        assert_eq!(
            browser.text("all('#question-1').length").await,
            "0",
            "nobody has said that something is missing"
        );
        browser.press("#question-0 .option:nth-child(2) input").await;
        browser.press("#question-1 textarea").await;
        browser.insert("Пейки 🌳").await;
        browser.press("#question-2 .option:nth-child(4) input").await;
        for option in [1, 3] {
            browser.press(&format!("#question-3 .option:nth-child({option}) input")).await;
        }
        see(&citizen, "#balance", story.ready).await;

        citizen.review().await;
        for words in [story.area, story.answer, "Пейки 🌳"] {
            see(&citizen, ".review .summary", words).await;
        }
        // “Change” leads back to where it was said, and nothing is forgotten there.
        browser.press(".review .summary + p .link").await;
        browser.until("root.activeElement?.id === 'way-pot' && one('#pot-0')?.value === '30'").await;
        assert_eq!(browser.text("one('#question-1 textarea').value").await, "Пейки 🌳");
        assert_eq!(browser.text(&format!("one('{CLINIC}').checked")).await, "true");
        put(&citizen, "#pot-0", "40").await;
        citizen.review().await;
        citizen.send().await;
        citizen.receipt_code().await;

        let ballots = server.installation.ballots();
        assert_eq!(ballots.len(), 1);
        assert_eq!(
            ballots[0]["pot"],
            json!([{ "area": "sport", "amount": 40 }, { "area": "culture", "amount": 5 }])
        );
        assert_eq!(
            ballots[0]["projects"],
            json!([{ "project": "village-clinic" }, { "project": "dog-park" }])
        );
        let answers = json!([
            { "question": "found", "value": { "choice": "partly" } },
            { "question": "missing", "value": { "text": "Пейки 🌳" } },
            { "question": "served", "value": { "number": 4 } },
            { "question": "news", "value": { "choices": ["site", "board"] } },
        ]);
        assert_eq!(ballots[0]["answers"], answers);
    }
}

#[tokio::test]
async fn citizen_takes_an_answer_back_and_what_hung_on_it_is_not_sent() {
    let server = Installation::with_sample().serve(&[]);
    let (citizen, _host) = opened(&server, "bg").await;
    let browser = &citizen.browser;
    browser.press("#question-0 .option:nth-child(3) input").await;
    browser.press("#question-1 textarea").await;
    browser.insert("Пейки").await;
    browser.press("#question-0 > .link").await;
    browser.until("!one('#question-1') && !all('#question-0 input').some((option) => option.checked)").await;
    browser.press("#question-2 .option:nth-child(1) input").await;
    citizen.review().await;
    citizen.send().await;
    citizen.receipt_code().await;
    assert_eq!(
        server.installation.ballots()[0]["answers"],
        json!([{ "question": "served", "value": { "number": 1 } }])
    );
}

const REQUIRED: &str = r#"
[ways]
rebalance = false
comments = false
[[questions]]
id = "age"
text = { bg = "На колко години сте?", en = "How old are you?" }
kind = "number"
least = 0
most = 120
required = true
[[questions]]
id = "news"
text = { bg = "Откъде научавате новините?", en = "Where do you get your news?" }
kind = "multiple"
at_most = 1
options = [{ id = "site", name = { bg = "Сайта", en = "Site" } }, { id = "board", name = { bg = "Таблото", en = "Board" } }]
"#;

#[tokio::test]
async fn citizen_is_led_to_the_answer_that_is_needed() {
    for (language, needed, number, range, too_many) in [
        (
            "bg",
            "На този въпрос е нужен отговор.",
            "Напишете цяло число",
            "Най-много 120",
            "Махнете 1 отговор.",
        ),
        ("en", "This question needs an answer.", "Type a whole number", "At most 120", "Take 1 answer back."),
    ] {
        let server = sample_with(REQUIRED);
        let (citizen, _host) = opened(&server, language).await;
        let browser = &citizen.browser;
        browser.until("one('#question-1 input')").await;
        assert_eq!(
            browser.text("all('.stepper, .comment, #way-pot, #way-projects').length").await,
            "0",
            "what is off is not there"
        );
        see(
            &citizen,
            "#question-0 label",
            if language == "bg" { "нужен е отговор" } else { "an answer is needed" },
        )
        .await;
        browser.press("#review").await;
        browser.until("root.activeElement?.id === 'question-0-field'").await;
        see(&citizen, "#question-0-note", needed).await;
        for (typed, words) in [("много", number), ("130", range)] {
            put(&citizen, "#question-0-field", typed).await;
            see(&citizen, "#question-0-note", words).await;
            browser.until("one('#question-0-field').ariaInvalid === 'true' && one('#review').ariaDisabled === 'true'").await;
        }
        put(&citizen, "#question-0-field", "44").await;
        for option in [1, 2] {
            browser.press(&format!("#question-1 .option:nth-child({option}) input")).await;
        }
        see(&citizen, "#question-1-note", too_many).await;
        browser.press("#question-1 .option:nth-child(1) input").await;
        citizen.review().await;
        assert_eq!(browser.text("all('.review h3').length").await, "2", "what one answered, and who one is");
        citizen.send().await;
        citizen.receipt_code().await;
        let answers = &server.installation.ballots()[0]["answers"];
        assert_eq!(answers[0]["value"], json!({ "number": 44 }));
        assert_eq!(answers[1]["value"], json!({ "choices": ["board"] }));
    }
}

#[tokio::test]
async fn citizen_shares_all_of_a_pot_and_no_more() {
    for (language, over, finish) in
        [("bg", "повече, отколкото има", "Довършете"), ("en", "more than there is", "Finish")]
    {
        let server = sample_with("[ways]\n[ways.pot]\nunit = \"money\"\ntotal = 250000\nshare_all = true\n");
        let (citizen, _host) = opened(&server, language).await;
        let browser = &citizen.browser;
        // Whoever leaves the pot alone may send what else there is to say.
        citizen.comment_on_whole("…").await;
        browser.until("one('#pot-1') && one('#review').ariaDisabled !== 'true'").await;
        put(&citizen, "#pot-1", "300 000").await;
        see(&citizen, ".remaining.refused", over).await;
        see(&citizen, "#balance", finish).await;
        put(&citizen, "#pot-1", "сто").await;
        browser.until("one('#pot-1').ariaInvalid === 'true'").await;
        put(&citizen, "#pot-1", "245000").await;
        browser.until("one('#review').ariaDisabled === 'true'").await;
        // A press takes a whole step, or what there is left of one.
        browser.press(".way .card:nth-child(1) .press:last-of-type").await;
        browser.until("one('#pot-0').getAttribute('aria-valuenow') === '5000'").await;
        browser.press(".way .card:nth-child(3) .press:last-of-type").await;
        browser.until("one('#pot-2').getAttribute('aria-valuenow') === '0'").await;
        // Said aloud once typing has paused, not on every key.
        browser.until("all('.way .sr-only').some((said) => said.textContent.includes('250'))").await;
        citizen.review().await;
        citizen.send().await;
        citizen.receipt_code().await;
        let pot = &server.installation.ballots()[0]["pot"];
        assert_eq!(
            *pot,
            json!([{ "area": "culture", "amount": 245_000 }, { "area": "sport", "amount": 5_000 }])
        );
    }
}

#[tokio::test]
async fn nobody_loads_a_way_that_is_off() {
    let loaded = async |ways: &str, wanted: &str| {
        let server = sample_with(ways);
        let (citizen, _host) = opened(&server, "bg").await;
        citizen.browser.until(wanted).await;
        let names = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)\
            .filter((name) => name.endsWith('.wasm')).join()";
        let names = citizen.browser.text(names).await;
        names.split(',').map(ToOwned::to_owned).collect::<BTreeSet<String>>()
    };
    let none = loaded("[ways]\n", "one('#review')").await;
    let pot = loaded("[ways]\n[ways.pot]\nunit = \"points\"\ntotal = 10\n", "one('#pot-0')").await;
    let chosen = loaded(&projects("method = \"knapsack\""), "one('#project-0')").await;
    let questions = loaded(REQUIRED, "one('#question-0')").await;
    for part in [&pot, &chosen, &questions] {
        assert!(none.is_subset(part) && none.len() < part.len(), "{none:?} {part:?}");
    }
    for (part, other) in [(&pot, &chosen), (&chosen, &questions), (&questions, &pot)] {
        assert!(!part.is_subset(other), "{part:?} {other:?}");
    }
}

#[tokio::test]
async fn axe_finds_nothing_in_any_way() {
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    let mut checkup = Checkup::of(browser);
    for (language, method) in [("bg", "ranking"), ("en", "knapsack")] {
        let limit = if method == "ranking" { "\nat_most = 3" } else { "" };
        let ways = projects(&format!("method = \"{method}\"{limit}"));
        let pot = "[ways.pot]\nunit = \"money\"\ntotal = 1000\nshare_all = true\n";
        let questions = REQUIRED.split_once("[[questions]]").unwrap().1;
        let server = sample_with(&format!("{ways}{pot}[[questions]]{questions}"));
        let host = Host::with_index(&server.address, language);
        citizen.open_widget(&host.page("/")).await;
        browser.until("one('#pot-0') && one('#project-0') && one('#question-0')").await;
        checkup.look("nothing said").await;
        put(&citizen, "#pot-0", "2000").await;
        put(&citizen, "#pot-1", "x").await;
        for project in [STAGE, RIVER_PATH] {
            browser.press(project).await;
        }
        put(&citizen, "#question-0-field", "130").await;
        checkup.look("everything refused").await;
        put(&citizen, "#pot-1", "0").await;
        put(&citizen, "#pot-0", "1000").await;
        put(&citizen, "#question-0-field", "30").await;
        if method == "knapsack" {
            browser.press(STAGE).await;
        }
        checkup.look("everything said").await;
        citizen.review().await;
        checkup.look("review").await;
    }
    checkup.end();
}
