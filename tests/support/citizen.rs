//! A citizen at the widget, in the verbs of a visit. Each waits for what it needs and panics where it does not come.

use serde_json::{Value, json};
use thirtyfour::Key;

use super::Browser;

/// A line of the budget, by its place in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line(pub u64);

/// How the balance stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceSeen {
    /// `balanced`, `short`, `left-over`, `refused`.
    pub state: String,
    /// The sentence.
    pub words: String,
    /// May the citizen go on?
    pub may_review: bool,
}

/// A citizen with a browser.
#[derive(Debug)]
pub struct Citizen {
    /// The browser, for what has no verb.
    pub browser: Browser,
}

impl Citizen {
    /// Somebody who has just opened the browser.
    pub async fn arrives() -> Self {
        Self { browser: Browser::start().await }
    }

    /// Opens a page and waits until the widget stands there.
    pub async fn open_widget(&self, page: &str) {
        self.browser.goto(page).await;
        self.see_widget().await;
    }

    /// Waits until the widget stands on the page that is open.
    pub async fn see_widget(&self) {
        self.browser.until("one('[part=root]')").await;
    }

    /// Opens a heading by a part of its name.
    pub async fn open_function(&self, name: &str) {
        let id = self.find_function(name).await;
        if self.browser.text(&format!("one('#{id}').ariaExpanded")).await != "true" {
            self.browser.press(&format!("#{id}")).await;
        }
        self.browser.until(&format!("one('#{id}').ariaExpanded === 'true'")).await;
    }

    /// The id of a heading's button, by a part of its name.
    pub async fn find_function(&self, name: &str) -> String {
        let script = "return all('[id^=head-]').find((head) => head.textContent.includes(arguments[0]))?.id";
        self.browser
            .wait(&format!("the heading {name}"), async || {
                self.browser.run_with(script, vec![json!(name)]).await.as_str().map(str::to_owned)
            })
            .await
    }

    /// Searches, and finds the first line.
    pub async fn find_line(&self, words: &str) -> Line {
        self.search(words).await;
        let script = "return Number(one('.spending .line').id.slice('line-'.length))";
        self.browser.until("one('.spending > .lines > .line, .spending > * > .lines > .line')").await;
        Line(self.browser.run(script).await.as_u64().unwrap())
    }

    /// Searches and waits for the answer.
    pub async fn search(&self, words: &str) {
        self.browser.press("#search").await;
        self.browser.mark_all().await;
        self.browser.key(Key::Delete).await;
        self.browser.insert(words).await;
        self.browser.until("one('.spending [role=status]')?.textContent").await;
    }

    /// Empties the search, so that the headings stand there again.
    pub async fn end_search(&self) {
        self.browser.press("#search").await;
        self.browser.mark_all().await;
        self.browser.key(Key::Delete).await;
        self.browser.until("one('[id^=head-]')").await;
    }

    /// The line of this name among those that are shown.
    pub async fn see_line(&self, name: &str) -> Line {
        let script = "const found = all('.line').find((line) => line.querySelector('.line-name').textContent === arguments[0]);\
            return found ? Number(found.id.slice('line-'.length)) : null";
        let what = format!("the line {name}");
        let look = async || self.browser.run_with(script, vec![json!(name)]).await.as_u64();
        Line(self.browser.wait(&what, look).await)
    }

    /// The name of a line.
    pub async fn name_of(&self, line: Line) -> String {
        self.browser.text(&format!("one('#line-{} .line-name').textContent", line.0)).await
    }

    /// The amount that a line holds, in cents.
    pub async fn amount_of(&self, line: Line) -> i64 {
        let script = format!("return Number(one('#amount-{}').getAttribute('aria-valuenow'))", line.0);
        self.browser.run(&script).await.as_i64().unwrap()
    }

    /// What stands in the field of a line.
    pub async fn field_of(&self, line: Line) -> String {
        self.browser.text(&format!("one('#amount-{}').value", line.0)).await
    }

    /// What stands beneath the field of a line.
    pub async fn note_of(&self, line: Line) -> String {
        self.browser.text(&format!("one('#note-{}').textContent", line.0)).await
    }

