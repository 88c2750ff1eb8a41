//! The ways to take part beside the budget and comments.

use glasno_tests::support::{Citizen, Installation, SLUG, Server};

use super::{Around, Look, put};

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
