use glasno_model::RespondentGroup;

use super::*;

mod questions;
mod ways;

const WHOLE: &str = r#"
# A municipality of this size.
title = { bg = "Бюджет 2027", en = "Budget 2027" }
introduction = { bg = "Кажете." }
currency = "EUR"
population = 136_144
opens_at = 2026-12-15T09:00:00
closes_at = "2027-01-15T17:00"
time_zone = "Europe/Sofia"
balance_rule = { deviation = "5000" }
languages = ["bg"]
allowed_origins = ["https://www.example.bg/"]
allow_sandboxed = false

[respondents]
groups = ["citizen", "municipal-staff"]

[[respondents.districts]]
id = "center"
name = { bg = "Център", en = "Centre" }

[[respondents.districts]]
id = "с-Ново_село"
name = { bg = "Ново село" }

[[margins]]
dimension = "group"
shares = { citizen = 0.95, municipal-staff = 0.05 }

[[margins]]
dimension = "channel"
shares = { web = "0.5", paper = 0.5 }
"#;

/// Each of these files is refused, with every part of the sentence beside it.
fn check_refused(cases: &[(&str, &[&str])]) {
    for (wrong, told) in cases {
        let sentence = read(wrong).unwrap_err();
        for part in *told {
            assert!(sentence.contains(part), "{wrong}: “{part}” is missing in “{sentence}”");
        }
    }
}

fn read(text: &str) -> Result<ConsultationRecord, String> {
    let settings = file::read("sofia.toml", text, Language::En).map_err(|refused| refused.to_string())?;
    settings.apply(None, &"sofia-2027".parse().unwrap(), Language::En).map_err(|refused| refused.to_string())
}

#[test]
fn an_officer_writes_a_consultation_as_a_file() {
    let record = read(WHOLE).unwrap();
    let consultation = &record.consultation;
    assert_eq!(record.stage, Stage::Draft);
    assert_eq!(consultation.title.get(TextLanguage::ENGLISH), "Budget 2027");
    assert_eq!(consultation.population, Some(136_144));
    assert_eq!(consultation.opens_at.map(|time| time.to_string()).as_deref(), Some("2026-12-15T07:00:00Z"));
    assert_eq!(consultation.closes_at.map(|time| time.to_string()).as_deref(), Some("2027-01-15T15:00:00Z"));
    let at_most = glasno_model::Amount::from_minor(500_000).unwrap();
    assert_eq!(consultation.balance_rule, BalanceRule::Deviation { at_most });
    assert_eq!(consultation.languages, [TextLanguage::BULGARIAN]);
    assert_eq!(record.allowed_origins, ["https://www.example.bg"]);
    assert!(!record.allow_sandboxed);
    let respondents = &consultation.respondents;
    assert_eq!(respondents.groups, [RespondentGroup::Citizen, RespondentGroup::MunicipalStaff]);
    let districts = respondents.districts.iter().map(|place| place.label(TextLanguage::ENGLISH));
    assert_eq!(districts.collect::<Vec<_>>(), ["Centre", "Ново село"]);
}

#[test]
fn an_officer_is_told_the_line_the_key_and_what_was_expected() {
    for (wrong, told) in [
        ("title = \"Бюджет\"", &["line 1", "title", "“\"Бюджет\"”", "by language"][..]),
        ("\npopulation = \"many\"", &["line 2", "population", "whole number"]),
        ("population = -5", &["population", "-5"]),
        ("currency = \"leva\"", &["currency", "EUR"]),
        ("closes_at = \"tomorrow\"", &["closes_at", "tomorrow", "2027-01-15T17:00"]),
        ("closes_at = 17:00:00", &["closes_at", "17:00"]),
        ("time_zone = \"Sofia\"", &["time_zone", "Europe/Sofia"]),
        ("balance_rule = \"any\"", &["balance_rule", "no-deficit"]),
        ("balance_rule = { deviation = \"-1\" }", &["balance_rule", "-1"]),
        ("languages = [\"BG\"]", &["languages", "bg"]),
        ("allowed_origins = [\"www.example.bg\"]", &["allowed_origins", "https://"]),
        ("allow_sandboxed = \"no\"", &["allow_sandboxed", "true or false"]),
        ("titel = { bg = \"x\" }", &["line 1", "titel", "title, introduction"]),
        ("title = {", &["line 1", "sofia.toml"]),
    ] {
        let sentence = read(wrong).unwrap_err();
        for part in told {
            assert!(sentence.contains(part), "{wrong}: “{part}” is missing in “{sentence}”");
        }
    }
}

