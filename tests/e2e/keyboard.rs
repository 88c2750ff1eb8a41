//! The whole visit without a pointer: Tab, Enter, Space, arrows and typing. Wherever the focus stops it can be seen.

use glasno_model::ReceiptCode;
use glasno_tests::support::{Browser, Citizen, Host, Installation, Scheme};
use serde_json::Value;
use thirtyfour::Key;

/// More stops than any page of ours has.
const MOST_STOPS: usize = 150;

/// The element that has the focus, through shadow roots; whether one sees that it has it, which in the widget and on our
/// own pages means an outline of 3 px in a colour that its surroundings have not; and whether something of it is
/// uncovered on the screen (WCAG 2.2, 2.4.7 and 2.4.11).
const FOCUSED: &str = "\
    let focused = document.activeElement;\
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;\
    if (!focused || focused === document.body) return null;\
    const box = focused.getBoundingClientRect();\
    const style = getComputedStyle(focused);\
    let behind = focused; let clear = 'rgba(0, 0, 0, 0)';\
    while (behind.parentElement && getComputedStyle(behind = behind.parentElement).backgroundColor === clear);\
    const isOurs = root === document || focused.getRootNode() === root;\
    const marked = style.outlineStyle !== 'none' && (!isOurs || (parseFloat(style.outlineWidth) >= 3\
        && style.outlineColor !== getComputedStyle(behind).backgroundColor));\
    const spots = [0.05, 0.25, 0.5, 0.75, 0.95].flatMap((x) => [0.1, 0.5, 0.9].map((y) =>\
        focused.getRootNode().elementFromPoint(box.left + box.width * x, box.top + box.height * y)));\
    const covering = focused.getRootNode().elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);\
    return { id: focused.id, name: focused.outerHTML.slice(0, 160), marked, box: JSON.stringify(box), covering: covering?.outerHTML.slice(0, 160),\
        uncovered: spots.some((spot) => spot && (focused.contains(spot) || spot.contains(focused) && spot !== focused.getRootNode().host)) }";

#[tokio::test]
async fn citizen_without_a_pointer_takes_part_from_the_first_key_to_the_receipt() {
    check_visit(1280, 800).await;
}

#[tokio::test]
async fn citizen_with_a_keyboard_on_a_narrow_screen_always_sees_where_the_focus_is() {
    check_visit(360, 740).await;
}

#[tokio::test]
async fn citizen_who_takes_a_change_back_by_keyboard_goes_on_from_there() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    citizen.open_widget(&host.page("/")).await;
    let line = citizen.find_line("улич").await;
    let before = citizen.amount_of(line).await;
    let amount = format!("#amount-{}", line.0);
    for (way_back, goes_on) in [
        (".field > .link", format!("line-{}", line.0)),
        (".changes .link", "undo".into()),
        ("#undo", "undo".into()),
    ] {
        browser.press(&amount).await;
        browser.key(Key::Up).await;
        if way_back == ".changes .link" {
            tab_to(browser, "focused.matches('.more-acts summary')").await;
            browser.key(Key::Enter).await;
        }
        tab_to(browser, &format!("focused.matches('{way_back}')")).await;
        browser.key(Key::Enter).await;
        browser.until(&format!("root.activeElement?.id === '{goes_on}'")).await;
        assert_eq!(citizen.amount_of(line).await, before);
    }
}

#[tokio::test]
async fn citizen_with_a_keyboard_who_magnifies_four_times_always_sees_where_the_focus_is() {
    check_visit(320, 256).await;
}

async fn check_visit(width: u32, height: u32) {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    browser.resize(width, height).await;
    browser.prefer(Scheme::Light).await;
    citizen.open_widget(&host.page("/")).await;

    open_a_heading_and_close_it(browser).await;
    tab_to(browser, "focused.id === 'search'").await;
    browser.type_keys("улич").await;
    browser.until("one('.spending .line')").await;
    tab_to(browser, "focused.id.startsWith('amount-')").await;
    step_with_arrows(browser).await;
    browser.mark_all().await;
    browser.type_keys("10000000,25").await;
    citizen.see_balance_become("short").await;
    tab_to(browser, "focused.matches('.line-more button[aria-expanded]')").await;
    browser.key(Key::Enter).await;
    browser.until("root.activeElement?.id.startsWith('comment-')").await;
    browser.type_keys("Дупки по целия булевард").await;
    tab_to(browser, "focused.id === 'comment-whole'").await;
    browser.type_keys("Само с клавиатура").await;

    find_the_money_among_the_offers(&citizen).await;
    // From the bar to the page's foot, and round again to what stands before the lines.
    share_choose_and_answer(browser).await;
    tab_to(browser, "focused.id === 'review'").await;
    browser.key(Key::Enter).await;
    citizen.see_review().await;
    tab_to(browser, "focused.id === 'respondent-group'").await;
    browser.type_keys("Бизнес").await;
    browser.until("root.activeElement.value === 'business'").await;
    tab_to(browser, "focused.id === 'send'").await;
    browser.key(Key::Space).await;
    let code = citizen.receipt_code().await;
    assert!(code.parse::<ReceiptCode>().is_ok());
    browser.until("root.activeElement?.id === 'receipt-title'").await;
    tab_to(browser, "focused.matches('.receipt .primary')").await;
    browser.key(Key::Enter).await;
    browser.until("one('.receipt [role=status]').textContent").await;
    assert_eq!(server.installation.submissions(), 1);
    let ballot = &server.installation.ballots()[0];
    for said in ["allocation", "levers", "comments", "pot", "projects", "answers"] {
        assert!(!ballot[said].is_null(), "{said} is not in {ballot}");
    }
}

