//! What the page around is told: municipal pages carry counters of visits, which take whatever an event brings. No event
//! and no message ever carries what was said, or the code that opens it.

use glasno_tests::support::{Citizen, Host, Installation, Page};
use serde_json::Value;

/// Keeps every event and every message, those through ports too.
const RECORD: &str = "\
    document.told = [];\
    const keep = (way, name, what) => document.told.push(JSON.stringify({ way, name, what }));\
    const dispatch = EventTarget.prototype.dispatchEvent;\
    EventTarget.prototype.dispatchEvent = function (event) {\
        if (event.type.startsWith('glasno-')) keep('event', event.type, event.detail);\
        return dispatch.call(this, event);\
    };\
    addEventListener('message', ({ data }) => keep('message', data?.msg, data), true);\
    const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');\
    Object.defineProperty(MessagePort.prototype, 'onmessage', { set(hear) {\
        set.call(this, (event) => (keep('port', event.data.msg, event.data), hear.call(this, event)));\
    } });";

const COMMENT: &str = "Тротоарът пред читалището е тесен";
const WHOLE: &str = "Повече дървета из целия град";
const ANSWER: &str = "Не намерих нищо за пенсионерския клуб";
const SEARCH: &str = "улич";

/// Takes part in several ways; gives the code and what was put in for a line, in cents.
async fn take_part(citizen: &Citizen) -> String {
    let line = citizen.find_line(SEARCH).await;
    citizen.set_amount(line, "1234567,89").await;
    citizen.see_balance_become("left-over").await;
    citizen.comment(line, COMMENT).await;
    citizen.comment_on_whole(WHOLE).await;
    citizen.browser.press("#question-0 .option:nth-child(2) input").await;
    citizen.browser.press("#question-1 textarea").await;
    citizen.browser.insert(ANSWER).await;
    citizen.review().await;
    let settled = "self === top || Math.abs(innerHeight - document.body.getBoundingClientRect().height) < 2";
    citizen.browser.until(settled).await;
    citizen.send().await;
    citizen.receipt_code().await
}

#[tokio::test]
async fn page_is_never_told_what_a_citizen_says_or_the_receipts_code() {
    let server = Installation::with_sample().serve(&[]);
    let page = |path, attributes| -> Page { super::page(path, &super::snippet(&server, attributes)) };
    let host = Host::with(vec![page("/", ""), page("/frame", "mode=frame")]);
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(RECORD).await;
    for (path, framed) in [("/", false), ("/frame", true)] {
        citizen.browser.goto(&host.page(path)).await;
        citizen.browser.until("document.querySelector('glasno-budget').state === 'ready'").await;
        // What moves cannot be pressed: a frame first becomes as tall as what it shows.
        citizen.browser.run(super::guest::SETTLED).await;
        if framed {
            citizen.browser.enter_widgets_frame().await;
        }
        let code = take_part(&citizen).await;
        citizen.browser.leave_frames().await;
        citizen.browser.until("document.querySelector('glasno-budget').state === 'submitted'").await;
        let told: Vec<String> =
            serde_json::from_value(citizen.browser.run("return document.told").await).unwrap();
        for name in [
            "glasno-ready",
            "glasno-state",
            "glasno-change",
            "glasno-step",
            "glasno-submit",
            "glasno-before-submit",
        ] {
            let is_told = |event: &String| serde_json::from_str::<Value>(event).unwrap()["name"] == name;
            assert!(told.iter().any(is_told), "{path}: {name} was not told: {told:#?}");
        }
        if framed {
            let through_port = |event: &&String| event.contains("\"way\":\"port\"");
            assert!(told.iter().filter(through_port).count() > 5, "{told:#?}");
        }
        let bare = code.replace('-', "");
        let letters = bare.to_lowercase();
        // The amount also as it is held, in the smallest units, and without the comma.
        let said =
            [COMMENT, WHOLE, ANSWER, SEARCH, &code, &bare, &letters, "1234567,89", "123456789", "1234567.89"];
        for event in &told {
            for said in said {
                let words: Vec<&str> = said.split(' ').filter(|word| word.chars().count() > 4).collect();
                let found = words.iter().find(|word| event.contains(**word));
                assert!(
                    found.is_none() && !event.contains(said),
                    "{path}: the page is told {said:?} by {event}"
                );
            }
        }
    }
    assert_eq!(server.installation.submissions(), 2);
    // What is not to be found in the events is what was really sent.
    let ballots = server.installation.ballots().iter().map(Value::to_string).collect::<String>();
    for said in [COMMENT, WHOLE, ANSWER, "123456789"] {
        assert_eq!(ballots.matches(said).count(), 2, "{said}: {ballots}");
    }
}
