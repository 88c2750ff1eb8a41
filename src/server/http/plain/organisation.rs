//! The organisation that somebody speaks for, from the fields of the form.

use glasno_model::{
    Consultation, Violation,
    ways::{Organisation, OrganisationDocument, OrganisationKind},
};
use glasno_words::{
    Language, Speak as _,
    widget::{self, Word},
};

use super::{
    filled::Filled,
    mistake::{Mistake, counted},
};

/// The field of the name.
pub const NAME: &str = "organisation-name";
/// The field of the kind.
pub const KIND: &str = "organisation-kind";
/// The field of the area.
pub const AREA: &str = "organisation-area";

/// The organisation; nothing where all its fields are empty or the consultation keeps no register.
///
/// # Errors
/// What cannot be accepted, field by field.
pub fn read(
    filled: &Filled,
    consultation: &Consultation,
    language: Language,
) -> Result<Option<OrganisationDocument>, Vec<Mistake>> {
    let [name, kind, area] = [NAME, KIND, AREA].map(|field| filled.first(field));
    let is_empty = [name, kind, area].iter().all(|text| text.trim().is_empty());
    if is_empty || !consultation.ways.organisations {
        return Ok(None);
    }
    let known = OrganisationKind::from_code(kind);
    let document = OrganisationDocument {
        name: name.to_owned(),
        // Any will do to check the rest: without a known one nothing is sent.
        kind: known.unwrap_or(OrganisationKind::Other),
        area: area.to_owned(),
    };
    let broken = Organisation::check(document.clone(), &consultation.ways).err().unwrap_or_default();
    let mut mistakes: Vec<Mistake> = broken
        .into_iter()
        .map(|located| Mistake {
            field: if located.pointer.ends_with("area") { AREA } else { NAME }.to_owned(),
            sentence: sentence(&located.violation, language),
        })
        .collect();
    if known.is_none() {
        let sentence = Word::OrganisationKindMissing.text(language).to_owned();
        mistakes.push(Mistake { field: KIND.to_owned(), sentence });
    }
    if mistakes.is_empty() { Ok(Some(document)) } else { Err(mistakes) }
}

fn sentence(violation: &Violation, language: Language) -> String {
    let word = match violation {
        Violation::TooLong { at_most, found } => {
            return counted(widget::Word::CommentTooLong, (found - at_most) as u64, language);
        }
        Violation::EmptyName => Word::OrganisationNameMissing,
        Violation::ControlCharacter => Word::ControlCharacter,
        _ => Word::RefusedRule,
    };
    word.text(language).to_owned()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::http::testing::Town;

    const PAGE: &str = "/c/sample?lang=en";

    async fn town() -> Town {
        let town = Town::new().await;
        town.change(|record| record.consultation.ways.organisations = true).await;
        town
    }

    /// The form as somebody sends it who comments and names an organisation.
    async fn send(town: &Town, name: &str, kind: &str, area: &str) -> crate::http::testing::Answer {
        let page = town.get(PAGE).await.text();
        let hidden = |field: &str| {
            let rest = page.split(&format!("name=\"{field}\" value=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let mut body =
            format!("comment=Trees&{}={name}&{}={kind}&{}={area}", super::NAME, super::KIND, super::AREA);
        for field in [super::super::rendering::ID, super::super::rendering::CODE, "draft_version"] {
            write!(body, "&{field}={}", hidden(field)).unwrap();
        }
        let form = ("content-type", "application/x-www-form-urlencoded");
        town.post_form(PAGE, &[form], &body).await
    }

    async fn register(town: &Town) -> Vec<(String, String)> {
        let officer = town.log_in().await;
        let json = officer.get("/officer/c/sample/organisations.json").await;
        let json: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
        let entry = |entry: &serde_json::Value| {
            let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
            (text("name"), text("area"))
        };
        json["organisations"].as_array().unwrap().iter().map(entry).collect()
    }

    #[tokio::test]
    async fn an_organisation_without_script_enters_the_register() {
        let town = town().await;
        let answer = send(&town, "Spark+%26+Co.", "ngo", "").await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(register(&town).await, [("Spark & Co.".to_owned(), String::new())]);
        assert_eq!(town.kept().await, 1);
    }

    #[tokio::test]
    async fn an_organisation_without_script_is_told_what_is_missing_and_loses_nothing() {
        let town = town().await;
        for (name, kind, area, told) in [
            ("", "ngo", "South", "Type the name of the organisation"),
            ("Spark", "", "South", "Choose the type of the organisation."),
            ("Spark", "party", "South", "Choose the type of the organisation."),
            (&*"a".repeat(202), "ngo", "South", "The text is 2 characters too long."),
        ] {
            let answer = send(&town, name, kind, area).await;
            let page = answer.text();
            assert_eq!(answer.status, 422, "{page}");
            assert!(page.contains(told), "{told}: {page}");
            assert!(page.contains(r#"value="South""#) && page.contains("Trees"), "{page}");
        }
        assert_eq!(town.kept().await, 0);
        assert!(register(&town).await.is_empty());
    }

    #[tokio::test]
    async fn nobody_is_asked_for_an_organisation_where_no_register_is_kept() {
        let town = Town::new().await;
        assert!(!town.get(PAGE).await.text().contains(super::NAME));
        assert_eq!(send(&town, "Spark", "ngo", "").await.status, 201);
        assert!(register(&town).await.is_empty());
    }
}
