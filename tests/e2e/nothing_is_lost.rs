//! What a citizen wrote is never lost and never counted twice, whatever happens on the way.

use glasno_tests::support::{Citizen, Fault, Host, Installation, Line, Relay, SLUG, Server, fixture};
use serde_json::Value;

const COMMENT: &str = "Повече пейки в парка, моля. 🪑";

/// What a citizen reads where something goes wrong.
struct Words {
    language: &'static str,
    /// An amount that lowers the line, as it is typed and as it is shown.
    amount: [&'static str; 2],
    no_connection: &'static str,
    no_answer: &'static str,
    too_late: &'static str,
    corrected: &'static str,
    /// What is typed in place of an amount, and why it is not taken.
    nonsense: [[&'static str; 2]; 3],
}

const BOTH: [Words; 2] = [
    Words {
        language: "bg",
        amount: ["1000000,5", "1 000 000,50"],
        no_connection: "Няма връзка",
        no_answer: "Сървърът не отговаря",
        too_late: "Обсъждането приключи, преди предложението да пристигне",
        corrected: "Общината поправи проекта",
        nonsense: [["седем хиляди", "Напишете сума"], ["-5", "Най-малкото"], ["1 000 лева", "Напишете сума"]],
    },
    Words {
        language: "en",
        amount: ["1000000.5", "1,000,000.50"],
        no_connection: "No connection",
        no_answer: "The server does not answer",
        too_late: "The consultation closed before the proposal arrived",
        corrected: "The municipality corrected the draft",
        nonsense: [
            ["seven thousand", "Type an amount"],
            ["-5", "The least for this line"],
            ["1,000 leva", "Type an amount"],
        ],
    },
];

/// A citizen at the widget, with a server behind a way on which things go wrong.
struct Scene {
    words: &'static Words,
    server: Server,
    relay: Relay,
    host: Host,
    citizen: Citizen,
}

impl Scene {
    async fn with(words: &'static Words, faults: &[Fault]) -> Self {
        let server = Installation::with_sample().serve(&[]);
        let relay = Relay::to(&server.address, faults);
        let host = Host::with_index(&relay.address, words.language);
        let citizen = Citizen::arrives().await;
        citizen.open_widget(&host.page("/")).await;
        Self { words, server, relay, host, citizen }
    }

    /// A proposal that balances: one line lowered, and a comment. Gives the line and how its amount is shown.
    async fn write_proposal(&self) -> (Line, &'static str) {
        let [typed, shown] = self.words.amount;
        let line = self.citizen.find_line("604").await;
        self.citizen.set_amount(line, typed).await;
        self.citizen.see_balance_become("left-over").await;
        self.citizen.comment_on_whole(COMMENT).await;
        (line, shown)
    }

    /// What the citizen hears about the sending, once it holds this.
    async fn see_delivery(&self, words: &str) {
        let words = Value::from(words);
        self.citizen.browser.until(&format!("one('.delivery')?.textContent.includes({words})")).await;
    }

    /// Exactly one submission is stored, and all that came up the way was that one.
    fn check_one_stored(&self, sent: usize, code: &str) {
        let ballots = self.relay.ballots();
        assert_eq!(ballots.len(), sent);
        assert!(ballots.iter().all(|ballot| *ballot == ballots[0]), "the same id and content each time");
        assert_eq!(ballots[0]["receipt_code"], code);
        assert_eq!(self.server.installation.submissions(), 1);
    }
}

#[tokio::test]
async fn citizen_without_a_connection_is_told_and_the_proposal_goes_out_by_itself() {
    for words in &BOTH {
        let scene = Scene::with(words, &[]).await;
        scene.write_proposal().await;
        scene.citizen.review().await;
        scene.citizen.browser.set_offline(true).await;
        scene.citizen.send().await;
        scene.see_delivery(words.no_connection).await;
        scene.citizen.browser.until("one('#send') && root.textContent.includes('Повече пейки')").await;
        assert_eq!(scene.server.installation.submissions(), 0);
        scene.citizen.browser.set_offline(false).await;
        let code = scene.citizen.receipt_code().await;
        scene.check_one_stored(1, &code);
    }
}

#[tokio::test]
async fn citizen_whose_answer_was_lost_is_counted_once() {
    for words in &BOTH {
        let scene = Scene::with(words, &[Fault::Unavailable, Fault::AnswerLost]).await;
        scene.write_proposal().await;
        scene.citizen.review().await;
        scene.citizen.send().await;
        scene.see_delivery(words.no_answer).await;
        let code = scene.citizen.receipt_code().await;
        scene.check_one_stored(3, &code);
    }
}

#[tokio::test]
async fn citizen_who_presses_send_twice_is_counted_once() {
    for words in &BOTH {
        let scene = Scene::with(words, &[]).await;
        scene.write_proposal().await;
        scene.citizen.review().await;
        scene.citizen.browser.press_twice("#send").await;
        let code = scene.citizen.receipt_code().await;
        scene.check_one_stored(1, &code);
    }
}

#[tokio::test]
async fn citizen_who_types_nonsense_finds_it_in_the_field_with_the_reason() {
    for words in &BOTH {
        let scene = Scene::with(words, &[]).await;
        let citizen = &scene.citizen;
        let line = citizen.find_line("604").await;
        for [typed, reason] in words.nonsense {
            citizen.set_amount(line, typed).await;
            citizen.see_balance_become("refused").await;
            assert_eq!(citizen.field_of(line).await, typed);
            let note = citizen.note_of(line).await;
            assert!(note.contains(reason), "{typed}: {note}");
            assert_eq!(citizen.browser.text(&format!("one('#amount-{}').ariaInvalid", line.0)).await, "true");
            assert!(!citizen.see_balance().await.may_review);
        }
        citizen.set_amount(line, "1000000").await;
        assert!(citizen.see_balance_become("left-over").await.may_review);
        assert_eq!(citizen.amount_of(line).await, 100_000_000);
    }
}

#[tokio::test]
async fn citizen_whose_draft_was_replaced_meanwhile_is_told_and_keeps_the_text() {
    for words in &BOTH {
        let scene = Scene::with(words, &[]).await;
        let citizen = &scene.citizen;
        scene.write_proposal().await;
        let corrected = scene.server.installation.folder().join("corrected.csv");
        let table = std::fs::read_to_string(fixture("sample-budget.csv")).unwrap();
        assert!(table.contains(",200000,"), "the first line has this amount");
        std::fs::write(&corrected, table.replacen(",200000,", ",210000,", 1)).unwrap();
        let file = corrected.to_str().unwrap();
        scene.server.installation.done(["import", file, "--consultation", SLUG, "--file-currency", "BGN"]);
        citizen.review().await;
        citizen.send().await;
        scene.see_delivery(words.corrected).await;
        assert!(citizen.browser.text("root.textContent").await.contains(COMMENT));
        assert_eq!(scene.server.installation.submissions(), 0);
    }
}

#[tokio::test]
async fn citizen_who_is_late_is_told_kindly_and_keeps_the_text() {
    for words in &BOTH {
        let scene = Scene::with(words, &[]).await;
        let citizen = &scene.citizen;
        let (line, amount) = scene.write_proposal().await;
        scene.server.installation.close();
        citizen.review().await;
        citizen.send().await;
        scene.see_delivery(words.too_late).await;
        let shown = citizen.browser.text("root.textContent").await;
        assert!(shown.contains(COMMENT) && !shown.contains("receipt-code"));
        citizen.browser.press(".acts .secondary").await;
        citizen.browser.until("one('#comment-whole')").await;
        assert_eq!(citizen.browser.text("one('#comment-whole').value").await, COMMENT);
        assert_eq!(citizen.field_of(line).await.replace('\u{a0}', " "), amount);
        assert_eq!(scene.server.installation.submissions(), 0);
    }
}

#[tokio::test]
async fn citizen_whose_tab_was_closed_after_the_answer_was_lost_is_counted_once() {
    for words in &BOTH {
        let scene = Scene::with(words, &[Fault::AnswerLost]).await;
        let citizen = &scene.citizen;
        citizen.comment_on_whole(COMMENT).await;
        citizen.browser.press(".more-acts summary").await;
        citizen.browser.press("#keep").await;
        citizen.browser.until("localStorage.length === 1").await;
        citizen.review().await;
        citizen.send().await;
        scene.see_delivery(words.no_answer).await;
        // The tab is gone before the next attempt, and the citizen comes back later.
        citizen.open_widget(&scene.host.page("/")).await;
        citizen.browser.press("#take-kept").await;
        citizen.browser.until("one('#comment-whole').value").await;
        citizen.review().await;
        citizen.send().await;
        let code = citizen.receipt_code().await;
        scene.check_one_stored(2, &code);
    }
}

#[tokio::test]
async fn citizen_who_goes_back_and_forth_in_the_browser_after_sending_sends_nothing_again() {
    for words in &BOTH {
        let scene = Scene::with(words, &[]).await;
        let citizen = &scene.citizen;
        scene.write_proposal().await;
        citizen.review().await;
        citizen.send().await;
        let code = citizen.receipt_code().await;
        citizen.open_widget(&scene.host.page("/?elsewhere")).await;
        citizen.browser.run("history.back()").await;
        citizen.browser.until("!location.search && (one('#review') || one('#receipt-code'))").await;
        citizen.browser.run("history.forward()").await;
        citizen.browser.until("location.search && one('#review')").await;
        scene.check_one_stored(1, &code);
    }
}

#[tokio::test]
async fn citizen_whose_change_got_no_answer_is_changed_once() {
    for words in &BOTH {
        let scene = Scene::with(words, &[]).await;
        let citizen = &scene.citizen;
        citizen.comment_on_whole(COMMENT).await;
        citizen.review().await;
        citizen.send().await;
        let code = citizen.receipt_code().await;
        citizen.browser.press("#change").await;
        citizen.browser.until("root.activeElement?.id === 'changing'").await;
        citizen.comment_on_whole(" И чешма.").await;
        citizen.review().await;
        citizen.browser.set_offline(true).await;
        citizen.send().await;
        scene.see_delivery(words.no_connection).await;
        citizen.browser.set_offline(false).await;
        assert_eq!(citizen.receipt_code().await, code);
        assert_eq!(scene.server.installation.ballots().len(), 2);
        assert_eq!(scene.server.installation.submissions(), 1);
    }
}
