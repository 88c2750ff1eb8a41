//! Ways to take part that are on while the draft has nothing for them: a warning, for the draft may still come.

use glasno_model::{BudgetDraft, Consultation, ways::pot};
use glasno_words::{Language, Speak as _, server::Word};

/// A sentence for each of them.
pub fn ways(consultation: &Consultation, draft: &BudgetDraft, language: Language) -> Vec<String> {
    let (ways, slug) = (&consultation.ways, consultation.slug.as_str());
    let pot = ways.pot.get().is_some() && pot::areas_of(draft.areas.get()).next().is_none();
    let projects = ways.projects.get().is_some() && draft.projects.get().is_empty();
    [(pot, Word::CliPotWithoutAreas), (projects, Word::CliProjectsWithoutAny)]
        .into_iter()
        .filter(|(is_empty, _)| *is_empty)
        .map(|(_, word)| word.say(language, &[("slug", slug)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use glasno_model::{
        Amount, BudgetLine, Currency, Discretion, Group, Text,
        draft::{DraftDocument, Source},
        project::{Area, AreaKind},
        ways::{Pot, PotUnit},
    };

    use super::*;

    fn draft(kinds: &[AreaKind]) -> BudgetDraft {
        let source = Source {
            file: "draft.xlsx".into(),
            currency: Currency::EUR,
            total: Amount::ZERO,
            note: Text::default(),
        };
        let area = |(at, kind): (usize, &AreaKind)| Area {
            id: format!("area-{at}").parse().unwrap(),
            kind: *kind,
            name: Text::new(glasno_model::Language::ENGLISH, "Area"),
            description: Text::default(),
        };
        let areas: Vec<_> = kinds.iter().enumerate().map(area).collect();
        let name = || Text::new(glasno_model::Language::ENGLISH, "Roads");
        let group = Group { id: "6".parse().unwrap(), parent: None, code: String::new(), name: name() };
        let line = BudgetLine::new(
            "roads".parse().unwrap(),
            group.id.clone(),
            name(),
            Discretion::Local,
            Amount::from_minor(5).unwrap(),
        );
        let empty = DraftDocument::new(Currency::EUR, source);
        let document = DraftDocument {
            version: 1,
            groups: vec![group],
            lines: vec![line],
            areas: areas.into(),
            ..empty
        };
        document.try_into().unwrap()
    }

    #[test]
    fn an_officer_who_opens_a_pot_without_areas_is_warned() {
        let mut consultation = crate::cli::settings::nothing_said(&"town".parse().unwrap(), Currency::EUR);
        let said = |consultation: &Consultation, kinds| ways(consultation, &draft(kinds), Language::En);
        assert_eq!(said(&consultation, &[AreaKind::Place]), [""; 0]);
        let pot = Pot { title: Text::default(), unit: PotUnit::Points, total: 10, share_all: false };
        consultation.ways.pot = Some(pot).into();
        let [sentence] = &said(&consultation, &[AreaKind::Place])[..] else {
            panic!("one warning is expected")
        };
        assert!(sentence.contains("town") && sentence.contains("areas"), "{sentence}");
        assert_eq!(said(&consultation, &[AreaKind::Place, AreaKind::Pot]), [""; 0]);
    }
}