/// The pictures, a lever of the revenue, and each of the other ways.
async fn share_choose_and_answer(browser: &Browser) {
    tab_to(browser, "focused.matches('section[part=chart] > button')").await;
    browser.key(Key::Enter).await;
    browser.until("one('.before-after')").await;
    tab_to(browser, "focused.matches('section[part=revenue] > button')").await;
    browser.key(Key::Enter).await;
    browser.until("one('.lever')").await;
    tab_to(browser, "focused.matches('.lever input')").await;
    // Down to a lower tax and on to a higher one, which leaves money over.
    for _ in 0..2 {
        browser.key(Key::Down).await;
    }
    browser.until("root.activeElement.checked && one('.balance').dataset.state === 'left-over'").await;
    tab_to(browser, "focused.id === 'pot-0'").await;
    step_with_arrows(browser).await;
    browser.mark_all().await;
    browser.type_keys("30").await;
    tab_to(browser, "focused.matches('[id^=project-][type=checkbox]')").await;
    browser.key(Key::Space).await;
    tab_to(browser, "focused.matches('[id^=project-][type=checkbox]')").await;
    browser.key(Key::Space).await;
    tab_to(browser, "focused.matches('.chosen-list button')").await;
    browser.key(Key::Enter).await;
    browser.until("root.activeElement?.id === 'chosen' && all('.chosen-list li').length === 1").await;
    tab_to(browser, "focused.matches('#question-0 input')").await;
    for key in [Key::Space, Key::Down] {
        browser.key(key).await;
    }
    tab_to(browser, "focused.matches('#question-1 textarea')").await;
    browser.type_keys("Пейки").await;
    tab_to(browser, "focused.matches('#question-2 input')").await;
    for _ in 0..3 {
        browser.key(Key::Right).await;
    }
    tab_to(browser, "focused.matches('#question-3 input')").await;
    browser.key(Key::Space).await;
    browser.until("root.activeElement.checked").await;
}

async fn open_a_heading_and_close_it(browser: &Browser) {
    tab_to(browser, "focused.id.startsWith('head-')").await;
    for (key, expected) in [(Key::Enter, "true"), (Key::Space, "false")] {
        browser.key(key).await;
        browser.until(&format!("root.activeElement.ariaExpanded === '{expected}'")).await;
    }
    // Backwards, over the order, to the search: both stand above the headings.
    browser.key_with(Key::Shift, Key::Tab).await;
    browser.until("root.activeElement?.id === 'order'").await;
    browser.key_with(Key::Shift, Key::Tab).await;
    browser.until("root.activeElement?.id === 'search'").await;
    browser.key_with(Key::Shift, Key::Tab).await;
}

/// Up raises the line by a step, down lowers it again.
async fn step_with_arrows(browser: &Browser) {
    let value = "Number(root.activeElement.getAttribute('aria-valuenow'))";
    let before: i64 = browser.text(value).await.parse().unwrap();
    browser.key(Key::Up).await;
    browser.until(&format!("{value} > {before}")).await;
    browser.key(Key::Down).await;
    browser.until(&format!("{value} === {before}")).await;
}

async fn find_the_money_among_the_offers(citizen: &Citizen) {
    let browser = &citizen.browser;
    tab_to(browser, "focused.matches('.offers summary')").await;
    browser.key(Key::Enter).await;
    tab_to(browser, "focused.matches('.offer')").await;
    browser.key(Key::Space).await;
    citizen.see_balance_become("balanced").await;
    // Whoever pressed it stays in the widget: the next Tab must not begin at the top of the page.
    browser.until("root.activeElement").await;
}

/// Presses Tab until the focus is there, and looks at every stop on the way.
pub(crate) async fn tab_to(browser: &Browser, condition: &str) {
    tab_through(browser, condition, async |seen| {
        assert_eq!(seen["uncovered"], Value::Bool(true), "something covers the focus on {seen}");
    })
    .await;
}

/// The same where what covers the focus goes away a moment later: a frame hears from the page around it how far that
/// was scrolled.
pub(crate) async fn tab_to_in_a_frame(browser: &Browser, condition: &str) {
    tab_through(browser, condition, async |seen| {
        let uncovered = async || (browser.run(FOCUSED).await["uncovered"] == Value::Bool(true)).then_some(());
        browser.wait(&format!("nothing to cover the focus on {seen}"), uncovered).await;
    })
    .await;
}

async fn tab_through(browser: &Browser, condition: &str, look: impl AsyncFn(Value)) {
    let reached = format!("const focused = root.activeElement; return !!focused && ({condition})");
    for _ in 0..MOST_STOPS {
        browser.key(Key::Tab).await;
        let seen = browser.run(FOCUSED).await;
        if seen.is_null() {
            // Between the last and the first stop of a page the focus is with the browser.
            continue;
        }
        assert_eq!(seen["marked"], Value::Bool(true), "nobody sees the focus on {seen}");
        look(seen).await;
        if browser.run(&reached).await == Value::Bool(true) {
            return;
        }
    }
    panic!("Tab never came to {condition}");
}
