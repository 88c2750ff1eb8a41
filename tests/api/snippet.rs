//! The page for whoever looks after the municipality's site.

use serde_json::Value;

use crate::{
    town::{SLUG, Town, found},
    wire::Answer,
};

const SERVER: &str = "https://glasno.example.bg";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn town() -> Town {
    Town::with(&["--public-url", SERVER])
}

/// What stands in the box of a form, as a browser reads it.
fn copied(page: &str, form: &str) -> String {
    let start =
        page.split_once(&format!("<code id=\"{form}\">")).unwrap_or_else(|| panic!("no {form}: {page}")).1;
    read(start.split_once("</code>").unwrap().0)
}

/// Text out of HTML.
fn read(html: &str) -> String {
    assert!(!html.contains('<'), "an element stands in a text: {html}");
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |written, byte| format!("{written}%{byte:02X}"))
}

fn paste(town: &Town, policy: &str, site: &str) -> Answer {
    let body = format!("policy={}&site={}", encoded(policy), encoded(site));
    town.post("/snippet?lang=en", &[FORM], body.as_bytes())
}

/// The mode that works, then each better one with the lines that bring it.
fn told(answer: &Answer) -> Vec<(String, Vec<String>)> {
    let page = answer.text();
    let verdict =
        page.split_once("<div class=\"verdict\"").unwrap().1.split_once("<details").unwrap().0.to_owned();
    let modes = verdict.split("data-mode=\"").skip(1);
    modes
        .map(|mode| {
            let lines = mode.split("<code>").skip(1).map(|line| read(line.split_once("</code>").unwrap().0));
            (mode.split('"').next().unwrap().to_owned(), lines.collect())
        })
        .collect()
}

#[test]
fn a_web_admin_copies_the_snippet_in_each_form() {
    let town = town();
    let page = town.get("/snippet?consultation=town&language=en&theme=dark&lang=en").text();
    let src = format!("{SERVER}/c/{SLUG}");
    let element = format!(
        "<glasno-budget src=\"{src}\" lang=\"en\" theme=\"dark\">\n  <a href=\"{src}\">The town’s budget</a>\n</glasno-budget>"
    );
    let manifest: Value = town.get(&format!("/w/{}/manifest.json", env!("CARGO_PKG_VERSION"))).json();
    let files = manifest["files"].as_array().unwrap();
    let file = |role: &str| files.iter().find(|file| file["role"] == role).unwrap();
    let hash = file("loader")["integrity"].as_str().unwrap();
    let pinned = format!(
        "<script async src=\"{SERVER}/w/{}/glasno.js\"\n  integrity=\"{hash}\" crossorigin=\"anonymous\"></script>",
        env!("CARGO_PKG_VERSION")
    );
    let script = format!("<script async src=\"{SERVER}/w/v1/glasno.js\"></script>");
    assert_eq!(copied(&page, "bare"), format!("{element}\n{script}"));
    assert_eq!(copied(&page, "pinned"), format!("{element}\n{pinned}"));
    let preloaded = copied(&page, "preloaded");
    assert!(preloaded.ends_with(&format!("\n{element}\n{pinned}")), "{preloaded}");
    for role in ["stage2", "wasm", "locale:en"] {
        let url = file(role)["url"].as_str().unwrap();
        assert!(preloaded.contains(&format!("href=\"{SERVER}{url}\"")), "{role} is missing in {preloaded}");
    }
    assert_eq!(
        copied(&page, "frame"),
        format!(
            "<iframe src=\"{src}/frame?lang=en&amp;scheme=dark\"\n  title=\"The town’s budget\" loading=\"lazy\" \
             width=\"100%\" height=\"900\" frameborder=\"0\"></iframe>\n<p><a href=\"{src}\">The town’s budget</a></p>"
        )
    );
    assert_eq!(
        copied(&page, "block").lines().next().unwrap(),
        format!("<div data-glasno-budget=\"{src}\" lang=\"en\" data-theme=\"dark\">")
    );
    assert_eq!(copied(&page, "template"), script);
    assert_eq!(copied(&page, "address"), src);
    assert_eq!(copied(&page, "shortcode"), format!("[glasno url=\"{src}\" lang=\"en\" theme=\"dark\"]"));
    assert_eq!(copied(&page, "braces"), format!("{{glasno {src} lang=en theme=dark}}"));
    let preview = format!("<glasno-budget src=\"/c/{SLUG}\" lang=\"en\" theme=\"dark\">");
    assert!(page.contains(&preview), "{page}");
}

