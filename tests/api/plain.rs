//! The plain form over the wire: each way to take part, nothing typed lost, and one submission for one rendering.

use glasno_model::ReceiptCode;
use serde_json::json;

use crate::{
    town::{SLUG, SUBMISSIONS, Town, UNLIMITED, installation},
    wire::Answer,
};

pub const PAGE: &str = "/c/town?lang=en";
pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A citizen before the form: what stands in its hidden fields.
#[derive(Clone)]
pub struct Rendering {
    pub id: String,
    pub code: String,
}

impl Rendering {
    pub fn of(page: &str) -> Self {
        let hidden = |name: &str| {
            let (_, rest) = page.split_once(&format!(r#"name="{name}" value=""#)).expect("a hidden field");
            rest.split('"').next().unwrap().to_owned()
        };
        Self { id: hidden("id"), code: hidden("code") }
    }

    pub fn fetched(town: &Town) -> Self {
        Self::of(&town.get(PAGE).text())
    }

    /// The form with these fields filled in, as a browser posts it.
    pub fn filled(&self, fields: &[(&str, &str)]) -> String {
        let hidden = [("id", self.id.as_str()), ("code", &self.code), ("draft_version", "1")];
        let pairs = hidden.iter().chain(fields).map(|(name, value)| format!("{name}={}", encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    pub fn send(&self, town: &Town, fields: &[(&str, &str)]) -> Answer {
        town.post(PAGE, &[FORM], self.filled(fields).as_bytes())
    }
}

pub fn encoded(value: &str) -> String {
    let byte = |byte: u8| match byte {
        b' ' => "+".to_owned(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(byte).collect()
}

/// The town with every way to take part, by this method of choosing projects.
pub fn town_with_everything(method: &str) -> Town {
    let installation = installation();
    let settings = installation.folder().join("ways.toml");
    let text = format!(
        r#"
[respondents]
groups = ["citizen", "ngo"]
[[respondents.districts]]
id = "center"
name = {{ bg = "Център", en = "Centre" }}
[ways]
rebalance = true
comments = true
clarity = true
[ways.pot]
unit = "points"
total = 10
[ways.projects]
budget = 52
{method}
rule = "city_greedy"
[[questions]]
id = "found"
text = {{ bg = "Намерихте ли го?", en = "Did you find it?" }}
kind = "single"
options = [{{ id = "yes", name = {{ bg = "Да", en = "Yes" }} }}, {{ id = "no", name = {{ bg = "Не", en = "No" }} }}]
[[questions]]
id = "missing"
text = {{ bg = "Какво липсва?", en = "What is missing?" }}
kind = "text"
shown_if = {{ question = "found", any_of = ["no"] }}
"#
    );
    std::fs::write(&settings, text).unwrap();
    installation.done(["consultation", "update", SLUG, "--from", settings.to_str().unwrap()]);
    Town { server: installation.serve(&UNLIMITED) }
}

#[test]
fn a_citizen_without_script_takes_part_in_every_way_and_gets_a_code() {
    for (method, votes) in [
        ("method = \"knapsack\"", &[("project.stage", "on")][..]),
        ("method = \"approval\"\nat_most = 1", &[("project.bench", "on")]),
        ("method = \"ranking\"\nat_most = 2", &[("project.bench", "1"), ("project.stage", "2")]),
        ("method = \"points\"\ntotal = 5", &[("project.stage", "5")]),
    ] {
        let town = town_with_everything(method);
        let rendering = Rendering::fetched(&town);
        let said = [
            ("amount.roads", "1 100"),
            ("amount.parks", "400,00"),
            ("lever.tax", "0"),
            ("pot.sport", "7"),
            ("comment.roads", "Дупките\r\nна „Раковски“"),
            ("comment", "Благодаря"),
            ("clear.schools", "no"),
            ("answer.found", "no"),
            ("answer.missing", "Читалището"),
            ("group", "ngo"),
            ("district", "center"),
        ];
        let answer = rendering.send(&town, &[&said[..], votes].concat());
        assert_eq!(answer.status, 201, "{method}: {}", answer.text());
        assert!(answer.text().contains(&rendering.code));
        assert_eq!(answer.header("cache-control"), "no-store");
        let path = format!("/api/v1/submissions/{}", rendering.id);
        let authorization = format!("Glasno-Receipt {}", rendering.code);
        let kept = town.get_with(&path, &[("authorization", &authorization)]);
        let ballot = &kept.json()["ballot"];
        assert_eq!(
            ballot["allocation"],
            json!([{ "line": "roads", "amount": 110_000 }, { "line": "parks", "amount": 40_000 }]),
            "{}",
            kept.text()
        );
        assert_eq!(ballot["comments"][0]["text"], "Дупките\nна „Раковски“");
        assert_eq!(ballot["answers"][1]["value"]["text"], "Читалището");
        assert_eq!(ballot["projects"].as_array().unwrap().len(), votes.len(), "{method}");
        assert_eq!(ballot["respondent"], json!({ "group": "ngo", "district": "center" }));
    }
}

#[test]
fn each_rendering_is_another_submission_and_is_kept_by_nobody() {
    let town = Town::open();
    let page = town.get_with(PAGE, &[("accept-encoding", "identity")]);
    assert_eq!(page.header("cache-control"), "no-store");
    let (one, other) = (Rendering::of(&page.text()), Rendering::fetched(&town));
    assert!(one.id != other.id && one.code != other.code);
    assert!(one.code.parse::<ReceiptCode>().is_ok());
}

#[test]
fn a_form_sent_twice_is_one_submission_with_one_receipt() {
    let town = Town::open();
    let rendering = Rendering::fetched(&town);
    let first = rendering.send(&town, &[("comment", "Повече дървета")]);
    let again = rendering.send(&town, &[("comment", "Повече дървета")]);
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.text(), again.text());
    let other = rendering.send(&town, &[("comment", "По-малко дървета")]);
    assert_eq!(other.status, 422);
    assert!(
        other.text().contains("One proposal from this page has been accepted already"),
        "{}",
        other.text()
    );
    assert!(other.text().contains("По-малко дървета"), "what was typed is kept");
    assert_eq!(town.kept(), 1);
}

#[test]
fn everything_typed_is_kept_when_something_cannot_be_accepted() {
    let town = town_with_everything("method = \"approval\"\nat_most = 1");
    for (wrong, field, sentence) in [
        (&[("amount.roads", "много")][..], "amount.roads", "Type an amount"),
        (&[("amount.roads", "1 200")], "section-spending", "€200"),
        (&[("amount.lights", "50")], "amount.lights", "€100"),
        (&[("amount.schools", "1")], "amount.schools", ""),
        (&[("pot.sport", "11")], "section-pot", "1 point"),
        (&[("pot.sport", "1,5")], "pot.sport", "whole number"),
        (&[("project.stage", "on"), ("project.bench", "on")], "section-projects", "1 project"),
        (&[("answer.missing", "Всичко")], "answer.missing", "only for those"),
        (&[("group", "business")], "group", ""),
    ] {
        let rendering = Rendering::fetched(&town);
        let kept = ("comment", "Това <b>остава</b>");
        let answer = rendering.send(&town, &[&[kept], wrong].concat());
        let page = answer.text();
        assert_eq!(answer.status, 422, "{wrong:?}");
        assert!(page.contains("Това &lt;b&gt;остава&lt;/b&gt;"), "{wrong:?} lost the comment");
        assert!(page.contains(&format!(r##"href="#{field}""##)), "{wrong:?} is not linked");
        assert!(page.contains(sentence), "{wrong:?} says nothing of {sentence}");
        let same = Rendering::of(&page);
        assert_eq!((same.id, same.code), (rendering.id, rendering.code));
    }
    assert_eq!(town.kept(), 0);
}

#[test]
fn who_says_nothing_is_told_so() {
    let town = Town::open();
    let answer = Rendering::fetched(&town).send(&town, &[]);
    assert!(answer.status == 422 && answer.text().contains("You have said nothing yet"));
}

#[test]
fn after_the_close_the_words_are_still_there_to_be_saved() {
    let town = Town::open();
    let (lost_answer, late) = (Rendering::fetched(&town), Rendering::fetched(&town));
    assert_eq!(lost_answer.send(&town, &[("comment", "Навреме")]).status, 201);
    town.installation().done(["consultation", "close", SLUG]);
    let answer = late.send(&town, &[("comment", "Късно")]);
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("closed before your proposal arrived") && answer.text().contains("Късно"));
    assert!(!answer.text().contains("<button"), "nothing can be sent any more");
    assert_eq!(
        lost_answer.send(&town, &[("comment", "Навреме")]).status,
        200,
        "a lost answer is given again"
    );
    let page = town.get(PAGE).text();
    assert!(
        page.contains("Roads") && !page.contains(r#"<form class="plain""#),
        "the draft can still be read"
    );
}

#[test]
fn a_corrected_draft_takes_over_what_was_typed() {
    let town = Town::open();
    let rendering = Rendering::fetched(&town);
    let import = crate::town::import();
    town.installation().done(import.iter().map(String::as_str).chain(["--consultation", SLUG]));
    let answer = rendering.send(&town, &[("comment.roads", "Остава"), ("comment.bridge", "Мостът")]);
    let page = answer.text();
    assert_eq!(answer.status, 422);
    assert!(page.contains("new version of the draft") && page.contains("Остава"), "{page}");
    assert!(page.contains("bridge: Мостът"), "a comment without a line is shown to be copied");
    let form = rendering.filled(&[("comment.roads", "Остава")]).replace("draft_version=1", "draft_version=2");
    assert_eq!(town.post(PAGE, &[FORM], form.as_bytes()).status, 201);
}

#[test]
fn no_other_site_sends_the_form_for_a_citizen() {
    let town = Town::open();
    let form = Rendering::fetched(&town).filled(&[("comment", "Не аз")]);
    for foreign in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
    ] {
        let answer = town.post(PAGE, &[&[FORM], foreign].concat(), form.as_bytes());
        assert_eq!(answer.status, 403, "{foreign:?}");
        assert!(!answer.text().contains("Не аз"));
    }
    assert_eq!(town.kept(), 0);
    let ours = [FORM, ("sec-fetch-site", "same-origin")];
    assert_eq!(town.post(PAGE, &ours, form.as_bytes()).status, 201);
}

#[test]
fn a_form_that_is_too_large_is_answered_with_a_sentence() {
    let town = Town::open();
    let form = Rendering::fetched(&town).filled(&[("comment", &"а".repeat(400_000))]);
    let answer = town.post(PAGE, &[FORM], form.as_bytes());
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("more than can be accepted"), "{}", answer.text());
}

#[test]
fn who_sends_too_often_keeps_the_words_and_reads_how_long_to_wait() {
    let town = Town::with(&["--rate-limit", "1/60s"]);
    let one = Rendering::fetched(&town);
    assert_eq!(one.send(&town, &[("comment", "Първо")]).status, 201);
    let answer = one.send(&town, &[("comment", "Второ")]);
    assert_eq!(answer.status, 429);
    assert!(!answer.header("retry-after").is_empty());
    assert!(answer.text().contains("Второ") && answer.text().contains("came from this network at once"));
}

#[test]
fn a_form_whose_hidden_fields_were_changed_comes_back_whole() {
    let town = Town::open();
    let mut rendering = Rendering::fetched(&town);
    "7777-7777".clone_into(&mut rendering.code);
    let answer = rendering.send(&town, &[("comment", "Още тук")]);
    assert!(answer.status == 422 || answer.status == 400, "{}", answer.status);
    assert!(answer.text().contains("Още тук"));
    assert!(Rendering::of(&answer.text()).code.parse::<ReceiptCode>().is_ok());
    assert_eq!(town.kept(), 0);
    assert_eq!(town.post(SUBMISSIONS, &[FORM], b"id=1").status, 400, "the endpoint still takes JSON only");
}

#[test]
fn a_receipt_says_what_was_sent_and_leads_to_changing_it() {
    let town = town_with_everything("method = \"points\"\ntotal = 5");
    let said = [
        ("amount.roads", "1 100"),
        ("amount.parks", "400"),
        ("lever.tax", "0"),
        ("pot.sport", "7"),
        ("project.stage", "5"),
        ("clear.schools", "no"),
        ("answer.found", "yes"),
        ("group", "ngo"),
    ];
    let rendering = Rendering::fetched(&town);
    let page = rendering.send(&town, &said).text();
    let (_, sent) = page.split_once("What you sent").expect("the receipt repeats it");
    let words = [
        "€1,000",
        "€1,100",
        "Property tax",
        "5 % higher",
        "7 points",
        "5 points",
        "No, it is not clear",
        "Yes",
    ];
    for words in words {
        assert!(sent.contains(words), "{words} is missing: {sent}");
    }
    assert!(page.contains("Change or withdraw"), "{page}");
}