#[test]
fn an_officer_who_asks_for_an_unknown_group_or_district_is_told_where() {
    let district = "[[respondents.districts]]\nid = \"center\"\nname = { bg = \"Център\" }\n";
    for (wrong, told) in [
        ("respondents = [\"citizen\"]", &["line 1", "respondents", "[respondents]"][..]),
        ("[respondents]\ngroup = []", &["line 2", "respondents.group", "groups, districts"]),
        ("[respondents]\ngroups = \"citizen\"", &["line 2", "respondents.groups", "[\"citizen\", \"ngo\"]"]),
        (
            "[respondents]\ngroups = [\n\"citizen\",\n\"teachers\"]",
            &["line 4", "respondents.groups", "“\"teachers\"”", "municipal-staff, sport-club"],
        ),
        ("[respondents]\ngroups = [\"ngo\", \"ngo\"]", &["line 2", "“\"ngo\"”", "twice"]),
        ("[respondents]\ndistricts = 5", &["line 2", "respondents.districts", "“5”"]),
        ("[respondents]\ndistricts = [\"center\"]", &["line 2", "“\"center\"”", "id", "name"]),
        ("\n[[respondents.districts]]\nid = \"center\"", &["line 2", "[[respondents.districts]]", "name"]),
        (
            "[[respondents.districts]]\nid = \"the centre\"\nname = { bg = \"Център\" }",
            &["line 2", "respondents.districts.id", "“\"the centre\"”", "64"],
        ),
        (
            "[[respondents.districts]]\nid = \"center\"\nname = \"Център\"",
            &["line 3", "respondents.districts.name", "by language"],
        ),
        (
            "[[respondents.districts]]\nid = \"center\"\nname = { bg = \" \" }",
            &["line 3", "respondents.districts.name", "by language"],
        ),
        (&format!("{district}population = 5"), &["line 4", "respondents.districts.population", "id, name"]),
        (&format!("{district}{district}"), &["line 4", "“center”", "twice"]),
    ] {
        let sentence = read(wrong).unwrap_err();
        for part in told {
            assert!(sentence.contains(part), "{wrong}: “{part}” is missing in “{sentence}”");
        }
    }
}

#[test]
fn an_officer_stops_asking_with_an_empty_list() {
    let settings = file::read("new.toml", "[respondents]\ndistricts = []", Language::En).unwrap();
    let before = read(WHOLE).unwrap();
    let after = settings.apply(Some(before.clone()), &"sofia-2027".parse().unwrap(), Language::En).unwrap();
    assert_eq!(after.consultation.respondents.groups, before.consultation.respondents.groups);
    assert!(after.consultation.respondents.districts.is_empty());
}

#[test]
fn an_officer_says_what_is_known_about_everybody() {
    let record = read(WHOLE).unwrap();
    let written: Vec<_> =
        record.margins.iter().map(|margin| serde_json::to_string(margin).unwrap()).collect();
    assert_eq!(
        written,
        [
            r#"{"dimension":"group","shares":{"citizen":"0.95","municipal-staff":"0.05"}}"#,
            r#"{"dimension":"channel","shares":{"paper":"0.5","web":"0.5"}}"#,
        ]
    );
    let none = file::read("new.toml", "margins = []", Language::En).unwrap();
    let after = none.apply(Some(record), &"sofia-2027".parse().unwrap(), Language::En).unwrap();
    assert_eq!(after.margins, [], "an empty list takes them away");
}

#[test]
fn an_officer_whose_shares_do_not_make_the_whole_is_told_what_they_make() {
    let asked = "title = { bg = \"Бюджет\" }\n[respondents]\ngroups = [\"citizen\", \"business\"]\n";
    let group = "[[margins]]\ndimension = \"group\"\n";
    for (wrong, told) in [
        ("margins = 5", &["line 1", "margins", "[[margins]]"][..]),
        ("[[margins]]\ndimension = \"group\"", &["line 1", "margins", "dimension and shares"]),
        ("[[margins]]\ndimension = \"age\"\nshares = {}", &["line 2", "“\"age\"”", "district"]),
        (&format!("{group}shares = 1"), &["line 3", "margins.shares", "category"]),
        (&format!("{group}shares = {{ citizen = 0.8, business = 0.3 }}"), &["line 3", "1.1", "exactly 1"]),
        (
            &format!("{group}shares = {{ citizen = 80 }}"),
            &["line 3", "margins.shares.citizen", "“80”", "0.35"],
        ),
        (&format!("{group}shares = {{ teachers = 1 }}"), &["line 3", "“teachers”", "citizen, business, ngo"]),
        (
            &format!("{group}shares = {{ citizen = 1 }}\nyear = 2026"),
            &["line 4", "margins.year", "dimension, shares"],
        ),
        (
            &format!("{group}shares = {{ citizen = 1 }}\n{group}shares = {{ citizen = 1 }}"),
            &["line 4", "“group”", "twice"],
        ),
        (&format!("{asked}{group}shares = {{ ngo = 1 }}"), &["“ngo”", "group", "citizen, business"]),
        (
            &format!("{asked}[[margins]]\ndimension = \"district\"\nshares = {{ center = 1 }}"),
            &["“center”", "district", "–"],
        ),
    ] {
        let sentence = read(wrong).unwrap_err();
        for part in told {
            assert!(sentence.contains(part), "{wrong}: “{part}” is missing in “{sentence}”");
        }
    }
}

#[test]
fn a_consultation_needs_a_title_and_closes_after_it_opens() {
    let sentence = read("opens_at = \"2027-01-15T17:00\"\ncloses_at = \"2027-01-15T17:00\"").unwrap_err();
    assert_eq!(sentence.lines().count(), 2, "{sentence}");
}

#[test]
fn what_an_update_does_not_name_stays() {
    let before = read(WHOLE).unwrap();
    let new = "title = { en = \"The budget\" }\nclosesat = 1".replace("closesat = 1", "population = 5");
    let settings = file::read("new.toml", &new, Language::En).unwrap();
    let after = settings.apply(Some(before.clone()), &"sofia-2027".parse().unwrap(), Language::En).unwrap();
    let mut expected = before;
    expected.consultation.population = Some(5);
    expected.consultation.title = expected.consultation.title.with(TextLanguage::ENGLISH, "The budget");
    assert_eq!(after, expected);
}
