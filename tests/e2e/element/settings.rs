//! `view`, `hide` and `compact`: each holds at once, and in a frame as well.

use glasno_tests::support::Installation;
use serde_json::json;

use super::{BUDGET, complaints, enter, set, settle, site, visitor};

/// Which of these are seen: title, deadline, folds, chart, comment on the whole.
const SEEN: &str = "return ['#title', '.deadline', '.folds', '.chart[part=chart]', '.whole'].map((selector) => {\
    const found = one(selector); return !!found && found.checkVisibility() && getComputedStyle(found).clipPath === 'none' })";

#[tokio::test]
async fn a_page_hides_what_it_says_itself_and_shows_it_again() {
    let server = Installation::with_sample().serve(&[]);
    for framed in [false, true] {
        let host = site(&server, framed, "hide=\"header comments\"", "");
        let citizen = visitor(&host, framed).await;
        let look = async |hidden: &str| {
            set(&citizen, framed, &format!("hide = '{hidden}'")).await;
            if framed {
                citizen.browser.until(&format!("({BUDGET}.getAttribute('hide') ?? '') === '{hidden}'")).await;
            }
            citizen.see_widget().await;
            citizen.browser.run(SEEN).await
        };
        assert_eq!(look("header comments").await, json!([false, false, true, true, false]), "{framed}");
        assert_eq!(look("footer results").await, json!([true, true, false, false, true]), "{framed}");
        let footer = "return document.querySelector('body > footer')?.checkVisibility() ?? false";
        assert!(!citizen.browser.run(footer).await.as_bool().unwrap(), "{framed}");
        assert_eq!(look("").await, json!([true, true, true, true, true]), "{framed}");
        assert_eq!(citizen.browser.run(footer).await, json!(framed));
        // The title is still there for whoever goes from heading to heading.
        look("header").await;
        let title = "const title = one('#title'); return title.checkVisibility() && !!title.textContent";
        assert_eq!(citizen.browser.run(title).await, json!(true));
        assert_eq!(complaints(&citizen).await, [""; 0]);
    }
}

#[tokio::test]
async fn a_compact_widget_is_shorter_and_says_the_same_to_be_done() {
    let server = Installation::with_sample().serve(&[]);
    for framed in [false, true] {
        let host = site(&server, framed, "compact", "");
        let citizen = visitor(&host, framed).await;
        enter(&citizen, framed).await;
        // What is fetched when it is wanted stands there.
        citizen.browser.until("all('.way').every((way) => way.querySelector('input'))").await;
        let height = "one('[part=root]').getBoundingClientRect().height";
        let compact: f64 = citizen.browser.text(height).await.parse().unwrap();
        set(&citizen, framed, "compact = false").await;
        citizen.browser.until(&format!("{height} > {compact} + 100")).await;
        set(&citizen, framed, "compact = true").await;
        citizen.browser.until(&format!("{height} <= {compact}")).await;
        // No target becomes too small to press.
        let targets = "return all('button, input, summary, a').filter((target) => target.checkVisibility())\
            .map((target) => target.closest('label') ?? target)\
            .filter((target) => target.getBoundingClientRect().height < 24).map((target) => target.outerHTML)";
        assert_eq!(citizen.browser.run(targets).await, json!([]));
        assert_eq!(citizen.browser.run("return one('#title').checkVisibility()").await, json!(true));
    }
}

#[tokio::test]
async fn a_page_with_little_room_shows_a_summary_that_leads_to_the_whole() {
    let server = Installation::with_sample().serve(&[]);
    for framed in [false, true] {
        let host = site(&server, framed, "view=summary", "");
        let citizen = visitor(&host, framed).await;
        enter(&citizen, framed).await;
        citizen.browser.until("one('#whole')").await;
        let seen = "return [!!one('#title').textContent, !!one('[part=deadline]'), !!one('[part=budget-total]'),\
            !one('.spending, .balance, textarea, input, #review'), one('#whole').href]";
        let whole = format!("{}/c/primerovo-2027?lang=bg", server.address);
        assert_eq!(citizen.browser.run(seen).await, json!([true, true, true, true, whole]), "{framed}");

        // All of it, and back again: what was written in between is still there.
        set(&citizen, framed, "view = 'full'").await;
        citizen.browser.until("one('.spending')").await;
        if framed {
            settle(&citizen).await;
        }
        citizen.comment_on_whole("Остава").await;
        set(&citizen, framed, "view = 'results'").await;
        citizen.browser.until("one('[part=results]')").await;
        let when = citizen.browser.text("one('[part=results] .notice').textContent").await;
        assert!(when.contains("31 декември 2099"), "{when}");
        assert_eq!(citizen.browser.run("return all('textarea, .spending').length").await, json!(0));
        set(&citizen, framed, "view = 'full'").await;
        citizen.browser.until("one('#comment-whole')?.value === 'Остава'").await;
        assert_eq!(complaints(&citizen).await, [""; 0]);
    }
}