    /// Types an amount in place of the one that stands there, and leaves the field.
    pub async fn set_amount(&self, line: Line, amount: &str) {
        self.type_amount(line, amount).await;
        self.browser.key(Key::Tab).await;
    }

    /// Types an amount in place of the one that stands there, and stays in the field.
    pub async fn type_amount(&self, line: Line, amount: &str) {
        self.browser.press(&format!("#amount-{}", line.0)).await;
        self.browser.until(&format!("root.activeElement?.id === 'amount-{}'", line.0)).await;
        self.browser.mark_all().await;
        self.browser.type_keys(amount).await;
    }

    /// Presses + on a line.
    pub async fn press_more(&self, line: Line) {
        self.browser.press(&format!("#line-{} .press:last-of-type", line.0)).await;
    }

    /// Presses − on a line.
    pub async fn press_less(&self, line: Line) {
        self.browser.press(&format!("#line-{} .press:first-of-type", line.0)).await;
    }

    /// Opens the comment of a line.
    pub async fn open_comment(&self, line: Line) {
        self.browser.press(&format!("#line-{} .line-more button[aria-expanded]", line.0)).await;
        self.browser.until(&format!("root.activeElement?.id === 'comment-{}'", line.0)).await;
    }

    /// Comments on a line.
    pub async fn comment(&self, line: Line, text: &str) {
        self.open_comment(line).await;
        self.browser.insert(text).await;
    }

    /// Comments on the whole.
    pub async fn comment_on_whole(&self, text: &str) {
        self.browser.press("#comment-whole").await;
        self.browser.until("root.activeElement?.id === 'comment-whole'").await;
        self.browser.insert(text).await;
    }

    /// The balance as it stands.
    pub async fn see_balance(&self) -> BalanceSeen {
        let seen = self
            .browser
            .run(
                "return { state: one('.balance').dataset.state, words: one('#balance').textContent, \
                 may_review: one('#review').ariaDisabled !== 'true' }",
            )
            .await;
        let text = |name: &str| seen[name].as_str().unwrap_or_default().to_owned();
        let may_review = seen["may_review"] == Value::Bool(true);
        BalanceSeen { state: text("state"), words: text("words"), may_review }
    }

    /// Waits until the balance is in a state, and reads it.
    pub async fn see_balance_become(&self, state: &str) -> BalanceSeen {
        self.browser.until(&format!("one('.balance')?.dataset.state === '{state}'")).await;
        self.see_balance().await
    }

    /// Goes on to the review.
    pub async fn review(&self) {
        self.browser.press("#review").await;
        self.see_review().await;
    }

    /// Waits until the review stands there, its heading spoken.
    pub async fn see_review(&self) {
        self.browser.until("root.activeElement?.id === 'review-title' && one('#send')").await;
    }

    /// Chooses in a list by the words that stand there, as a hand does: the list is opened, the words are typed.
    pub async fn choose(&self, list: &str, words: &str) {
        self.browser.press(list).await;
        self.browser.type_keys(words).await;
        self.browser.key(Key::Enter).await;
        let words = Value::from(words);
        self.browser.until(&format!("one('{list}').selectedOptions[0].textContent === {words}")).await;
    }

    /// Presses send.
    pub async fn send(&self) {
        self.browser.press("#send").await;
    }

    /// Reads the receipt's code.
    pub async fn receipt_code(&self) -> String {
        self.browser.until("one('#receipt-code')?.textContent && one('#receipt-title')").await;
        self.browser.text("one('#receipt-code').textContent").await
    }

    /// An amount of cents as this browser writes it, to the cent where it has cents.
    pub async fn written(&self, language: &str, cents: i64) -> String {
        let digits = if cents % 100 == 0 { 0 } else { 2 };
        let decimal = format!("{}.{:02}", cents / 100, cents % 100);
        let script = "const [language, digits, decimal] = arguments; return new Intl.NumberFormat(language, \
            { style: 'currency', currency: 'EUR', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(decimal)";
        let written =
            self.browser.run_with(script, vec![json!(language), json!(digits), json!(decimal)]).await;
        written.as_str().unwrap_or_default().to_owned()
    }
}
