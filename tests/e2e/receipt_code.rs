//! Whoever keeps the receipt's code comes back with it: to change what was sent, to withdraw it, or only to look.

use glasno_model::ReceiptCode;
use glasno_tests::support::{Browser, Citizen, Host, Installation, Officer, SLUG, Server};
use serde_json::Value;

use crate::files::Files;

/// What a citizen reads on the way back, in one language.
struct Words {
    language: &'static str,
    send_change: &'static str,
    changed: &'static str,
    withdrawn: &'static str,
    closed: &'static str,
    unknown: &'static str,
    mistyped: &'static str,
    too_many: &'static str,
    offline: &'static str,
}

const BULGARIAN: Words = Words {
    language: "bg",
    send_change: "Изпрати промяната",
    changed: "Получихме промяната",
    withdrawn: "Предложението е оттеглено",
    closed: "вече не може да се променя",
    unknown: "С този код няма предложение",
    mistyped: "грешен или липсващ знак",
    too_many: "много грешни кодове",
    offline: "Няма връзка",
};

const ENGLISH: Words = Words {
    language: "en",
    send_change: "Send the change",
    changed: "We have your change",
    withdrawn: "The proposal was withdrawn",
    closed: "cannot be changed any more",
    unknown: "No proposal in this consultation",
    mistyped: "wrong or missing",
    too_many: "Many wrong codes",
    offline: "No connection",
};

const FIRST: &str = "Повече пейки в парка";
const SECOND: &str = "Повече пейки и чешма";

/// A citizen who has sent a comment and a lowered line, has left, and is at the opening again.
struct Scene {
    server: Server,
    host: Host,
    citizen: Citizen,
    code: String,
}

impl Scene {
    async fn sent(words: &Words) -> Self {
        let server = Installation::with_sample().serve(&[]);
        let host = Host::with_index(&server.address, words.language);
        let citizen = Citizen::arrives().await;
        citizen.open_widget(&host.page("/")).await;
        let line = citizen.find_line("604").await;
        citizen.press_less(line).await;
        citizen.comment_on_whole(FIRST).await;
        citizen.review().await;
        citizen.send().await;
        let code = citizen.receipt_code().await;
        let scene = Self { server, host, citizen, code };
        scene.citizen.open_widget(&scene.host.page("/")).await;
        scene
    }

    fn browser(&self) -> &Browser {
        &self.citizen.browser
    }

    /// Types a code into its field and looks.
    async fn try_code(&self, code: &str) {
        let browser = self.browser();
        if browser.run("return !!one('#have-code')").await == Value::Bool(true) {
            browser.press("#have-code").await;
        }
        browser.until("root.activeElement?.id === 'code' || one('#code')").await;
        browser.press("#code").await;
        browser.mark_all().await;
        browser.insert(code).await;
        browser.press("#find").await;
    }

    /// Comes back with the code, and the proposal stands in the fields.
    async fn open(&self) {
        self.try_code(&self.code).await;
        self.browser().until("root.activeElement?.id === 'changing'").await;
    }

    async fn see(&self, place: &str, words: &str) {
        let words = Value::from(words);
        self.browser().until(&format!("one('{place}')?.textContent.includes({words})")).await;
    }

    async fn see_code_refused(&self, words: &str, typed: &str) {
        self.see("#code-said", words).await;
        assert_eq!(self.browser().text("one('#code').value").await, typed, "what was typed stays");
    }
}

/// Writes another comment on the whole in place of the one that stands there.
async fn rewrite(citizen: &Citizen, text: &str) {
    citizen.browser.press("#comment-whole").await;
    citizen.browser.mark_all().await;
    citizen.browser.insert(text).await;
}

/// Somebody of the same network tries one code after the other, until the server has enough of it for a while.
async fn guess_too_often(server: &Server, code: &str) {
    let search = serde_json::json!({ "consultation": SLUG, "receipt_code": code });
    let address = format!("{}/api/v1/submissions/find", server.address);
    let guess = || reqwest::Client::new().post(&address).json(&search).send();
    let guesses = asked_at_once(guess).await;
    assert!(guesses.contains(&404), "they were let try: {guesses:?}");
}

/// The statuses of sixty requests that are under way at once.
async fn asked_at_once<F: Future<Output = reqwest::Result<reqwest::Response>> + Send + 'static>(
    ask: impl Fn() -> F,
) -> Vec<u16> {
    let mut crowd = tokio::task::JoinSet::new();
    for _ in 0..60 {
        crowd.spawn(ask());
    }
    crowd.join_all().await.into_iter().map(|answer| answer.unwrap().status().as_u16()).collect()
}

