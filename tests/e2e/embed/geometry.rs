//! How tall and how wide: the frame follows its content, the widget its column, and what a citizen must see stays in sight.

use glasno_tests::support::{Citizen, Host, Installation};
use serde_json::json;

use super::guest::SETTLED;

/// Keeps every height that a frame was given, and how tall its content was by then if it could be asked.
const WATCH_HEIGHTS: &str = "\
    document.heights = [];\
    const attach = Element.prototype.attachShadow;\
    Element.prototype.attachShadow = function (how) {\
        const root = attach.call(this, how);\
        new MutationObserver((changes) => {\
            for (const { target } of changes) if (target.localName === 'iframe') {\
                const height = parseFloat(target.style.height);\
                if (height && height !== document.heights.at(-1)) document.heights.push(height);\
            }\
        }).observe(root, { subtree: true, attributeFilter: ['style'] });\
        return root;\
    };";

/// How often a frame may be given another height while it comes: what the server made, the outline, the widget, its parts.
const MOST_HEIGHTS: usize = 12;

const BUDGET: &str = "document.querySelector('glasno-budget')";

async fn heights(citizen: &Citizen) -> Vec<f64> {
    serde_json::from_value(citizen.browser.run("return document.heights").await).unwrap()
}

/// The frame is as tall as what stands in it, give or take what is not a whole pixel; nothing scrolls in it.
async fn check_fits(citizen: &Citizen, when: &str) -> f64 {
    citizen.browser.leave_frames().await;
    let height = citizen.browser.run(SETTLED).await.as_f64().unwrap();
    citizen.browser.enter_widgets_frame().await;
    let content = "return [Math.ceil(document.body.getBoundingClientRect().height) - arguments[0], innerHeight - arguments[0],\
        document.documentElement.scrollWidth <= innerWidth, getComputedStyle(document.documentElement).overflowY]";
    let seen = citizen.browser.run_with(content, vec![json!(height)]).await;
    assert_eq!(seen, json!([0, 0, true, "hidden"]), "{when}");
    height
}

#[tokio::test]
async fn frame_is_as_tall_as_its_content_when_it_comes_grows_and_shrinks() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with(vec![super::page("/", &super::snippet(&server, "mode=frame"))]);
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(WATCH_HEIGHTS).await;
    citizen.browser.resize(800, 700).await;
    citizen.browser.goto(&host.page("/")).await;
    citizen.browser.until(&format!("{BUDGET}.state === 'ready'")).await;
    let begun = check_fits(&citizen, "when it has come").await;
    citizen.browser.leave_frames().await;
    let told = heights(&citizen).await;
    // The first height is already that of a draft that can be read, and not of an empty frame.
    assert!(told[0] > 700.0 && begun > 1500.0, "{told:?}");
    assert!(told.len() <= MOST_HEIGHTS, "{told:?}");

    citizen.browser.enter_widgets_frame().await;
    citizen.browser.press("[id^=head-]").await;
    citizen.browser.until("one('.line')").await;
    let grown = check_fits(&citizen, "with a heading open").await;
    assert!(grown > begun + 100.0, "{grown} after {begun}");
    citizen.browser.press("[id^=head-]").await;
    citizen.browser.until("!one('.line')").await;
    let shrunk = check_fits(&citizen, "with the heading closed").await;
    assert!((shrunk - begun).abs() <= 1.0, "{shrunk} after {begun}");
    citizen.browser.leave_frames().await;
    let more = heights(&citizen).await.len() - told.len();
    assert!(more <= MOST_HEIGHTS, "{more} heights for a heading opened and closed");

    // In a column that becomes narrow everything is taller, and then it is as before.
    citizen.browser.resize(340, 700).await;
    let narrow = check_fits(&citizen, "in a narrow column").await;
    assert!(narrow > begun + 100.0, "{narrow} after {begun}");
    citizen.browser.resize(800, 700).await;
    let wide = check_fits(&citizen, "in a wide column again").await;
    assert!((wide - begun).abs() <= 1.0, "{wide} after {begun}");
    citizen.browser.leave_frames().await;
    let all = heights(&citizen).await.len();
    assert!(all <= 4 * MOST_HEIGHTS, "{all} heights in all");
}

