//! Several elements on one page: two consultations know nothing of each other, and two of the same consultation know no
//! more than two tabs do.

use glasno_tests::support::{Citizen, Host, Installation, Line, SLUG, fixture};
use serde_json::{Value, json};

/// The other consultation, with the same draft.
const OTHER: &str = "primerovo-2028";

const COMMENT: &str = "Само за първото";

pub fn with_two_consultations() -> Installation {
    let installation = Installation::with_sample();
    let [settings, draft] = ["sample-consultation.toml", "sample-budget.xlsx"].map(fixture);
    let [settings, draft] = [&settings, &draft].map(|path| path.to_str().unwrap());
    installation.done(["consultation", "create", OTHER, "--from", settings]);
    let times = ["--opens-at", "2020-01-01T09:00", "--closes-at", "2099-12-31T17:00"];
    installation.done(["consultation", "update", OTHER].iter().chain(&times));
    installation.done(["import", draft, "--consultation", OTHER]);
    installation.done(["consultation", "open", OTHER]);
    installation
}

const RECORD: &str = "\
    document.told = [];\
    for (const name of ['change', 'step', 'submit']) document.addEventListener(`glasno-${name}`, ({ target, detail }) =>\
        document.told.push([target.id, name, detail.consultation ?? '']));";

/// Whose events came since the last asking.
async fn told(citizen: &Citizen) -> Vec<[String; 3]> {
    let told = citizen.browser.run("return document.told.splice(0)").await;
    serde_json::from_value(told).unwrap()
}

/// What the widget that is looked at holds: a line's amount, whether it has a comment, what is searched for, whether
/// something is kept or has been sent elsewhere.
async fn held(citizen: &Citizen, line: Line) -> Value {
    let look = "const [line, comment] = arguments; const state = document.querySelector('[data-here]').state;\
        return [state, Number(one(`#amount-${line}`).getAttribute('aria-valuenow')), one('[part=root]').textContent.includes(comment),\
            all('textarea').some(({ value }) => value.includes(comment)), one('.balance').dataset.state, !!one('.keeping-bar, .more-acts')]";
    citizen.browser.run_with(look, vec![json!(line.0), json!(COMMENT)]).await
}

#[tokio::test]
async fn two_consultations_on_one_page_know_nothing_of_each_other() {
    let server = with_two_consultations().serve(&[]);
    let middle = [(SLUG, "id=first"), (OTHER, "id=other"), (SLUG, "id=again")]
        .map(|(slug, attributes)| super::element(&server, slug, &format!("{attributes} loading=eager")))
        .concat();
    let host = Host::with(vec![super::page("/", &format!("{middle}{}", super::script(&server)))]);
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    browser.prepare_pages(RECORD).await;
    let open = async || {
        browser.goto(&host.page("/")).await;
        browser
            .until("[...document.querySelectorAll('glasno-budget')].every(({ state }) => state === 'ready')")
            .await;
    };
    open().await;
    let mut untouched = Vec::new();
    let mut line = Line(0);
    for id in ["#other", "#again", "#first"] {
        browser.look_at(id).await;
        line = citizen.find_line("улич").await;
        untouched.push(held(&citizen, line).await);
    }
    assert!(untouched.iter().all(|held| *held == untouched[0]), "{untouched:?}");
    told(&citizen).await;

    // What is done in the first stays in the first.
    citizen.set_amount(line, "1000").await;
    citizen.see_balance_become("left-over").await;
    citizen.comment(line, COMMENT).await;
    browser.press(".more-acts summary").await;
    browser.press("#keep").await;
    browser.until("localStorage.length === 1").await;
    assert_ne!(held(&citizen, line).await, untouched[0]);
    for id in ["#other", "#again"] {
        browser.look_at(id).await;
        assert_eq!(held(&citizen, line).await, untouched[0], "{id}");
    }
    let events = told(&citizen).await;
    assert!(!events.is_empty() && events.iter().all(|[id, ..]| id == "first"), "{events:?}");
    let kept = browser.run("return Object.keys(localStorage)").await;
    assert_eq!(kept, json!([format!("glasno {} {SLUG}", server.address)]));

    // Coming back, what is kept is offered where it belongs.
    open().await;
    for (id, offered) in [("#first", true), ("#again", true), ("#other", false)] {
        browser.look_at(id).await;
        browser.until(&format!("!!one('#take-kept') === {offered} && one('[id^=head-]')")).await;
    }
    browser.look_at("#first").await;
    browser.press("#take-kept").await;
    citizen.see_balance_become("left-over").await;

    // Sending from the first is no matter of the other consultation.
    citizen.review().await;
    citizen.send().await;
    let code = citizen.receipt_code().await;
    let states = "return ['first', 'other', 'again'].map((id) => document.querySelector(`#${id}`).state)";
    assert_eq!(browser.run(states).await, json!(["submitted", "ready", "ready"]));
    let events = told(&citizen).await;
    assert!(events.contains(&["first", "submit", SLUG].map(str::to_owned)), "{events:?}");
    assert!(events.iter().all(|[id, ..]| id == "first"), "{events:?}");

    browser.look_at("#other").await;
    citizen.comment_on_whole("За второто").await;
    citizen.review().await;
    assert_eq!(browser.text("one('.other-tab').textContent").await, "");
    citizen.send().await;
    assert_ne!(citizen.receipt_code().await, code);
    let events = told(&citizen).await;
    assert!(events.contains(&["other", "submit", OTHER].map(str::to_owned)), "{events:?}");

    // The same consultation once more: as in another tab, a second proposal needs to be meant.
    browser.look_at("#again").await;
    citizen.comment_on_whole("Още веднъж").await;
    citizen.review().await;
    browser.until("one('.other-tab').textContent && one('#change-sent')").await;
    assert_eq!(server.installation.submissions(), 1, "the first consultation has one proposal");
    assert_eq!(server.installation.ballots().len(), 2);
    assert_eq!(browser.complaints().await, [""; 0]);
}
