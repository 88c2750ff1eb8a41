//! What editors of content management systems paste, and what their sanitisers leave of it: the pairs in
//! `src/widget/kit/fixtures/`. Each leftover stands on another site, whose theme brings the script: either the widget
//! comes, or the link is there and leads to the same consultation.

use std::path::Path;

use glasno_tests::support::{Citizen, Host, Installation, Page, SLUG, Server};
use serde_json::json;

const EXAMPLE_SERVER: &str = "https://glasno.example.bg";
const EXAMPLE: &str = "https://glasno.example.bg/c/sofia-2027";

/// What stays of a snippet that was pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stays {
    Widget,
    Link,
}

/// The folder of a pair, and what a citizen finds in the end.
const PAIRS: [(&str, Stays); 10] = [
    ("wordpress-element", Stays::Link),
    ("wordpress-block", Stays::Widget),
    ("wordpress-plugin-element", Stays::Widget),
    ("joomla-element", Stays::Link),
    ("joomla-block", Stays::Widget),
    ("drupal-element", Stays::Link),
    ("drupal-block", Stays::Link),
    ("drupal-allowed-element", Stays::Widget),
    ("liferay-element", Stays::Link),
    ("liferay-block", Stays::Link),
];

#[tokio::test]
async fn citizen_finds_the_consultation_in_whatever_a_sanitiser_leaves() {
    let server = Installation::with_sample().serve(&[]);
    let citizen = Citizen::arrives().await;
    for (pair, stays) in PAIRS {
        let left = read(pair, "left.html");
        assert!(!left.contains("<script"), "{pair}: no sanitiser leaves a script");
        assert!(left.contains(&format!("<a href=\"{EXAMPLE}\">")), "{pair}: the link is what always stays");
        let host = Host::with(vec![Page { path: "/", headers: vec![], html: page(&server, &left) }]);
        if stays == Stays::Widget {
            citizen.open_widget(&host.page("/")).await;
            let found = "return document.querySelectorAll('glasno-budget').length";
            assert_eq!(citizen.browser.run(found).await, json!(1), "{pair}");
        } else {
            citizen.browser.goto(&host.page("/")).await;
            // The loader has run by then: it stands before the end of the page, and defines the element.
            citizen.browser.until("customElements.get('glasno-budget')").await;
            let seen = "return [document.querySelectorAll('glasno-budget').length, one('a').href]";
            let address = format!("{}/c/{SLUG}", server.address);
            assert_eq!(citizen.browser.run(seen).await, json!([0, address]), "{pair}");
            citizen.browser.press("a").await;
            citizen.see_widget().await;
        }
    }
}

#[test]
fn every_pair_is_tried() {
    let mut folders: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let mut tried = PAIRS.map(|(pair, _)| pair.to_owned());
    tried.sort();
    assert_eq!(folders, tried);
    for pair in folders {
        assert!(read(&pair, "pasted.html").contains(EXAMPLE), "{pair}");
    }
}

/// An editor's page says what any page may say, but `src`, which each form has in its own way, and `api`, which says where
/// answers go.
#[test]
fn every_content_management_system_takes_what_the_element_takes() {
    let element = kit("element.toml");
    let attributes =
        element.split("[[attribute]]\nname = \"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let names: Vec<&str> = attributes.filter(|name| !["src", "api"].contains(name)).collect();
    assert!(names.len() > 8, "{names:?}");
    for (file, before, after) in [
        ("wordpress/glasno/glasno.php", "GLASNO_OPTIONS = array(", ";"),
        ("wordpress/glasno/block.json", "\"attributes\": {", "\n  }"),
        ("wordpress/glasno/block.js", "CHOICES = {", "registerBlockType"),
        ("wordpress/glasno/readme.txt", "`[glasno ", " or\n"),
        ("joomla/glasno.php", "WRITTEN =", ";"),
        ("joomla/README.md", "may stand", "ELEMENT.md"),
        ("drupal/README.md", "<glasno-budget", ">"),
        ("drupal/README.md", "<div data-glasno-budget", ">"),
        ("liferay/client-extension.yaml", "becomes attributes", "src="),
    ] {
        let text = kit(file);
        let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{file} has no {before}"));
        let said: Vec<&str> = rest
            .split(after)
            .next()
            .unwrap()
            .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
            .map(|word| word.trim_start_matches("data-"))
            .collect();
        let missing: Vec<&&str> = names.iter().filter(|name| !said.contains(name)).collect();
        assert!(missing.is_empty(), "{file} after {before}: {missing:?}");
    }
}

fn kit(file: &str) -> String {
    std::fs::read_to_string(folder().parent().unwrap().join(file)).unwrap()
}

/// An article of a municipality's site, in a theme that brings the script.
fn page(server: &Server, article: &str) -> String {
    let article = article.replace(EXAMPLE, &format!("{}/c/{SLUG}", server.address));
    assert!(!article.contains(EXAMPLE_SERVER), "{article}");
    format!(
        "<!doctype html><html lang=bg><meta charset=utf-8><title>Новини</title><h1>Новини</h1>{article}\
         <script async src=\"{}/w/v1/glasno.js\"></script>",
        server.address
    )
}

fn read(pair: &str, file: &str) -> String {
    std::fs::read_to_string(folder().join(pair).join(file)).unwrap()
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/widget/kit/fixtures")
}
