//! Every state that a citizen can meet, each reached as a citizen reaches it. A new state is a line: what leads there,
//! and a look. Who looks, and at what, is the business of [`Look`]: axe-core, a mirror, a screen of few colours.

use glasno_tests::support::{Citizen, Host, Installation, Page, Relay, SLUG, Server};

/// Somebody who looks at every state.
pub(crate) trait Look {
    /// Looks at the state that the page is in now.
    async fn look(&mut self, state: &str);
}

/// The municipality's page around the widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    /// The repository's index.html, the widget in this language.
    Index(&'static str),
    /// A page that is written from right to left, the widget alone on it.
    Mirrored,
    /// The widget alone in this language, so that nothing else is told.
    Bare(&'static str),
}

impl Around {
    /// The municipality's site, with this page at `/`.
    pub(crate) fn host(self, server: &str) -> Host {
        let (language, html) = match self {
            Self::Index(language) => return Host::with_index(server, language),
            Self::Mirrored => ("bg", r#"<html lang="he" dir="rtl">"#.to_owned()),
            Self::Bare(language) => (language, format!(r#"<html lang="{language}">"#)),
        };
        let html = format!(
            r#"<!doctype html>{html}<head><meta charset="utf-8"><title>Glasno</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>html {{ color-scheme: light dark }} body {{ margin: 0 }}</style></head><body>
<glasno-budget src="{server}/c/{SLUG}" lang="{language}"><a href="{server}/c/{SLUG}">{SLUG}</a></glasno-budget>
<script async src="{server}/w/v1/glasno.js"></script></body></html>"#
        );
        Host::with(vec![Page { path: "/", headers: vec![], html }])
    }

    /// Opens the widget of a server.
    async fn open(self, citizen: &Citizen, server: &Server) -> Host {
        let host = self.host(&server.address);
        citizen.open_widget(&host.page("/")).await;
        host
    }
}

/// Reading the draft: the opening, headings, a line's own view, pictures, revenue, the search.
pub(crate) async fn reading(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let server = Installation::with_sample().serve(&[]);
    let _host = around.open(citizen, &server).await;
    browser.until("one('#pot-0') && one('#project-0') && one('#question-0')").await;
    look.look("opening").await;
    for fold in 1..=3 {
        browser.press(&format!(".folds .fold:nth-child({fold}) summary")).await;
    }
    look.look("what stands behind the opening").await;
    for heading in ["#head-0", "#head-7"] {
        browser.press(heading).await;
        browser.until(&format!("one('{heading}').ariaExpanded === 'true' && one('.line')")).await;
    }
    look.look("headings open").await;
    browser.press(".line.locked summary").await;
    browser.press(".line:not(.locked) summary").await;
    browser.until("all('.details').length === 2 && one('.years')").await;
    look.look("a locked and a movable line's own view").await;
    browser.press("section[part=chart] > button").await;
    browser.until("one('.before-after canvas')?.width > 1").await;
    browser.press("section[part=revenue] > button").await;
    browser.until("all('.lever').length > 1").await;
    browser.press("#revenue summary").await;
    browser.press(".lever label:nth-of-type(2) input").await;
    browser.until("one('.line.changed .lever')").await;
    look.look("pictures and revenue, a lever moved").await;
    citizen.search("99999").await;
    look.look("nothing found").await;
    citizen.search("6").await;
    look.look("found").await;
}

/// Moving money: what is refused, short, left over, balanced, and what is said about it.
pub(crate) async fn moving(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let server = Installation::with_sample().serve(&[]);
    let _host = around.open(citizen, &server).await;
    let line = citizen.find_line("604").await;
    let drafted = citizen.amount_of(line).await / 100;
    citizen.set_amount(line, "?").await;
    citizen.see_balance_become("refused").await;
    look.look("an amount refused").await;
    citizen.set_amount(line, "-5").await;
    citizen.see_balance_become("refused").await;
    look.look("an amount below its bound").await;
    citizen.set_amount(line, &(drafted * 79 / 100).to_string()).await;
    citizen.see_balance_become("left-over").await;
    browser.until("one('.consequence')?.textContent").await;
    look.look("money left over, and what follows").await;
    citizen.set_amount(line, &(drafted + 100_000).to_string()).await;
    citizen.see_balance_become("short").await;
    look.look("short").await;
    browser.press(".offers summary").await;
    browser.until("one('.offer')").await;
    look.look("offers open").await;
    browser.press(".offer").await;
    citizen.see_balance_become("balanced").await;
    look.look("balanced").await;
    citizen.comment(line, &"א ".repeat(460)).await;
    look.look("a comment nearly full").await;
    browser.insert(&"א ".repeat(2_000)).await;
    browser.until("all('textarea').some((field) => field.ariaInvalid === 'true')").await;
    look.look("a comment too long").await;
}

/// The other ways to take part, in every method of choosing projects.
pub(crate) async fn taking_part(citizen: &Citizen, around: Around, look: &mut impl Look) {
    for (method, limits, pot) in [
        ("knapsack", "", "money"),
        ("approval", "at_most = 1", "points"),
        ("ranking", "at_most = 3", "points"),
        ("points", "total = 10\nat_most = 6", "money"),
    ] {
        let server = server_with(method, limits, pot);
        let _host = around.open(citizen, &server).await;
        one_method(citizen, method, look).await;
    }
}

/// The ways with one method of choosing projects: nothing said, refused, said.
async fn one_method(citizen: &Citizen, method: &str, look: &mut impl Look) {
    let browser = &citizen.browser;
    browser.until("one('#pot-0') && one('#project-0') && one('#question-0 input')").await;
    look.look(&format!("{method}: nothing said")).await;
    put(citizen, "#pot-0", "2000").await;
    put(citizen, "#pot-1", "?").await;
    put(citizen, "#question-0-field", "130").await;
    if method == "points" {
        put(citizen, "#project-0", "7").await;
        put(citizen, "#project-3", "?").await;
    } else {
        for project in ["#project-0", "#project-3"] {
            browser.press(project).await;
        }
    }
    if method != "ranking" {
        browser.until("all('.remaining.refused').length === 2").await;
    }
    look.look(&format!("{method}: everything refused")).await;
    put(citizen, "#pot-1", "0").await;
    put(citizen, "#pot-0", "1000").await;
    put(citizen, "#question-0-field", "30").await;
    browser.press("#question-1 .option:nth-child(2) input").await;
    if method == "points" {
        put(citizen, "#project-3", "3").await;
        put(citizen, "#project-0", "6").await;
    } else if method != "ranking" {
        browser.press("#project-0").await;
    }
    browser.until("one('#review').ariaDisabled !== 'true'").await;
    look.look(&format!("{method}: everything said")).await;
    citizen.review().await;
    look.look(&format!("{method}: review")).await;
}

/// Sending: the review, what goes wrong on the way, the receipt.
pub(crate) async fn sending(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let server = Installation::with_sample().serve(&[]);
    let _host = around.open(citizen, &server).await;
    let line = citizen.find_line("604").await;
    citizen.press_less(line).await;
    citizen.see_balance_become("left-over").await;
    citizen.comment(line, "אב גד").await;
    browser.press("#question-0 .option:nth-child(1) input").await;
    citizen.review().await;
    look.look("review").await;
    browser.set_offline(true).await;
    citizen.send().await;
    browser.until("one('.delivery.shown') && one('.respondent').disabled").await;
    look.look("no connection").await;
    browser.set_offline(false).await;
    citizen.receipt_code().await;
    look.look("receipt").await;
    browser.press(".receipt .primary").await;
    browser.until("one('.receipt [role=status]').textContent").await;
    look.look("receipt copied").await;

    let _host = around.open(citizen, &server).await;
    citizen.comment_on_whole("אב גד").await;
    citizen.review().await;
    browser.block(&["*/submissions"]).await;
    citizen.send().await;
    browser.until("one('.delivery.shown')").await;
    look.look("the server is away").await;
    browser.block(&[]).await;
    citizen.receipt_code().await;

    let _host = around.open(citizen, &server).await;
    citizen.comment_on_whole("אב גד").await;
    citizen.review().await;
    server.installation.update(&["--allowed-origin", "https://www.example.bg"]);
    citizen.send().await;
    browser.until("one('.review a')").await;
    look.look("this page may not send").await;
}

/// Where nobody can take part: too early, too late, nothing there, nothing that answers.
pub(crate) async fn closed_doors(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let closed = Installation::with_sample();
    closed.close();
    let early = Installation::with_sample();
    early.update(&["--opens-at", "2099-11-01T09:00"]);
    for (state, installation) in [("closed", closed), ("not open yet", early)] {
        let server = installation.serve(&[]);
        let _host = around.open(citizen, &server).await;
        browser.until("one('[role=status]')?.textContent").await;
        browser.press("#head-0").await;
        browser.until("one('.line')").await;
        look.look(state).await;
    }
    let server = Installation::with_sample().serve(&[]);
    let relay = Relay::before_the_draft(&server.address);
    let host = around.host(&relay.address);
    citizen.open_widget(&host.page("/")).await;
    look.look("no draft yet").await;
}

/// Where only the loader speaks: the link inside the element is what is left.
pub(crate) async fn without_the_widget(citizen: &Citizen, around: Around, look: &mut impl Look) {
    let browser = &citizen.browser;
    let unpublished = Installation::with_consultation().serve(&[]);
    let host = around.host(&unpublished.address);
    browser.goto(&host.page("/")).await;
    browser.until("one('[role=status]')?.textContent").await;
    look.look("not published").await;
    let server = Installation::with_sample().serve(&[]);
    let host = around.host(&server.address);
    browser.block(&["*/api/v1/*"]).await;
    browser.goto(&host.page("/")).await;
    browser.until("one('[role=status]')?.textContent").await;
    look.look("server unreachable").await;
    browser.block(&["*/w/v1/glasno.js"]).await;
    browser.goto(&host.page("/")).await;
    look.look("only the link").await;
    browser.block(&[]).await;
}

/// The sample with a pot, projects by a method and two questions, and nothing else.
fn server_with(method: &str, limits: &str, unit: &str) -> Server {
    let settings = format!(
        r#"[ways]
rebalance = false
comments = false
[ways.projects]
budget = 200000
method = "{method}"
{limits}
[ways.pot]
unit = "{unit}"
total = 1000
share_all = true
[[questions]]
id = "age"
text = {{ bg = "На колко години сте?", en = "How old are you?" }}
kind = "number"
least = 0
most = 120
required = true
[[questions]]
id = "news"
text = {{ bg = "Откъде научавате новините?", en = "Where do you get your news?" }}
kind = "multiple"
at_most = 1
options = [{{ id = "site", name = {{ bg = "Сайта", en = "Site" }} }}, {{ id = "board", name = {{ bg = "Таблото", en = "Board" }} }}]
[[questions]]
id = "served"
text = {{ bg = "Доволни ли сте?", en = "Are you content?" }}
kind = "scale"
from = 1
to = 5
low = {{ bg = "никак", en = "not at all" }}
high = {{ bg = "напълно", en = "fully" }}
"#
    );
    let installation = Installation::with_sample();
    let file = installation.folder().join("ways.toml");
    std::fs::write(&file, settings).unwrap();
    installation.done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    installation.serve(&[])
}

/// Types into a field in place of what stands there.
pub(crate) async fn put(citizen: &Citizen, field: &str, text: &str) {
    citizen.browser.press(field).await;
    citizen.browser.mark_all().await;
    citizen.browser.type_keys(text).await;
}
