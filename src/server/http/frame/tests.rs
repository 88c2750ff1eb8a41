use super::*;
use crate::http::testing::{Answer, CLOSES, Town};

const FRAME: &str = "/c/sample/frame";

#[tokio::test]
async fn a_citizen_without_script_reads_the_draft_in_a_frame() {
    let town = Town::new().await;
    let answer = town.get(FRAME).await;
    let page = answer.text();
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    for told in [
        "Бюджет на общината",
        "Предложения се приемат до",
        "<table",
        "Благоустройство",
        "http://127.0.0.1:8080/c/sample",
    ] {
        assert!(page.contains(told), "{told} is missing: {page}");
    }
    assert!(!page.contains("<form") && !page.contains("<input") && !page.contains("<main"), "{page}");
    assert!(page.contains("Кажете &lt;b&gt;какво&lt;/b&gt; мислите."), "what an officer writes is text");
    let english = town.get(&format!("{FRAME}?lang=en")).await.text();
    assert!(
        english.contains(r#"<html lang="en">"#)
            && english.contains(r#"href="http://127.0.0.1:8080/c/sample?lang=en""#),
        "{english}"
    );
    let labelled = town.get(&format!("{FRAME}?lang=en&ref=library-qr")).await.text();
    assert!(
        labelled.contains(r#"href="http://127.0.0.1:8080/c/sample?lang=en&amp;ref=library-qr""#),
        "{labelled}"
    );
    town.set_time(CLOSES);
    assert!(town.get(&format!("{FRAME}?lang=en")).await.text().contains("The consultation closed on"));
}

#[tokio::test]
async fn a_frame_is_light_or_dark_before_its_first_paint() {
    let town = Town::new().await;
    let head = async |query: &str| {
        let page = town.get(&format!("{FRAME}{query}")).await.text();
        page.split_once("</head>").unwrap().0.to_owned()
    };
    let dark = head("?lang=bg&scheme=dark&v=1").await;
    assert!(
        dark.contains(r#"data-scheme="dark""#) && dark.contains(r#"name="color-scheme" content="dark""#),
        "{dark}"
    );
    for unknown in ["", "?scheme=%22%3E%3Cscript", "?scheme=%FF"] {
        let head = head(unknown).await;
        assert!(!head.contains("data-scheme") && head.contains(r#"content="light dark""#), "{head}");
    }
}

#[test]
fn a_frame_takes_what_its_address_says_and_nothing_else() {
    let asked = Asked {
        view: Some("summary".into()),
        hide: Some("comments everything header".into()),
        compact: Some("1".into()),
        label: Some("library-qr".into()),
        ..Asked::default()
    };
    assert_eq!((asked.view(), asked.hidden().as_deref()), (Some("summary"), Some("header comments")));
    assert!(asked.is_compact() && asked.label().is_some());
    let bad = Asked { view: Some("all".into()), label: Some("\"><".into()), ..Asked::default() };
    assert_eq!((bad.view(), bad.hidden(), bad.is_compact(), bad.label()), (None, None, false, None));
}

#[test]
fn the_frame_speaks_the_protocol_that_it_knows() {
    let speaks = [None, Some("1"), Some("2"), Some("")]
        .map(|v| Asked { v: v.map(str::to_owned), ..Asked::default() }.speaks());
    assert_eq!(speaks, [true, true, false, false]);
}

fn check_headers(answer: &Answer, ancestors: &str) {
    let policy = answer.header("content-security-policy");
    assert_eq!(policy, format!("{POLICY}; frame-ancestors {ancestors}"));
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("cross-origin-embedder-policy"), "require-corp");
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    assert!(answer.header("permissions-policy").contains("camera=(), "));
    assert!(!answer.headers.contains_key("x-frame-options"));
}

#[tokio::test]
async fn only_the_pages_that_may_send_may_frame_it() {
    let town = Town::new().await;
    let anybody = town.get(FRAME).await;
    check_headers(&anybody, "*");
    town.change(|record| {
        record.allowed_origins = vec!["https://www.example.bg".into(), "https://a.bg; x".into()];
    })
    .await;
    let named = town.get(FRAME).await;
    check_headers(&named, "'self' https://www.example.bg");
    assert_ne!(anybody.header("etag"), named.header("etag"), "an old policy does not outlive its change");
}

#[tokio::test]
async fn a_browser_asks_each_time_and_is_sent_the_page_once() {
    let town = Town::new().await;
    let first = town.get_with(FRAME, &[("accept-encoding", "br")]).await;
    assert_eq!((first.status, first.header("content-encoding").as_str()), (200, "br"));
    assert_eq!(first.header("cache-control"), "no-cache");
    assert_eq!(first.header("vary"), "Accept-Language, Accept-Encoding");
    let tag = first.header("etag");
    let again = town.get_with(FRAME, &[("accept-encoding", "br"), ("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    check_headers(&again, "*");
    let plain = town.get_with(FRAME, &[("if-none-match", &tag)]).await;
    assert_eq!((plain.status, plain.header("content-encoding").as_str()), (200, ""));
    town.set_time(CLOSES);
    let closed = town.get_with(FRAME, &[("accept-encoding", "br"), ("if-none-match", &tag)]).await;
    assert_eq!(closed.status, 200);
}

#[tokio::test]
async fn a_wrong_address_is_said_inside_the_frame() {
    let town = Town::new().await;
    let answer = town.get("/c/other/frame?lang=en").await;
    assert_eq!((answer.status, answer.header("cache-control").as_str()), (404, "no-store"));
    check_headers(&answer, "*");
    assert!(answer.text().contains("There is no consultation here") && answer.header("etag").is_empty());
    town.set_stage(Stage::Draft).await;
    assert_eq!(town.get(FRAME).await.status, 404);
    town.store.unplug();
    assert_eq!(town.get(FRAME).await.status, 503);
}
