//! Pages that put the widget up and take it down again, as those do that never load anew: nothing of it stays behind.

use glasno_tests::support::{Browser, Citizen, Host, Installation, SLUG, Server};
use serde_json::{Value, json};

/// So many nodes of ours a page may be left with: the script in its head and what the program draws copies of.
const LEFT: u64 = 8;

/// The memory of the program, for which the page has no name.
const WATCH_PROGRAM: &str = "\
    for (const name of ['instantiate', 'instantiateStreaming']) {\
        const real = WebAssembly[name];\
        WebAssembly[name] = async (...given) => {\
            const made = await real.apply(WebAssembly, given);\
            const memory = Object.values(made.instance?.exports ?? {}).find((held) => held instanceof WebAssembly.Memory);\
            document.memories = new Set(document.memories).add(memory);\
            return made;\
        };\
    }";

/// Puts the widget up, uses it and takes it down again, as often as asked. `arguments`: how often, how it goes, and the
/// HTML of the element.
const ROUNDS: &str = "\
    const [times, way, html] = arguments;\
    const until = async (holds) => {\
        for (let looks = 0; !holds(); looks += 1) {\
            if (looks > 4000) throw new Error(`this did not come: ${holds}`);\
            await new Promise((done) => setTimeout(done, 5));\
        }\
    };\
    const place = document.querySelector('#place');\
    const use = async (budget) => {\
        const inside = budget.shadowRoot;\
        await until(() => budget.state === 'ready');\
        if (budget.mode === 'frame') return until(() => inside.querySelector('iframe').offsetHeight > 400);\
        inside.querySelector('[id^=head-]').click();\
        await until(() => inside.querySelector('.line'));\
    };\
    return (async () => {\
        for (let round = 0; round < times; round += 1) {\
            place.innerHTML = html;\
            const budget = place.querySelector('glasno-budget');\
            if (way === 'gone at once') await until(() => budget.state !== 'idle');\
            else await use(budget);\
            if (way === 'another page') place.innerHTML = '<p>Друга страница</p>';\
            else budget.remove();\
            await until(() => budget.state === 'idle');\
        }\
    })()";

/// What the browser holds once it has swept.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Held {
    documents: u64,
    nodes: u64,
    listeners: u64,
    /// Bytes of the program's memory, which never becomes less.
    program: u64,
}

impl Held {
    async fn by(browser: &Browser) -> Self {
        // What waits for a frame to be drawn or for a promise holds what it is about; the third sweep finds it let go.
        for _ in 0..3 {
            browser
                .run("return new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(1))))")
                .await;
            browser.tell("HeapProfiler.collectGarbage", json!({})).await;
        }
        let program = "return [...document.memories ?? []].reduce((sum, memory) => sum + (memory?.buffer.byteLength ?? 0), 0)";
        let program = browser.run(program).await.as_u64().unwrap();
        let counted = browser.tell("Memory.getDOMCounters", json!({})).await;
        let count = |name: &str| counted[name].as_u64().unwrap();
        Self {
            documents: count("documents"),
            nodes: count("nodes"),
            listeners: count("jsEventListeners"),
            program,
        }
    }
}

/// Does the same five times, and then until it is fifty: what is held must not have become more.
async fn check(server: &Server, citizen: &Citizen, way: &str, attributes: &str) {
    let html = super::element(server, SLUG, attributes);
    let host = Host::with(vec![super::page("/", &format!("<div id=place></div>{}", super::script(server)))]);
    citizen.browser.goto(&host.page("/")).await;
    let before = Held::by(&citizen.browser).await;
    let rounds = async |times: u32| {
        let asked = vec![json!(times), Value::from(way), Value::from(&*html)];
        citizen.browser.run_with(ROUNDS, asked).await;
        // A frame that was on its way is given up a moment later.
        let what = format!("an end of all that was put up ({way} {attributes}, before: {before:?})");
        citizen
            .browser
            .wait(&what, async || {
                let held = Held::by(&citizen.browser).await;
                let is_little = held.nodes <= before.nodes + LEFT && held.listeners <= before.listeners + 1;
                (is_little && held.documents <= before.documents + 1).then_some(held)
            })
            .await
    };
    let after_five = rounds(5).await;
    let after_fifty = rounds(45).await;
    assert_eq!(after_fifty, after_five, "{way} {attributes}, after fifty rounds and after five");
    let mut complaints = citizen.browser.complaints().await;
    // The browser's word for what a frame was fetching when it was taken out.
    complaints.retain(|complaint| !complaint.contains("Fetch API cannot load"));
    assert_eq!(complaints, [""; 0], "{way} {attributes}");
}

