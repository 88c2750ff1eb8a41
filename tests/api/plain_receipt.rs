//! Citizens without script who come back with their code: to look, to change, to withdraw, until the close.

use glasno_model::ReceiptCode;
use serde_json::{Value, json};

use crate::{
    plain::{FORM, PAGE, Rendering, town_with_everything},
    town::{SLUG, Town, import},
    wire::Answer,
};

/// A form as a browser posts it.
fn post(town: &Town, fields: &[(&str, &str)]) -> Answer {
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", crate::plain::encoded(value)));
    town.post(PAGE, &[FORM], pairs.collect::<Vec<_>>().join("&").as_bytes())
}

fn find(town: &Town, code: &str) -> Answer {
    post(town, &[("act", "find"), ("code", code)])
}

/// What stands in the field of this name, as the page says it.
fn value<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!(r#"name="{name}""#)).expect("the field is there");
    let tag = rest.split_once('>').unwrap().0;
    tag.split_once(r#" value=""#).map_or("", |(_, value)| value.split('"').next().unwrap())
}

impl Rendering {
    fn change(&self, town: &Town, version: &str, fields: &[(&str, &str)]) -> Answer {
        self.change_on(town, version, "1", fields)
    }

    fn change_on(&self, town: &Town, version: &str, draft: &str, fields: &[(&str, &str)]) -> Answer {
        let own = [("act", "change"), ("id", &*self.id), ("code", &*self.code), ("version", version)];
        post(town, &[&own[..], &[("draft_version", draft)], fields].concat())
    }

    fn withdraw(&self, town: &Town) -> Answer {
        post(town, &[("act", "withdraw"), ("id", &self.id), ("code", &self.code)])
    }

    /// The submission as the endpoint shows it.
    fn kept(&self, town: &Town) -> Value {
        let authorization = format!("Glasno-Receipt {}", self.code);
        let path = format!("/api/v1/submissions/{}", self.id);
        town.get_with(&path, &[("authorization", &authorization)]).json()
    }
}

/// Somebody who has sent this.
fn citizen(town: &Town, fields: &[(&str, &str)]) -> Rendering {
    let rendering = Rendering::fetched(town);
    let answer = rendering.send(town, fields);
    assert_eq!(answer.status, 201, "{}", answer.text());
    rendering
}

#[test]
fn a_citizen_comes_back_with_the_code_changes_and_withdraws_without_script() {
    let town = Town::open();
    let citizen = citizen(&town, &[("comment.roads", "Дупките"), ("comment", "Благодаря")]);
    assert!(town.get(PAGE).text().contains("Have a code?"));

    let found = find(&town, &citizen.code);
    let page = found.text();
    assert_eq!((found.status, found.header("cache-control")), (200, "no-store"), "{page}");
    assert!(page.contains("Дупките") && page.contains("Благодаря"), "{page}");
    assert_eq!((value(&page, "id"), value(&page, "version")), (&*citizen.id, "1"));

    let changed = citizen.change(&town, "1", &[("comment.roads", "Дупките и тротоарите")]);
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert!(changed.text().contains("Your change was accepted") && changed.text().contains(&citizen.code));
    let again = citizen.change(&town, "1", &[("comment.roads", "Дупките и тротоарите")]);
    assert_eq!((again.status, again.text()), (200, changed.text()), "pressed twice");
    assert_eq!(citizen.kept(&town)["version"], 2);
    assert_eq!(
        citizen.kept(&town)["ballot"]["comments"],
        json!([{ "line": "roads", "text": "Дупките и тротоарите" }])
    );
    assert!(find(&town, &citizen.code).text().contains("Last change:"));

    let withdrawn = citizen.withdraw(&town);
    assert_eq!(withdrawn.status, 200);
    assert!(withdrawn.text().contains("Your proposal is withdrawn"), "{}", withdrawn.text());
    assert_eq!(citizen.withdraw(&town).text(), withdrawn.text(), "pressed twice");
    let page = find(&town, &citizen.code).text();
    assert!(page.contains("was withdrawn on") && !page.contains("<textarea"), "{page}");
    assert_eq!(town.kept(), 3, "no version is lost");
}

#[test]
fn everything_that_was_said_stands_in_the_form_again() {
    for (method, votes) in [
        ("method = \"knapsack\"", &[("project.stage", "on")][..]),
        ("method = \"ranking\"\nat_most = 2", &[("project.bench", "1"), ("project.stage", "2")]),
        ("method = \"points\"\ntotal = 5", &[("project.stage", "5")]),
    ] {
        let town = town_with_everything(method);
        let said = [
            ("amount.roads", "1 100,50"),
            ("amount.parks", "399,50"),
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
        let citizen = citizen(&town, &[&said[..], votes].concat());
        let before = citizen.kept(&town)["ballot"].clone();
        let page = find(&town, &citizen.code).text();
        assert_eq!(value(&page, "amount.roads"), "1 100,50", "{method}");
        assert_eq!(value(&page, "pot.sport"), "7");
        assert!(!page.contains("The draft is new"), "{page}");
        // Sent back as it stands there, it is the same ballot, and no version of its own.
        let fields = fields_of(&page);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let answer = post(&town, &fields);
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!((citizen.kept(&town)["ballot"].clone(), town.kept()), (before, 1), "{method}");
    }
}

/// The large form of a page as a browser would send it when nothing is touched.
fn fields_of(page: &str) -> Vec<(String, String)> {
    let (_, form) = page.split_once(r#"<form class="plain""#).expect("the form");
    let form = form.split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(r#" {name}=""#))?;
        Some(rest.split('"').next().unwrap().to_owned())
    };
    let mut fields = Vec::new();
    for piece in form.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let name = || attribute(tag, "name").unwrap();
        let is_box = tag.contains(r#"type="radio""#) || tag.contains(r#"type="checkbox""#);
        if tag.starts_with("input ") && (!is_box || tag.ends_with(" checked")) {
            fields.push((name(), attribute(tag, "value").unwrap_or_default()));
        } else if tag.starts_with("textarea ") {
            fields.push((name(), text.strip_prefix('\n').unwrap_or(text).replace('\n', "\r\n")));
        } else if tag.starts_with("select ") {
            fields.push((name(), String::new()));
        } else if tag.starts_with("option ") && tag.ends_with(" selected") {
            fields.last_mut().unwrap().1 = attribute(tag, "value").unwrap();
        }
    }
    fields
}

#[test]
fn a_mistake_in_a_change_loses_nothing_that_was_typed() {
    let town = Town::open();
    let citizen = citizen(&town, &[("comment", "Първо")]);
    let wrong = [("amount.roads", "1 200"), ("comment", "Това <b>остава</b>")];
    let answer = citizen.change(&town, "1", &wrong);
    let page = answer.text();
    assert_eq!(answer.status, 422);
    assert!(page.contains("Your change has not been sent yet") && page.contains("€200"), "{page}");
    assert!(page.contains("Това &lt;b&gt;остава&lt;/b&gt;"), "{page}");
    let hidden = ["id", "code", "act", "version"].map(|name| {
        let (_, form) = page.split_once(r#"<form class="plain""#).unwrap();
        value(form, name).to_owned()
    });
    assert_eq!(hidden, [citizen.id.clone(), citizen.code.clone(), "change".into(), "1".into()]);
    assert_eq!(town.kept(), 1);
}

#[test]
fn who_changes_in_two_tabs_is_told_and_decides_which_counts() {
    let town = Town::open();
    let citizen = citizen(&town, &[("comment", "Първо")]);
    assert_eq!(citizen.change(&town, "1", &[("comment", "От единия раздел")]).status, 200);
    let late = citizen.change(&town, "1", &[("comment", "От другия раздел")]);
    let page = late.text();
    assert_eq!(late.status, 409);
    assert!(page.contains("changed meanwhile") && page.contains("От другия раздел"), "{page}");
    assert!(page.contains("Show what counts now"), "{page}");
    let version = value(&page, "version");
    assert_eq!(version, "2");
    assert_eq!(citizen.change(&town, version, &[("comment", "От другия раздел")]).status, 200);
    assert_eq!(citizen.kept(&town)["ballot"]["comments"][0]["text"], "От другия раздел");
}

#[test]
fn who_changes_what_was_withdrawn_keeps_the_words_for_a_new_proposal() {
    let town = Town::open();
    let citizen = citizen(&town, &[("comment", "Първо")]);
    assert_eq!(citizen.withdraw(&town).status, 200);
    let answer = citizen.change(&town, "1", &[("comment", "Все пак")]);
    let page = answer.text();
    assert_eq!(answer.status, 409);
    assert!(page.contains("was withdrawn and cannot be changed") && page.contains("Все пак"), "{page}");
    let fresh = Rendering::of(&page);
    assert!(fresh.id != citizen.id && fresh.code != citizen.code && !page.contains(r#"value="change""#));
    assert_eq!(fresh.send(&town, &[("comment", "Все пак")]).status, 201);
}

#[test]
fn who_goes_back_and_sends_something_else_replaces_the_first_proposal() {
    let town = Town::open();
    let citizen = citizen(&town, &[("comment", "Първо")]);
    let page = citizen.send(&town, &[("comment", "Второ")]).text();
    assert!(page.contains("it replaces that one") && page.contains("Второ"), "{page}");
    let (_, form) = page.split_once(r#"<form class="plain""#).unwrap();
    assert_eq!((value(form, "act"), value(form, "version")), ("change", "1"));
    assert_eq!(citizen.change(&town, "1", &[("comment", "Второ")]).status, 200);
    assert_eq!(citizen.kept(&town)["ballot"]["comments"][0]["text"], "Второ");
}

#[test]
fn a_code_that_does_not_fit_is_kept_in_its_field_with_a_sentence() {
    let town = Town::open();
    let citizen = citizen(&town, &[("comment", "Първо")]);
    let unknown = ReceiptCode::from_random(&[9; 15]).unwrap().reveal();
    let mut mistyped = citizen.code.clone();
    mistyped.replace_range(..1, if mistyped.starts_with('3') { "4" } else { "3" });
    for (typed, status, sentence) in [
        (&*mistyped, 422, "wrong or missing"),
        ("", 422, "wrong or missing"),
        (&*unknown, 404, "No proposal in this consultation"),
    ] {
        let answer = find(&town, typed);
        let page = answer.text();
        assert_eq!((answer.status, answer.header("cache-control")), (status, "no-store"));
        assert!(page.contains(sentence), "{page}");
        assert_eq!(value(&page, "code"), typed);
        assert!(!page.contains("Първо"));
    }
    // As people type it: small letters, Cyrillic ones of the same look, spaces.
    let typed = citizen.code.to_lowercase().replace('-', " ").replace('a', "а").replace('e', "е");
    assert_eq!(find(&town, &typed).status, 200, "{typed}");
}

#[test]
fn who_guesses_codes_is_slowed_down_with_a_sentence() {
    let town = Town::open();
    let unknown = ReceiptCode::from_random(&[9; 15]).unwrap().reveal();
    let answers: Vec<_> = (0..12).map(|_| find(&town, &unknown)).collect();
    assert_eq!(answers[9].status, 404);
    let last = answers.last().unwrap();
    assert!(last.status == 429 && !last.header("retry-after").is_empty());
    assert!(last.text().contains("Many wrong codes"), "{}", last.text());
}

#[test]
fn a_code_of_another_consultation_opens_nothing_here() {
    let town = Town::open();
    crate::town::found(town.installation(), "other", &[]);
    town.installation().done(["consultation", "open", "other"]);
    let citizen = citizen(&town, &[("comment", "Първо")]);
    let there = format!("act=find&code={}", citizen.code);
    assert_eq!(town.post("/c/other?lang=en", &[FORM], there.as_bytes()).status, 404);
    let change =
        format!("act=change&id={}&code={}&version=1&draft_version=1&comment=x", citizen.id, citizen.code);
    let answer = town.post("/c/other?lang=en", &[FORM], change.as_bytes());
    assert_eq!(answer.status, 404, "{}", answer.text());
    let withdraw = format!("act=withdraw&id={}&code={}", citizen.id, citizen.code);
    assert_eq!(town.post("/c/other?lang=en", &[FORM], withdraw.as_bytes()).status, 404);
    assert_eq!(citizen.kept(&town)["version"], 1);
}

#[test]
fn after_the_close_the_proposal_can_be_read_and_no_longer_changed() {
    let town = town_with_everything("method = \"knapsack\"");
    let said = [
        ("amount.roads", "1 100"),
        ("amount.parks", "400"),
        ("comment", "Благодаря"),
        ("project.stage", "on"),
    ];
    let citizen = citizen(&town, &said);
    town.installation().done(["consultation", "close", SLUG]);
    assert!(town.get(PAGE).text().contains("Have a code?"));
    let found = find(&town, &citizen.code);
    let page = found.text();
    assert_eq!(found.status, 200);
    assert!(page.contains("can no longer be changed"), "{page}");
    for words in ["€1,100", "€1,000", "Благодаря", "Summer stage"] {
        assert!(page.contains(words), "{words} is missing: {page}");
    }
    assert!(!page.contains("<form") && !page.contains("<button"), "{page}");
    let late = citizen.change(&town, "1", &[("comment", "Късно")]);
    assert_eq!(late.status, 409);
    assert!(late.text().contains("before your change arrived") && late.text().contains("Късно"));
    let late = citizen.withdraw(&town);
    assert_eq!(late.status, 409);
    assert!(late.text().contains("closed before you withdrew"), "{}", late.text());
    assert_eq!(citizen.kept(&town)["version"], 1);
}

#[test]
fn what_a_corrected_draft_has_a_place_for_is_carried_over_and_the_rest_is_told() {
    let town = town_with_everything("method = \"knapsack\"");
    let said = [
        ("amount.lights", "250"),
        ("amount.parks", "450"),
        ("comment.roads", "Дупките"),
        ("comment.parks", "Пейките"),
        ("project.stage", "on"),
    ];
    let citizen = citizen(&town, &said);
    correct(&town);
    let page = find(&town, &citizen.code).text();
    assert!(page.contains("The draft is new since you sent your proposal"), "{page}");
    assert!(page.contains("Parks: €450") && page.contains("Parks: Пейките"), "{page}");
    assert_eq!((value(&page, "amount.lights"), value(&page, "draft_version")), ("250", "2"));
    assert!(page.contains("€220"), "what is now too much is told beside its field: {page}");
    assert!(page.contains("Дупките") && page.contains("checked"));
    assert_eq!(citizen.kept(&town)["ballot"]["draft_version"], 1, "looking changes nothing");
    let carried = [("comment.roads", "Дупките"), ("project.stage", "on")];
    assert_eq!(citizen.change_on(&town, "1", "2", &carried).status, 200);
    assert_eq!(citizen.kept(&town)["ballot"]["draft_version"], 2);
    assert!(!find(&town, &citizen.code).text().contains("The draft is new"));
}

/// The draft again, without its parks and with a lower ceiling for the lights.
fn correct(town: &Town) {
    let budget = std::fs::read_to_string(glasno_tests::support::fixture("town-budget.csv")).unwrap();
    let lines = budget.lines().filter(|line| !line.starts_with("parks,"));
    let budget = lines.collect::<Vec<_>>().join("\n").replace("100,300", "100,220").replace("3700", "3200");
    let file = town.installation().folder().join("corrected.csv");
    std::fs::write(&file, budget).unwrap();
    let mut import = import();
    file.to_str().unwrap().clone_into(&mut import[1]);
    // The consequences are of the parks.
    let at = import.iter().position(|argument| argument.starts_with("consequences=")).unwrap();
    import.drain(at - 1..=at);
    town.installation().done(import.iter().map(String::as_str).chain(["--consultation", SLUG]));
}

#[test]
fn a_lost_answer_is_given_again_also_after_a_correction_of_the_draft() {
    let town = Town::open();
    let rendering = Rendering::fetched(&town);
    let said = [("comment.parks", "Пейките")];
    assert_eq!(rendering.send(&town, &said).status, 201);
    assert_eq!(rendering.change(&town, "1", &[("comment.parks", "Алеите")]).status, 200);
    correct(&town);
    assert_eq!(rendering.change(&town, "1", &[("comment.parks", "Алеите")]).status, 200);
    assert_eq!(town.kept(), 2);
}

#[test]
fn no_other_site_finds_changes_or_withdraws_for_a_citizen() {
    let town = Town::open();
    let citizen = citizen(&town, &[("comment", "Мое")]);
    for act in ["find", "change", "withdraw"] {
        let form =
            format!("act={act}&id={}&code={}&version=1&draft_version=1&comment=x", citizen.id, citizen.code);
        let answer = town.post(PAGE, &[FORM, ("origin", "https://evil.example")], form.as_bytes());
        assert_eq!(answer.status, 403, "{act}");
        assert!(!answer.text().contains("Мое"));
    }
    assert_eq!(citizen.kept(&town)["version"], 1);
}

#[test]
fn who_went_back_and_sends_the_same_from_a_new_page_is_asked_and_not_refused() {
    let town = Town::open();
    let first = citizen(&town, &[("comment", "Дупките на улица „Раковски“")]);
    let anew = Rendering::fetched(&town);
    // The same words, and something more.
    let said = [("comment", "Дупките на улица „Раковски“"), ("comment.parks", "Пейките")];
    let asked = anew.send(&town, &said);
    let page = asked.text();
    assert_eq!((asked.status, town.kept()), (422, 1));
    assert!(page.contains("was just accepted from this network") && page.contains("Пейките"), "{page}");
    assert!(page.contains("Have a code?"), "{page}");
    assert_eq!(Rendering::of(&page).id, anew.id);
    let meant = [&[("second", "yes")], &said[..]].concat();
    assert_eq!(anew.send(&town, &meant).status, 201);
    assert_eq!(anew.send(&town, &said).status, 200, "a lost answer is given again without a question");
    // Whoever withdrew may send the same again, and somebody else something else.
    assert_eq!((first.withdraw(&town).status, anew.withdraw(&town).status), (200, 200));
    assert_eq!(Rendering::fetched(&town).send(&town, &said).status, 201);
    assert_eq!(Rendering::fetched(&town).send(&town, &[("comment", "Лампите")]).status, 201);
}