#[test]
fn a_web_admin_reads_the_rule_beside_a_label_that_is_none_and_what_a_form_cannot_carry_under_it() {
    let town = town();
    let rule = "A label is 1 to 32 small Latin letters, digits and hyphens.";
    let page = town.get("/snippet?lang=en&ref=Library+%22QR").text();
    assert!(page.contains(rule) && page.contains("value=\"Library &quot;QR\""), "{page}");
    assert!(!copied(&page, "bare").contains(" ref="));
    for label in ["", "+", "library-qr"] {
        let page = town.get(&format!("/snippet?lang=en&level=3&mode=frame&view=summary&ref={label}")).text();
        assert!(!page.contains(rule), "{label:?}");
        let under = |form: &str| {
            let (_, rest) = page.split_once(&format!("id=\"lost-{form}\">")).unwrap();
            rest.split_once("</p>").unwrap().0.to_owned()
        };
        assert_eq!(under("bare"), "");
        assert_eq!((under("braces"), under("shortcode")), (String::new(), String::new()));
        let lost = "This form cannot carry what you picked for: ";
        assert_eq!(under("frame"), format!("{lost}Level of the first heading."));
        assert!(
            under("address").starts_with(&format!("{lost}Mode, Level of the first heading, ")),
            "{label:?}"
        );
    }
}

#[test]
fn a_web_admin_picks_the_towns_colours_and_is_told_whether_they_can_be_read() {
    let town = town();
    let unhelped = town.get("/snippet?lang=en").text();
    assert_eq!(copied(&unhelped, "colours"), "");
    assert!(!unhelped.contains("contrast is"), "nobody picked a colour");

    let page =
        town.get("/snippet?lang=en&accent=%23FC0&accent_text=%23000&dark_accent_text=blue&mode=frame").text();
    let rule = "glasno-budget {\n  --glasno-accent: light-dark(#ffcc00, #8ab4ff);\n  --glasno-accent-contrast: light-dark(#000000, #0b1220);\n}";
    assert_eq!(copied(&page, "colours"), rule);
    for sentence in [
        "In the light scheme, the text on buttons is hard to read: its contrast is 4.29:1, and at least 4.5:1 is needed",
        "Choose #ffffff for it: 4.89:1.",
        "In the light scheme, links of this colour are hard to read against the background: their contrast is 1.39:1",
        "Text on buttons, in dark: this is no colour such as #175cd3, so ours holds.",
        "This form cannot carry what you picked for: Mode, The municipality’s colours.",
    ] {
        assert!(read_loosely(&page).contains(sentence), "{sentence}: {page}");
    }
    assert!(page.contains("value=\"blue\"") && page.contains("value=\"#FC0\""), "what was typed stays");
    assert!(!page.contains("style="), "the page keeps its own policy");
    let page = town.get("/snippet?lang=bg&accent=%23ffcc00&accent_text=%23000000").text();
    assert!(page.contains("контрастът е 1,39:1") && !page.contains("1,51:1"), "{page}");
}