async fn change(words: &Words) {
    let scene = Scene::sent(words).await;
    let (citizen, browser) = (&scene.citizen, scene.browser());
    // As it is typed from a paper: small letters, spaces in the place of hyphens.
    scene.try_code(&scene.code.to_lowercase().replace('-', " ")).await;
    browser.until("root.activeElement?.id === 'changing' && one('#comment-whole')").await;
    assert_eq!(browser.text("one('#comment-whole').value").await, FIRST);
    assert_eq!(citizen.see_balance().await.state, "left-over");
    rewrite(citizen, SECOND).await;
    citizen.review().await;
    assert_eq!(browser.text("one('#send').textContent.trim()").await, words.send_change);
    citizen.send().await;
    assert_eq!(citizen.receipt_code().await, scene.code, "the code stays the same");
    scene.see(".receipt", words.changed).await;
    scene.see(".receipt .sent", SECOND).await;

    let ballots = scene.server.installation.ballots();
    let said: Vec<&Value> = ballots.iter().map(|ballot| &ballot["comments"][0]["text"]).collect();
    assert_eq!(said, [FIRST, SECOND], "both versions are kept");
    assert_eq!(ballots[0]["allocation"], ballots[1]["allocation"]);
    assert_eq!(scene.server.installation.submissions(), 1);
    let officer = Officer::arrives(&scene.server, words.language).await;
    officer.log_in().await;
    officer.open_consultation().await;
    let file = officer.download("json", "json").await;
    let told: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let told = told["submissions"].to_string();
    assert!(told.contains(SECOND) && !told.contains(FIRST), "the last one counts: {told}");
}

#[tokio::test]
async fn citizen_comes_back_with_the_code_and_changes_the_proposal() {
    change(&BULGARIAN).await;
}

#[tokio::test]
async fn citizen_who_reads_english_changes_the_proposal_too() {
    change(&ENGLISH).await;
}

#[tokio::test]
async fn citizen_withdraws_after_one_question_and_keeps_what_was_written() {
    for words in [&BULGARIAN, &ENGLISH] {
        let scene = Scene::sent(words).await;
        let browser = scene.browser();
        scene.open().await;
        browser.press("#withdraw").await;
        browser.until("root.activeElement?.id === 'withdraw-no' && one('#withdraw-yes')").await;
        browser.press("#withdraw-no").await;
        browser.until("!one('#withdraw-yes') && root.activeElement?.id === 'withdraw'").await;
        assert_eq!(scene.server.installation.ballots().len(), 1, "a question withdraws nothing");
        browser.press("#withdraw").await;
        browser.press("#withdraw-yes").await;
        scene.see("#held", words.withdrawn).await;
        assert_eq!(scene.server.installation.ballots()[1], Value::Null);
        assert_eq!(browser.text("one('#comment-whole').value").await, FIRST);

        // What was withdrawn stays so: its code opens nothing that could be changed.
        scene.citizen.open_widget(&scene.host.page("/")).await;
        scene.try_code(&scene.code).await;
        scene.see("#held", words.withdrawn).await;
        assert_eq!(browser.text("one('#comment-whole').value").await, "");
    }
}

#[tokio::test]
async fn citizen_changes_a_proposal_right_from_its_receipt() {
    let server = Installation::with_sample().serve(&[]);
    let host = Host::with_index(&server.address, "bg");
    let citizen = Citizen::arrives().await;
    citizen.open_widget(&host.page("/")).await;
    citizen.comment_on_whole(FIRST).await;
    citizen.review().await;
    citizen.send().await;
    let code = citizen.receipt_code().await;
    citizen.browser.press("#change").await;
    citizen.browser.until("root.activeElement?.id === 'changing'").await;
    rewrite(&citizen, SECOND).await;
    citizen.review().await;
    citizen.send().await;
    citizen.browser.until("one('.receipt .sent')?.textContent.includes('чешма')").await;
    assert_eq!(citizen.receipt_code().await, code);
    citizen.browser.press("#withdraw").await;
    citizen.browser.press("#withdraw-yes").await;
    citizen.browser.until("root.activeElement?.id === 'held'").await;
    assert_eq!(server.installation.ballots().len(), 3);
}

