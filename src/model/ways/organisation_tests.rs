//! Organisations as the endpoint takes them.

use proptest::prelude::*;

use super::*;

fn document(name: &str, area: &str) -> OrganisationDocument {
    OrganisationDocument { name: name.into(), kind: OrganisationKind::Chitalishte, area: area.into() }
}

fn on() -> Ways {
    Ways { organisations: true, ..Ways::default() }
}

fn broken(document: OrganisationDocument, ways: &Ways) -> Vec<(String, Violation)> {
    let found = Organisation::check(document, ways).err().unwrap_or_default();
    found.into_iter().map(|located| (located.pointer, located.violation)).collect()
}

fn taken(name: &str, area: &str) -> Organisation {
    Organisation::check(document(name, area), &on()).unwrap()
}

#[test]
fn an_organisation_stands_in_the_register_as_it_writes_itself() {
    let taken = taken("  Читалище\u{a0} „Искра – 1919“ ", " с. Долно  Ботево ");
    assert_eq!((taken.name(), taken.area()), ("Читалище „Искра – 1919“", "с. Долно Ботево"));
    assert_eq!(taken.kind(), OrganisationKind::Chitalishte);
}

#[test]
fn an_organisation_is_told_what_is_wrong_and_where() {
    let [name, area] = ["/organisation/name", "/organisation/area"].map(str::to_owned);
    let found = broken(document(" \u{a0}", "Център\n=1"), &on());
    assert_eq!(found, [(name.clone(), Violation::EmptyName), (area.clone(), Violation::ControlCharacter)]);
    let found = broken(document(&"я".repeat(201), &"я".repeat(101)), &on());
    let too_long = |at_most| Violation::TooLong { at_most, found: at_most + 1 };
    assert_eq!(found, [(name.clone(), too_long(200)), (area, too_long(100))]);
    assert_eq!(broken(document("a\u{202e}b", ""), &on()), [(name, Violation::ControlCharacter)]);
    assert_eq!(broken(document(&"я".repeat(200), &"я".repeat(100)), &on()), []);
}

#[test]
fn nobody_enters_a_register_that_is_not_kept() {
    let off = Violation::WayOff { way: Way::Organisations };
    assert_eq!(broken(document("Искра", ""), &Ways::default()), [("/organisation".to_owned(), off)]);
}

#[test]
fn an_organisation_that_writes_itself_in_another_way_is_the_same() {
    let key = taken("Читалище „Искра“", "").key();
    for same in ["ЧИТАЛИЩЕ \"ИСКРА\"", "читалище  Искра", "– Читалище – 'Искра'."]
    {
        assert_eq!(taken(same, "").key(), key, "{same}");
    }
    assert_ne!(taken("Читалище „Искра 2“", "").key(), key);
    assert_ne!(taken("Читалище „Искра“", "Център").key(), key, "one of the same name elsewhere");
    assert_ne!(taken("***", "").key(), taken("+++", "").key());
}

#[test]
fn each_kind_is_read_by_the_word_that_it_is_written_with() {
    for kind in OrganisationKind::ALL {
        assert_eq!(OrganisationKind::from_code(kind.code()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
    }
    assert_eq!(OrganisationKind::from_code("citizen"), None);
}

proptest! {
    #[test]
    fn whatever_is_taken_is_taken_again_unchanged(name in "\\PC{0,40}", area in "[ а-яA-Z\u{a0}\u{2003}„“-]{0,30}") {
        if let Ok(first) = Organisation::check(document(&name, &area), &on()) {
            prop_assert!(!first.name().is_empty());
            for text in [first.name(), first.area()] {
                prop_assert_eq!(text, text.trim());
                prop_assert!(!text.chars().any(char::is_control));
            }
            let again = Organisation::check(first.document().clone(), &on()).unwrap();
            prop_assert_eq!(again.key(), first.key());
            prop_assert_eq!(again, first);
        }
    }
}
