//! A draft of thousands of lines on the pages that the server makes: the widget is not held up by what nobody looks at,
//! and whoever has no script still has every line.

use std::fmt::Write as _;

use glasno_tests::support::Installation;

use crate::{
    plain::{FORM, Rendering},
    town::{SLUG, Town, UNLIMITED},
};

const LINES: usize = 3_000;

fn town() -> Town {
    let installation = Installation::empty();
    let mut draft =
        "id,parent,name_bg,name_en,amount,currency,discretion\nall,,Разходи,Spending,,EUR,\n".to_owned();
    for number in 1..=LINES {
        writeln!(draft, "l{number},all,Разход {number},Spending {number},1000,EUR,local").unwrap();
    }
    let file = installation.folder().join("large.csv");
    std::fs::write(&file, draft).unwrap();
    installation.done(["consultation", "create", SLUG, "--title-bg", "Бюджет", "--title-en", "Budget"]);
    installation.done(["import", file.to_str().unwrap(), "--layout", "lines", "--consultation", SLUG]);
    installation.done(["consultation", "open", SLUG]);
    Town { server: installation.serve(&UNLIMITED) }
}

#[test]
fn beside_the_widget_stand_the_functions_and_whoever_has_no_script_is_led_to_every_line() {
    let town = town();
    for path in ["/c/town?lang=en", "/c/town/frame?lang=en"] {
        let page = town.get(path).text();
        assert!(!page.contains("Spending 2999"), "{path}: the lines hold up the widget");
        assert!(
            page.contains("3,000,000") && page.contains("form=plain&amp;lang=en#group-0"),
            "{path}: {page}"
        );
        let leads =
            r#"<noscript><meta http-equiv="refresh" content="0; url=/c/town?form=plain&amp;lang=en">"#;
        // The form stands in no frame.
        assert_eq!(page.contains(leads), !path.contains("frame"), "{path}: {page}");
    }
}

#[test]
fn the_whole_form_of_a_large_draft_stands_on_a_page_of_its_own_and_is_taken() {
    let town = town();
    let page = town.get("/c/town?form=plain&lang=en").text();
    assert!(!page.contains("<glasno-budget") && !page.contains("<script"), "nothing covers it");
    assert!(page.contains(r#"name="amount.l3000""#) && page.contains("?form=plain&amp;lang=bg"), "{page}");
    // As a browser posts it: every field, nearly all of them empty.
    let mut fields: Vec<(String, &str)> = (1..=LINES)
        .flat_map(|line| [(format!("amount.l{line}"), ""), (format!("comment.l{line}"), "")])
        .collect();
    (fields[0].1, fields[2].1) = ("1100", "900");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let body = Rendering::of(&page).filled(&fields);
    let answer = town.post("/c/town?lang=en", &[FORM], body.as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(town.kept(), 1);
}
