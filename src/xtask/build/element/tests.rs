use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use super::{Attribute, Element, document, manifest, types};
use crate::process::workspace;

fn element() -> Element {
    Element::read().unwrap()
}

fn read(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn names<'a>(named: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    named.into_iter().cloned().collect()
}

/// What stands between `before` and `after`, each time.
fn between(text: &str, before: &str, after: &str) -> BTreeSet<String> {
    let parts = text.split(before).skip(1);
    parts.filter_map(|part| Some(part.split_once(after)?.0.to_owned())).collect()
}

/// The words of a list `['one', 'two']` that follows `name`.
fn list(text: &str, name: &str) -> BTreeSet<String> {
    let (_, rest) = text.split_once(&format!("{name} = [")).unwrap_or_else(|| panic!("no {name}"));
    let list = rest.split_once(']').unwrap().0;
    list.split(',')
        .map(|word| word.trim().trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn collect(folder: &Path, ending: &str, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, ending, text);
        } else if path.to_string_lossy().ends_with(ending) {
            *text += &fs::read_to_string(path).unwrap();
        }
    }
}

#[test]
fn what_a_page_may_set_is_what_the_loader_hears() {
    let element = element();
    let (loader, equipment) = (read("src/widget/loader/glasno.js"), read("src/widget/loader/element.js"));
    let reflected = element.attributes.iter().filter_map(|attribute| attribute.property.as_ref());
    assert_eq!(list(&equipment, "REFLECTED"), names(reflected));
    let frame = read("src/widget/loader/frame.js");
    let mut followed = list(&loader, "observedAttributes");
    followed.extend(list(&frame, "RESTYLING"));
    // How much is shown is drawn anew.
    followed.insert("view".into());
    for Attribute { name, .. } in &element.attributes {
        assert!(followed.contains(name), "nothing follows {name}");
    }
}

#[test]
fn what_a_page_may_call_is_there() {
    let element = element();
    let code = read("src/widget/loader/glasno.js") + &read("src/widget/loader/element.js");
    for method in &element.methods {
        assert!(code.contains(&format!("\n    {}(", method.name)), "nothing does {}", method.name);
    }
    for property in &element.properties {
        let name = &property.name;
        let is_there =
            [format!("this.{name} ="), format!("get {name}()"), format!(" {name}: "), format!("{name} =")];
        assert!(is_there.iter().any(|way| code.contains(way)), "there is no {name}");
    }
}

#[test]
fn every_event_and_state_that_the_widget_tells_is_written_down() {
    let element = element();
    let mut code = String::new();
    collect(&workspace().join("src/widget/loader"), ".js", &mut code);
    collect(&workspace().join("src/widget/visit"), ".rs", &mut code);
    collect(&workspace().join("src/widget/view"), ".rs", &mut code);
    let mut told = BTreeSet::new();
    for (before, after) in [("#tell('", "'"), ("hear('", "'"), (".tell(\"", "\"")] {
        told.extend(between(&code, before, after));
    }
    let written = names(element.events.iter().map(|event| &event.name));
    assert_eq!(told.iter().map(|name| format!("glasno-{name}")).collect::<BTreeSet<_>>(), written);
    let loader = read("src/widget/loader/glasno.js");
    for state in element.states() {
        assert!(loader.contains(&format!("'{state}'")), "the element is never {state}");
    }
}

#[test]
fn every_custom_property_and_part_is_written_down() {
    const FRAMES: [&str; 2] = ["--glasno-above", "--glasno-below"];
    let element = element();
    let (mut styles, mut views) = (String::new(), String::new());
    collect(&workspace().join("style"), ".css", &mut styles);
    collect(&workspace().join("src/widget/view"), ".rs", &mut views);
    let used = styles.split("var(--glasno-").skip(1).map(|rest| {
        let name: String =
            rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
        format!("--glasno-{name}")
    });
    // Where the frame keeps the balance; the page around it says so itself.
    let used: BTreeSet<String> = used.filter(|name| !FRAMES.contains(&name.as_str())).collect();
    assert_eq!(used, names(element.css.iter().map(|property| &property.name)));
    let mut parts = between(&views, " part=\"", "\"");
    // Those of the buttons that open something.
    parts.extend(["chart", "revenue"].map(str::to_owned));
    assert_eq!(parts, names(element.parts.iter().map(|part| &part.name)));
    for property in element.css.iter().filter_map(|property| property.default.as_deref()) {
        assert!(property == "the accent" || styles.contains(property), "nothing is {property} unless set");
    }
}

#[test]
fn catalogues_and_programs_get_all_of_it() {
    let element = element();
    let manifest: Value = serde_json::from_str(&manifest::write(&element).unwrap()).unwrap();
    let class = &manifest["modules"][0]["declarations"][0];
    assert_eq!((&manifest["schemaVersion"], &class["tagName"]), (&"1.0.0".into(), &"glasno-budget".into()));
    let count = |key: &str| class[key].as_array().unwrap().len();
    assert_eq!(count("attributes"), element.attributes.len());
    assert_eq!(count("events"), element.events.len());
    assert_eq!(count("cssProperties"), element.css.len());
    assert_eq!(count("cssParts"), element.parts.len());
    let focus = class["members"].as_array().unwrap().iter().find(|member| member["name"] == "focus").unwrap();
    assert_eq!(focus["parameters"][0]["optional"], true);
    let types = types::write(&element, "1.2.3");
    for part in [
        "readonly ready: Promise<void>;",
        "headingLevel: '2' | '3' | '4' | '5' | '6' | null;",
        "'glasno-submit': CustomEvent<{ reference: string; submittedAt: string; consultation: string }>;",
        "setLang(lang: string): void;",
        "'glasno-budget': GlasnoBudgetElement;",
        "'glasno-error': GlasnoBudgetElementEventMap['glasno-error'];",
    ] {
        assert!(types.contains(part), "{part} is missing in {types}");
    }
    let module = &manifest["modules"][1];
    assert_eq!((&module["path"], &module["exports"][0]["name"]), (&"glasno.mjs".into(), &"define".into()));
    let types = types::write_module(&element, "1.2.3");
    assert!(types.contains("export declare function define(tag?: string): void;"), "{types}");
}

#[test]
fn people_read_the_same() {
    let path = workspace().join("src/widget/kit/ELEMENT.md");
    let made = document::write(&element());
    if std::env::var_os("GLASNO_RENEW_GOLDEN").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let standing = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        standing == made,
        "src/widget/kit/ELEMENT.md is old: GLASNO_RENEW_GOLDEN=1 cargo test -p glasno-xtask makes it anew"
    );
}