#[tokio::test]
async fn citizen_who_changes_their_mind_leaves_what_was_sent_as_it_is() {
    let scene = Scene::sent(&BULGARIAN).await;
    let browser = scene.browser();
    scene.open().await;
    rewrite(&scene.citizen, SECOND).await;
    browser.press("#stop-changing").await;
    browser.until("root.activeElement?.id === 'left' && one('#comment-whole')?.value === ''").await;
    assert_eq!(scene.server.installation.ballots().len(), 1);
    browser.press("#undo").await;
    browser.until(&format!("one('#comment-whole').value === '{SECOND}'")).await;
}

#[tokio::test]
async fn citizen_who_had_begun_something_else_gets_it_back_in_one_step() {
    let scene = Scene::sent(&BULGARIAN).await;
    let browser = scene.browser();
    scene.citizen.comment_on_whole("Нещо съвсем друго").await;
    scene.open().await;
    browser.until(&format!("one('#comment-whole').value === '{FIRST}'")).await;
    browser.press("#own-words").await;
    browser.until("one('#comment-whole').value === 'Нещо съвсем друго' && !one('#own-words')").await;
    scene.citizen.review().await;
    scene.citizen.send().await;
    assert_eq!(scene.citizen.receipt_code().await, scene.code, "it is sent in the place of the first");
    assert_eq!(scene.server.installation.submissions(), 1);
}

#[tokio::test]
async fn citizen_is_told_what_is_wrong_with_a_code_and_keeps_what_was_typed() {
    for words in [&BULGARIAN, &ENGLISH] {
        let scene = Scene::sent(words).await;
        let browser = scene.browser();
        let mistyped = format!("{}{}", if scene.code.starts_with('3') { '4' } else { '3' }, &scene.code[1..]);
        scene.try_code(&mistyped).await;
        scene.see_code_refused(words.mistyped, &mistyped).await;
        browser.until("one('#code').ariaInvalid === 'true' && root.activeElement?.id === 'code'").await;
        let asked = browser.addresses_asked_for().await;
        assert!(!asked.iter().any(|address| address.ends_with("/find")), "the check character tells");

        browser.set_offline(true).await;
        scene.try_code(&scene.code).await;
        scene.see_code_refused(words.offline, &scene.code).await;
        browser.set_offline(false).await;

        let foreign = ReceiptCode::from_random(&[7; 15]).expect("enough of them").reveal();
        scene.try_code(&foreign).await;
        scene.see_code_refused(words.unknown, &foreign).await;
        guess_too_often(&scene.server, &foreign).await;
        scene.try_code(&foreign).await;
        scene.see_code_refused(words.too_many, &foreign).await;
    }
}

#[tokio::test]
async fn citizen_who_comes_back_after_the_close_sees_what_counts() {
    for words in [&BULGARIAN, &ENGLISH] {
        let mut scene = Scene::sent(words).await;
        scene.server.installation.close();
        // The page was opened before the close.
        scene.try_code(&scene.code).await;
        scene.see("#held", words.closed).await;
        // On another day, when the browser has kept nothing of the open consultation.
        scene.citizen = Citizen::arrives().await;
        scene.citizen.open_widget(&scene.host.page("/")).await;
        scene.try_code(&scene.code).await;
        scene.see("#held", words.closed).await;
        scene.see("#held", FIRST).await;
        let acts = "['#withdraw', '#review', '#held .summary button'].filter((act) => one(act))";
        assert_eq!(scene.browser().text(acts).await, "");
    }
}

#[tokio::test]
async fn a_code_stands_in_no_address_no_storage_and_no_file() {
    let scene = Scene::sent(&BULGARIAN).await;
    let browser = scene.browser();
    scene.open().await;
    rewrite(&scene.citizen, SECOND).await;
    scene.citizen.review().await;
    scene.citizen.send().await;
    scene.citizen.receipt_code().await;
    let mut places = browser.addresses_asked_for().await;
    places.push(browser.text("location.href").await);
    places.push(
        browser
            .text("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])")
            .await,
    );
    let files = Files::taken_by_officer(&scene.server, "bg").await;
    places.push(serde_json::json!([files.wide, files.long, files.sheets, files.json]).to_string());
    for entry in std::fs::read_dir(scene.server.installation.folder()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        places.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    let forms = [scene.code.clone(), scene.code.replace('-', ""), scene.code.to_lowercase()];
    assert!(places.len() > 10 && places.iter().any(|place| place.contains(SECOND)), "nothing was looked at");
    for place in places {
        assert!(!forms.iter().any(|form| place.contains(form)), "the code stands in {place}");
    }
}