/// Text of a page, its elements still in it.
fn read_loosely(page: &str) -> String {
    page.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn what_an_officer_writes_is_text_in_the_page_and_in_the_snippet() {
    let town = town();
    let title = "\"Бюджет\" <script>alert(1)</script> & още";
    town.installation().done(["consultation", "update", SLUG, "--title-bg", title]);
    let page = town.get("/snippet?lang=bg").text();
    assert!(!page.contains("<script>alert"), "{page}");
    let link = copied(&page, "bare").lines().nth(1).unwrap().to_owned();
    assert!(
        link.ends_with(">&quot;Бюджет&quot; &lt;script&gt;alert(1)&lt;/script&gt; &amp; още</a>"),
        "{link}"
    );
    let policy = "default-src 'self'; </textarea><script>alert(2)</script>";
    let page = paste(&town, policy, "\"><script>alert(3)</script>").text();
    assert!(!page.contains("<script>alert"), "{page}");
}

#[test]
fn what_officers_still_prepare_is_not_named() {
    let town = town();
    found(town.installation(), "tomorrow", &[]);
    let page = town.get("/snippet?consultation=tomorrow").text();
    assert!(!page.contains("tomorrow"), "{page}");
    assert!(copied(&page, "address").ends_with("/c/town"), "what can be picked is");
    town.installation().done(["consultation", "close", SLUG]);
    assert!(town.get("/snippet").text().contains("/c/town"), "whoever embeds it shows the end too");
}

#[test]
fn a_page_with_nothing_to_pick_says_so_and_still_reads_policies() {
    let town = Town { server: glasno_tests::support::Installation::empty().serve(&["--public-url", SERVER]) };
    let page = town.get("/snippet?lang=en").text();
    assert!(page.contains("No consultation is published yet") && !page.contains("<glasno-budget"), "{page}");
    assert_eq!(told(&paste(&town, "style-src 'self'", "")), [("inline".into(), vec![])]);
}

#[test]
fn a_web_admin_pastes_the_sites_policy_and_is_told_what_to_add() {
    let town = town();
    let mode = |name: &str, lines: &[&str]| {
        (name.to_owned(), lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
    };
    let without_wasm =
        format!("Content-Security-Policy: default-src 'none'; script-src {SERVER}; frame-src {SERVER}");
    assert_eq!(
        told(&paste(&town, &without_wasm, "")),
        [
            mode("frame", &[]),
            mode(
                "inline",
                &[
                    "script-src https://glasno.example.bg 'wasm-unsafe-eval';",
                    "connect-src https://glasno.example.bg;"
                ]
            ),
        ]
    );
    assert_eq!(told(&paste(&town, "script-src 'self' 'wasm-unsafe-eval'", SERVER)), [mode("inline", &[])]);
    assert_eq!(told(&paste(&town, "sandbox", ""))[0], mode("link", &[]));
    let page = paste(&town, "бюджет", "").text();
    assert!(page.contains("We found no policy here"), "{page}");
}

#[test]
fn the_page_itself_keeps_a_strict_policy_and_keeps_nothing_that_was_pasted() {
    let town = town();
    let page = town.get("/snippet");
    let policy = page.header("content-security-policy").to_owned();
    for part in ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    let text = page.text();
    let inline =
        text.split("<script").skip(1).filter(|script| !script.split('>').next().unwrap().contains("src="));
    assert_eq!(inline.count(), 0, "a script stands in the page");
    assert!(!text.contains(" style=") && !text.contains(" onclick="));
    let script = text.split("<script type=\"module\" src=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(town.get(script).header("content-type"), "text/javascript; charset=utf-8");
    let answer = paste(&town, "default-src 'self'", "");
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    let in_address = town.get("/snippet?policy=default-src").text();
    assert!(!in_address.contains("class=\"verdict\""), "a policy in an address is not read");
    let large = format!("policy={}", "a".repeat(200_000));
    assert_eq!(town.post("/snippet", &[FORM], large.as_bytes()).status, 400);
}

#[test]
fn catalogues_and_editors_find_the_element_beside_its_loader() {
    let town = town();
    let version = env!("CARGO_PKG_VERSION");
    let manifest = town.get(&format!("/w/{version}/custom-elements.json"));
    assert_eq!((manifest.status, manifest.header("content-type")), (200, "application/json"));
    assert_eq!(manifest.json()["modules"][0]["declarations"][0]["tagName"], "glasno-budget");
    let types = town.get(&format!("/w/{version}/glasno-budget.d.ts"));
    assert_eq!(types.header("content-type"), "application/typescript; charset=utf-8");
    assert!(types.text().contains("export interface GlasnoBudgetElement extends HTMLElement"));
    for answer in [manifest, types] {
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
}
