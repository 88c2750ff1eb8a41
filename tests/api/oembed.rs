//! What a content management system is told when an editor pastes the address of a consultation.

use serde_json::json;

use crate::town::{SLUG, Town, found};

/// The address as it stands in a query.
fn pasted(address: &str) -> String {
    address.replace(':', "%3A").replace('/', "%2F")
}

#[test]
fn an_editor_pastes_an_address_and_the_page_gets_a_frame() {
    let town = Town::with(&["--public-url", "https://glasno.example.bg"]);
    town.installation().done(["consultation", "update", SLUG, "--organiser-bg", "Община Град"]);
    let url = pasted("https://glasno.example.bg/c/town");
    let answer = town.get(&format!("/oembed?url={url}&format=json&maxwidth=600&maxheight=850"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "public, max-age=3600");
    assert_eq!(
        answer.json(),
        json!({
            "version": "1.0",
            "type": "rich",
            "provider_name": "Glasno",
            "provider_url": "https://glasno.example.bg",
            "title": "Бюджет на града",
            "author_name": "Община Град",
            "width": 600,
            "height": 850,
            "cache_age": 3_600,
            "thumbnail_url": "https://glasno.example.bg/c/town/picture.png",
            "thumbnail_width": 480,
            "thumbnail_height": 270,
            "html": "<iframe src=\"https://glasno.example.bg/c/town/frame?lang=bg\" width=\"600\" height=\"850\" \
                     frameborder=\"0\" title=\"Бюджет на града\"></iframe>",
        })
    );
    let english = town.get(&format!("/oembed?url={url}&lang=en")).json();
    assert_eq!(english["title"], "The town’s budget");
    assert!(english["html"].as_str().unwrap().contains("/c/town/frame?lang=en\""));
}

#[test]
fn what_cannot_be_pasted_is_refused() {
    let town = Town::open();
    let own = town.server.address.clone();
    found(town.installation(), "tomorrow", &[]);
    let page = |slug: &str| pasted(&format!("{own}/c/{slug}"));
    for (query, status) in [
        (format!("url={}", page(SLUG)), 200),
        (format!("url={}%2F", page(SLUG)), 200),
        (format!("url={}%2Fframe%3Flang%3Den", page(SLUG)), 200),
        (format!("url={}&format=xml", page(SLUG)), 501),
        (format!("url={}", page("other")), 404),
        (format!("url={}", page("tomorrow")), 401),
        (format!("url={}", pasted(&format!("{own}/officer"))), 404),
        (format!("url={}", pasted("https://evil.example/c/town")), 404),
        ("url=%FF%FE".to_owned(), 404),
        (String::new(), 400),
    ] {
        let answer = town.get(&format!("/oembed?{query}"));
        assert_eq!(answer.status, status, "{query}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{query}");
        if status != 200 {
            assert_eq!(answer.header("content-type"), "application/problem+json", "{query}");
            assert_eq!(answer.header("cache-control"), "no-store", "{query}");
            assert_eq!(answer.json()["status"], status, "{query}");
        }
    }
}

#[test]
fn the_frame_that_is_pasted_shows_the_draft_without_script() {
    let town = Town::open();
    let url = pasted(&format!("{}/c/town", town.server.address));
    let html = town.get(&format!("/oembed?url={url}")).json()["html"].as_str().unwrap().to_owned();
    let frame = html.split('"').nth(1).unwrap().strip_prefix(&town.server.address).unwrap().to_owned();
    let page = town.get(&frame).text();
    for part in ["Бюджет на града", "<table", "<noscript>", "<glasno-budget src=\"../../c/town\""]
    {
        assert!(page.contains(part), "{part} is missing");
    }
    for part in ["<form", "<main", "<input", "style=", "onclick"] {
        assert!(!page.contains(part), "{part} stands in the frame");
    }
}

#[test]
fn whoever_links_to_the_consultation_gets_a_picture_of_its_draft() {
    let town = Town::open();
    let picture = town.get("/c/town/picture.png");
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"));
    assert_eq!(picture.header("cache-control"), "public, max-age=3600");
    assert_eq!(picture.header("cross-origin-resource-policy"), "cross-origin");
    assert!(picture.body.starts_with(b"\x89PNG\r\n\x1a\n"));
    let size = |at: usize| u32::from_be_bytes(picture.body[at..at + 4].try_into().unwrap());
    assert_eq!((size(16), size(20)), (480, 270), "as the answer says");
    let tag = picture.header("etag").to_owned();
    assert_eq!(town.get_with("/c/town/picture.png", &[("if-none-match", &tag)]).status, 304);
    assert_eq!(town.get("/c/other/picture.png").status, 404);
}

#[test]
fn a_content_management_system_finds_the_way_from_the_page_itself() {
    let town = Town::open();
    let page = town.get("/c/town?lang=bg").text();
    let link = page.split("<link ").find(|link| link.contains("application/json+oembed")).unwrap();
    let address = link.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let answer = town.get(address.strip_prefix(&town.server.address).unwrap());
    assert_eq!((answer.status, &answer.json()["title"]), (200, &"Бюджет на града".into()));
}