/// The widget's elements that stand out of its column, and whether the page scrolls sideways.
const TOO_WIDE: &str = "\
    const { left, right } = document.querySelector('#column, body').getBoundingClientRect();\
    const wide = all('*').filter((element) => element.checkVisibility() && !element.matches('.sr-only, .sr-only *, thead, thead *'))\
        .filter((element) => { const box = element.getBoundingClientRect(); return box.right > right + 1 || box.left < left - 1; });\
    return [document.documentElement.scrollWidth <= innerWidth, wide.slice(0, 3).map(({ outerHTML }) => outerHTML.slice(0, 120))]";

#[tokio::test]
async fn widget_keeps_to_a_narrow_column_and_to_a_page_magnified_four_times() {
    let server = Installation::with_sample().serve(&[]);
    let in_column = |attributes| {
        format!("<div id=column style=\"width:320px\">{}</div>", super::snippet(&server, attributes))
    };
    let host = Host::with(vec![
        super::page("/column", &in_column("")),
        super::page("/column-frame", &in_column("mode=frame")),
        super::page("/", &super::snippet(&server, "")),
        super::page("/frame", &super::snippet(&server, "mode=frame")),
    ]);
    let citizen = Citizen::arrives().await;
    // 1280 by 1024 at 400 % are 320 by 256.
    for (path, framed, (width, height)) in [
        ("/column", false, (1280, 800)),
        ("/column-frame", true, (1280, 800)),
        ("/", false, (320, 256)),
        ("/frame", true, (320, 256)),
    ] {
        citizen.browser.resize(width, height).await;
        citizen.browser.goto(&host.page(path)).await;
        citizen.browser.until(&format!("{BUDGET}.state === 'ready'")).await;
        citizen.browser.run(SETTLED).await;
        let seen = citizen.browser.run(TOO_WIDE).await;
        assert_eq!(seen, json!([true, []]), "{path}");
        if framed {
            citizen.browser.enter_widgets_frame().await;
        }
        citizen.browser.press("[id^=head-]").await;
        citizen.browser.until("one('.line')").await;
        let seen = citizen.browser.run(TOO_WIDE).await;
        assert_eq!(seen, json!([true, []]), "{path}, with a heading open");
        citizen.browser.leave_frames().await;
    }
}

#[tokio::test]
async fn balance_stays_in_sight_in_a_frame_that_is_taller_than_the_screen() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with(vec![super::page("/", &super::snippet(&server, "mode=frame"))]);
    let citizen = Citizen::arrives().await;
    for (width, height) in [(400, 700), (1200, 800)] {
        citizen.browser.resize(width, height).await;
        citizen.browser.goto(&host.page("/")).await;
        citizen.browser.until(&format!("{BUDGET}.state === 'ready'")).await;
        citizen.browser.run(SETTLED).await;
        for share in [0.5, 0.3, 0.6] {
            let scroll = format!(
                "scrollTo(0, {BUDGET}.offsetHeight * {share}); return {BUDGET}.shadowRoot.querySelector('iframe').getBoundingClientRect().top"
            );
            let top = citizen.browser.run(&scroll).await.as_f64().unwrap();
            citizen.browser.enter_widgets_frame().await;
            let seen = format!(
                "(() => {{ const {{ top, bottom }} = one('.balance').getBoundingClientRect(); return top + {top} >= 0 && bottom + {top} <= {height} + 1 }})()"
            );
            citizen.browser.until(&seen).await;
            citizen.browser.leave_frames().await;
        }
        // So does what is left of a pot, while its areas go by.
        let scroll = "const [frame, y] = [document.querySelector('glasno-budget').shadowRoot.querySelector('iframe'), arguments[0]];\
            scrollTo(0, frame.getBoundingClientRect().top + scrollY + y); return frame.getBoundingClientRect().top";
        citizen.browser.enter_widgets_frame().await;
        let middle = "const { top, height } = one('.way .remaining').parentElement.getBoundingClientRect(); return top + height / 2";
        let middle = citizen.browser.run(middle).await;
        citizen.browser.leave_frames().await;
        let top = citizen.browser.run_with(scroll, vec![middle]).await.as_f64().unwrap();
        citizen.browser.enter_widgets_frame().await;
        let seen = "one('.way .remaining').getBoundingClientRect().top";
        citizen.browser.until(&format!("Math.abs({seen} + {top}) < 3")).await;
        citizen.browser.leave_frames().await;
    }
}
