//! `view`, `hide` and `compact`: each holds at once, and in a frame as well.

use glasno_tests::support::Installation;
use serde_json::json;

use super::{BUDGET, complaints, settle, site, visitor};

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
            citizen.browser.leave_frames().await;
            citizen.browser.run(&format!("{BUDGET}.hide = '{hidden}'")).await;
            if framed {
                citizen.browser.enter_widgets_frame().await;
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
        if framed {
            citizen.browser.enter_widgets_frame().await;
        }
        // What is fetched when it is wanted stands there.
        citizen.browser.until("all('.way').every((way) => way.querySelector('input'))").await;
        let height = "one('[part=root]').getBoundingClientRect().height";
        let compact: f64 = citizen.browser.text(height).await.parse().unwrap();
        let set = async |compact: bool| {
            citizen.browser.leave_frames().await;
            citizen.browser.run(&format!("{BUDGET}.compact = {compact}")).await;
            if framed {
                citizen.browser.enter_widgets_frame().await;
            }
        };
        set(false).await;
        citizen.browser.until(&format!("{height} > {compact} + 100")).await;
        set(true).await;
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
        if framed {
            citizen.browser.enter_widgets_frame().await;
        }
        citizen.browser.until("one('#whole')").await;
        let seen = "return [!!one('#title').textContent, !!one('[part=deadline]'), !!one('[part=budget-total]'),\
            !one('.spending, .balance, textarea, input, #review'), one('#whole').href]";
        let whole = format!("{}/c/primerovo-2027?lang=bg", server.address);
        assert_eq!(citizen.browser.run(seen).await, json!([true, true, true, true, whole]), "{framed}");

        // All of it, and back again: what was written in between is still there.
        let show = async |view: &str| {
            citizen.browser.leave_frames().await;
            citizen.browser.run(&format!("{BUDGET}.view = '{view}'")).await;
            if framed {
                citizen.browser.enter_widgets_frame().await;
            }
        };
        show("full").await;
        citizen.browser.until("one('.spending')").await;
        if framed {
            settle(&citizen).await;
        }
        citizen.comment_on_whole("Остава").await;
        show("results").await;
        citizen.browser.until("one('[part=results]')").await;
        let when = citizen.browser.text("one('[part=results] .notice').textContent").await;
        assert!(when.contains("31 декември 2099"), "{when}");
        assert_eq!(citizen.browser.run("return all('textarea, .spending').length").await, json!(0));
        show("full").await;
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