#[tokio::test]
async fn results_are_announced_once_the_consultation_is_over() {
    let server = Installation::with_sample().serve(&[]);
    let host = site(&server, false, "view=results", "");
    server.installation.close();
    let citizen = glasno_tests::support::Citizen::arrives().await;
    citizen.browser.goto(&host.page("/")).await;
    citizen.browser.until("one('[part=results] .notice')").await;
    let said = citizen.browser.text("one('[part=results] .notice').textContent").await;
    assert!(said.contains("Резултатите ще бъдат тук"), "{said}");
}

#[tokio::test]
async fn what_was_written_stays_when_the_page_changes_its_language() {
    let server = Installation::with_sample().serve(&[]);
    for framed in [false, true] {
        let host = site(&server, framed, "", "");
        let citizen = visitor(&host, framed).await;
        enter(&citizen, framed).await;
        citizen.comment_on_whole("Остава").await;
        let speak = async |lang: &str, title: &str| {
            set(&citizen, framed, &format!("lang = '{lang}'")).await;
            citizen.browser.until(&format!("one('[part=root]').textContent.includes('{title}')")).await;
            citizen.browser.until("one('#comment-whole').value === 'Остава'").await;
        };
        speak("en", "Spending by function").await;
        speak("bg", "Разходи по функции").await;
        assert_eq!(complaints(&citizen).await, [""; 0]);
    }
}

#[tokio::test]
async fn citizen_goes_on_in_the_language_that_is_there_when_the_other_does_not_come() {
    let server = Installation::with_sample().serve(&[]);
    let host = site(&server, false, "", "");
    let citizen = visitor(&host, false).await;
    citizen.comment_on_whole("Остава").await;
    citizen.browser.block(&["*/w/a/*.json*"]).await;
    citizen.browser.run(&format!("{BUDGET}.lang = 'en'")).await;
    citizen
        .browser
        .wait("a word to the developer", async || {
            complaints(&citizen)
                .await
                .iter()
                .any(|told| told.contains("glasno-budget") && told.contains("\"en\""))
                .then_some(())
        })
        .await;
    citizen.browser.until("one('[part=root]').textContent.includes('Разходи по функции')").await;
    citizen
        .browser
        .until(&format!("one('#comment-whole').value === 'Остава' && {BUDGET}.state === 'ready'"))
        .await;
    citizen.browser.block(&[]).await;
    citizen.browser.run(&format!("{BUDGET}.lang = 'bg'; {BUDGET}.lang = 'en'")).await;
    citizen.browser.until("one('[part=root]').textContent.includes('Spending by function')").await;
    citizen.browser.until("one('#comment-whole').value === 'Остава'").await;
}

#[tokio::test]
async fn a_page_uses_the_widget_as_soon_as_it_is_told_that_it_is_ready() {
    let server = Installation::with_sample().serve(&[]);
    let host = site(&server, false, "", "");
    let citizen = glasno_tests::support::Citizen::arrives().await;
    let use_it = "document.told = [];\
        addEventListener('glasno-state', ({ detail }) => document.told.push(detail.to));\
        addEventListener('glasno-ready', ({ target }) => { target.focus({ step: 'draft' }); target.minHeight = '90px' })";
    citizen.browser.prepare_pages(use_it).await;
    citizen.browser.goto(&host.page("/")).await;
    citizen.browser.until("root.activeElement?.id === 'title'").await;
    assert_eq!(citizen.browser.run("return document.told").await, json!(["loading", "ready"]));
}
