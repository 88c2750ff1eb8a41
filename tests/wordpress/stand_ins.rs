//! The plugins for Joomla and for Drupal, run by PHP with stand-ins for what they ask of their systems, which are not to be
//! had as packages.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::site::EXAMPLE;

const LINK: &str =
    "<a href=\"https://glasno.example.bg/c/sofia-2027\">Участвайте в обсъждането на бюджета</a>";

/// What becomes of a text, and what is loaded with it.
fn run(system: &str, context: &str, text: &str) -> (Value, Value) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("wordpress/stand_ins.php");
    let mut php = Command::new("php");
    php.arg(script).args([system, context]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut php = php.spawn().expect("php runs");
    php.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = php.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(&told).unwrap_or_else(|error| panic!("{system} {text}: {error} in {told}"))
}

#[test]
fn an_editor_on_joomla_writes_braces_and_a_citizen_gets_the_consultation() {
    let check = |written: &str, expected: &str, loads: bool| {
        let (text, loaded) = run("joomla", "com_content.article", &format!("<p>{written}</p>"));
        assert_eq!(text, format!("<p>{expected}</p>"));
        let script = json!([
            "https://glasno.example.bg/w/1.4.2/glasno.js",
            { "async": true, "integrity": "sha384-x", "crossorigin": "anonymous" },
        ]);
        assert_eq!(loaded, if loads { script } else { json!([]) }, "{written}");
    };
    let element =
        |attributes: &str| format!("<glasno-budget src=\"{EXAMPLE}\"{attributes}>{LINK}</glasno-budget>");
    check(&format!("{{glasno {EXAMPLE}}}"), &element(""), true);
    check(
        &format!(
            "{{glasno {EXAMPLE} lang=bg theme=dark mode=frame loading=eager heading-level=3 min-height=400px view=summary \
             hide=header,footer compact=1 ref=front-page}}"
        ),
        &element(
            " lang=\"bg\" theme=\"dark\" mode=\"frame\" loading=\"eager\" heading-level=\"3\" min-height=\"400px\" \
             view=\"summary\" hide=\"header footer\" compact=\"1\" ref=\"front-page\"",
        ),
        true,
    );
    // Another server's is a link, and what says where answers go stays what it was: words.
    check("{glasno https://evil.example/c/x}", &LINK.replace(EXAMPLE, "https://evil.example/c/x"), false);
    for bold in ["api=https://evil.example", "onclick=x"] {
        let written = format!("{{glasno {EXAMPLE} {bold}}}");
        check(&written, &written, false);
    }
    // The search engine has no page, some modules have no text.
    let braces = format!("{{glasno {EXAMPLE}}}");
    assert_eq!(run("joomla", "com_finder.indexer", &braces), (json!(braces), json!([])));
    assert_eq!(run("joomla", "none", ""), (Value::Null, json!([])));
}

#[test]
fn an_editor_on_drupal_writes_the_address_and_a_citizen_gets_the_consultation() {
    let element =
        |more: &str| format!("<glasno-budget src=\"{EXAMPLE}\" lang=\"bg\"{more}>{LINK}</glasno-budget>");
    let labelled = format!("{EXAMPLE}?ref=front-page");
    for (written, expected) in [
        (EXAMPLE.to_owned(), element("")),
        (format!("<a href=\"{EXAMPLE}\">{EXAMPLE}</a>"), element("")),
        (labelled.clone(), element(" ref=\"front-page\"")),
        (format!("<a href=\"{labelled}\">{labelled}</a>"), element(" ref=\"front-page\"")),
    ] {
        let (text, loaded) = run("drupal", "bg", &format!("<p>{written}</p>"));
        assert_eq!((text, loaded), (json!(expected), json!(["glasno/budget"])), "{written}");
    }
    for other in [
        "https://glasno.example.bg.evil.example/c/x".to_owned(),
        format!("Виж {EXAMPLE}"),
        format!("{EXAMPLE}?ref=\"x"),
        format!("{EXAMPLE}?ref=Не"),
    ] {
        let text = format!("<p>{other}</p>");
        assert_eq!(run("drupal", "bg", &text), (json!(text), json!([])));
    }
}