#[tokio::test]
async fn page_that_takes_the_widget_out_fifty_times_is_left_with_nothing_of_it() {
    let server = Installation::with_sample().serve(&[]);
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(WATCH_PROGRAM).await;
    check(&server, &citizen, "taken out", "").await;
    check(&server, &citizen, "another page", "").await;
    check(&server, &citizen, "gone at once", "").await;
    check(&server, &citizen, "another page", "mode=frame").await;
    check(&server, &citizen, "gone at once", "mode=frame").await;
}

#[tokio::test]
async fn citizen_goes_on_when_the_page_moves_the_widget_and_when_its_script_comes_twice() {
    let server = Installation::with_sample().serve(&[]);
    let script = super::script(&server);
    let middle = format!(
        "<div id=place></div>{script}{}{}{script}",
        super::element(&server, SLUG, ""),
        script.replace("async", "type=module")
    );
    let host = Host::with(vec![super::page("/", &middle)]);
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    let line = citizen.find_line("улич").await;
    let drafted = citizen.amount_of(line).await;
    citizen.set_amount(line, "10000000,25").await;
    citizen.comment(line, "Преди местенето").await;
    let comment = format!("one('#comment-{}').value", line.0);
    for (way, moved) in [
        ("append", "document.querySelector('#place').append(budget)"),
        ("before", "document.body.insertBefore(budget, document.querySelector('#after'))"),
        ("kept alive", "document.querySelector('#place').moveBefore?.(budget, null)"),
    ] {
        // What the browser does after each move is over once the page has been drawn twice.
        let after =
            "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))";
        let script = format!(
            "const budget = document.querySelector('glasno-budget'); budget.seen = 1; {moved}; {after}"
        );
        citizen.browser.run(&script).await;
        let seen = "const budget = document.querySelector('glasno-budget');\
            return [budget.state, budget.seen, document.querySelectorAll('[data-state]').length]";
        assert_eq!(citizen.browser.run(seen).await, json!(["ready", 1, 1]), "{way}");
        assert_eq!(citizen.amount_of(line).await, 1_000_000_025, "{way}");
        assert_eq!(citizen.browser.text(&comment).await, "Преди местенето", "{way}");
    }
    citizen.set_amount(line, "1000").await;
    citizen.see_balance_become("left-over").await;
    assert_eq!(citizen.browser.complaints().await, [""; 0]);
    // Taken out for good, and put up again: another visit.
    let renew = "const budget = document.querySelector('glasno-budget'); budget.remove();\
        return new Promise((done) => setTimeout(() => { document.body.append(budget); done(1) }))";
    citizen.browser.run(renew).await;
    citizen.browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
    assert_eq!(citizen.find_line("улич").await, line);
    assert_eq!(citizen.amount_of(line).await, drafted);
}

/// The browser loads a frame anew that is moved, unless the page moves it as a whole. Either way it goes on as a frame.
#[tokio::test]
async fn frame_goes_on_when_the_page_moves_it() {
    let server = Installation::with_sample().serve(&[]);
    let middle = format!("<div id=place></div>{}", super::snippet(&server, "mode=frame"));
    let host = Host::with(vec![super::page("/", &middle)]);
    let citizen = Citizen::arrives().await;
    let (ready, height) = (
        "document.querySelector('glasno-budget').state === 'ready'",
        "return document.querySelector('glasno-budget').offsetHeight",
    );
    citizen
        .browser
        .prepare_pages(
            "addEventListener('glasno-ready', () => { document.ready = (document.ready ?? 0) + 1 })",
        )
        .await;
    for (moved, is_kept) in [("append(budget)", false), ("moveBefore(budget, null)", true)] {
        citizen.browser.goto(&host.page("/")).await;
        citizen.browser.until(ready).await;
        citizen.browser.enter_widgets_frame().await;
        citizen.comment_on_whole("Преди местенето").await;
        citizen.browser.leave_frames().await;
        let script = format!(
            "const budget = document.querySelector('glasno-budget'); document.querySelector('#place').{moved}"
        );
        citizen.browser.run(&script).await;
        if !is_kept {
            citizen.browser.until("document.ready === 2").await;
        }
        let before = citizen.browser.run(super::guest::SETTLED).await.as_f64().unwrap();
        citizen.browser.enter_widgets_frame().await;
        let comment = if is_kept { "Преди местенето" } else { "" };
        citizen.browser.until(&format!("one('#comment-whole')?.value === '{comment}'")).await;
        citizen.browser.press("[id^=head-]").await;
        citizen.browser.until("one('.line')").await;
        citizen.browser.leave_frames().await;
        let taller = async || citizen.browser.run(height).await.as_f64().filter(|now| *now > before + 100.0);
        citizen.browser.wait("a frame that grows with its content", taller).await;
    }
}
