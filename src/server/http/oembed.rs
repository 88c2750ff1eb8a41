//! `GET /oembed`: how a content management system embeds a consultation whose address an editor pasted into a text.
//! <https://oembed.com>
//!
//! The answer's HTML is a frame and nothing else: `WordPress` hides a frame that stands after a quotation until a message
//! arrives, and of a frame it leaves only the attributes that stand here.

use std::fmt::Write as _;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use glasno_model::{Consultation, Slug, Stage, urls};
use glasno_words::Language;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::{
    language::of_texts,
    origin::{Here, WebOrigin},
    picture,
    problem::Refusal,
    state::App,
};

/// Where nobody says how much room there is. As high as `WordPress` lets a frame be, nearly.
const WIDTH: u32 = 800;
const HEIGHT: u32 = 900;
/// An hour, in seconds: for so long a title may be an old one.
const CACHE_AGE: u32 = 3_600;

/// What may stand in the query. Numbers come from themes, which write all sorts of things.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    url: Option<String>,
    format: Option<String>,
    maxwidth: Option<String>,
    maxheight: Option<String>,
    lang: Option<String>,
}

/// The answer, its names as the specification has them.
#[derive(Debug, Serialize)]
struct Rich<'a> {
    version: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    provider_name: &'static str,
    provider_url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    author_name: &'a str,
    width: u32,
    height: u32,
    cache_age: u32,
    #[serde(flatten)]
    thumbnail: Option<Thumbnail>,
    html: String,
}

/// The specification wants all three or none.
#[derive(Debug, Serialize)]
struct Thumbnail {
    #[serde(rename = "thumbnail_url")]
    url: String,
    #[serde(rename = "thumbnail_width")]
    width: u32,
    #[serde(rename = "thumbnail_height")]
    height: u32,
}

/// Answers with the frame: 400 without an address, 404 for one at which no consultation of ours is, 401 where its officer
/// has not opened it, 501 for another format than JSON.
pub async fn show(
    State(app): State<App>,
    Here(server): Here,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let Query(asked) = asked.unwrap_or_default();
    if asked.format.as_deref().is_some_and(|format| format != "json") {
        return refuse(StatusCode::NOT_IMPLEMENTED);
    }
    let Some(url) = asked.url.as_deref() else { return refuse(StatusCode::BAD_REQUEST) };
    let Some(pasted) = Pasted::read(url, &server) else { return refuse(StatusCode::NOT_FOUND) };
    let snapshot = match app.store.snapshot(&pasted.slug).await {
        Ok(Some(snapshot)) if snapshot.record.stage == Stage::Draft => {
            return refuse(StatusCode::UNAUTHORIZED);
        }
        Ok(Some(snapshot)) => snapshot,
        Ok(None) => return refuse(StatusCode::NOT_FOUND),
        Err(error) => return open(Refusal::from(error).into_response()),
    };
    let consultation = &snapshot.record.consultation;
    let wanted = asked.lang.as_deref().or(pasted.lang.as_deref());
    let language = language(consultation, wanted);
    // What the operator said about this server holds; else the editor's own address does, with its https.
    let server = app.settings.public_url.as_ref().map_or(pasted.origin.as_str(), |ours| ours.as_str());
    let (width, height) = (at_most(WIDTH, asked.maxwidth), at_most(HEIGHT, asked.maxheight));
    let answer = Rich {
        version: "1.0",
        kind: "rich",
        provider_name: "Glasno",
        provider_url: server,
        title: consultation.title.get(of_texts(language)),
        author_name: consultation.organiser.get(of_texts(language)),
        width,
        height,
        cache_age: CACHE_AGE,
        thumbnail: snapshot.draft.as_deref().filter(|draft| picture::is_drawn(draft)).map(|_| Thumbnail {
            url: format!("{server}{}", urls::picture(&consultation.slug)),
            width: picture::WIDTH,
            height: picture::HEIGHT,
        }),
        html: frame(consultation, server, language, width, height).into_string(),
    };
    let mut response = axum::Json(answer).into_response();
    let cache = HeaderValue::from_static("public, max-age=3600");
    response.headers_mut().insert(header::CACHE_CONTROL, cache);
    open(response)
}

/// How a content management system finds this from the consultation's own page.
pub fn discovery(consultation: &Consultation, Here(server): &Here, language: Language) -> Markup {
    let url = encoded(&format!("{server}{}", urls::consultation_page(&consultation.slug)));
    let address = format!("{server}{}?format=json&url={url}&lang={}", urls::OEMBED, language.tag());
    let title = consultation.title.get(of_texts(language));
    html! { link rel="alternate" type="application/json+oembed" href=(address) title=(title); }
}

/// An address that an editor pasted.
struct Pasted {
    origin: WebOrigin,
    slug: Slug,
    lang: Option<String>,
}

impl Pasted {
    /// Nothing where it is not the address of a consultation on this server. Whether it is http or https is forgiven:
    /// editors type that by themselves.
    fn read(url: &str, server: &str) -> Option<Self> {
        let uri: Uri = url.trim().parse().ok()?;
        let origin: WebOrigin = format!("{}://{}", uri.scheme_str()?, uri.authority()?).parse().ok()?;
        let host = |origin: &str| origin.split_once("://").map(|(_, host)| host.to_owned());
        if host(origin.as_str()) != host(server) {
            return None;
        }
        let slug = urls::consultation_at(uri.path())?;
        let query = uri.query().unwrap_or_default();
        let lang = query.split('&').find_map(|pair| pair.strip_prefix("lang=")).map(str::to_owned);
        Some(Self { origin, slug, lang })
    }
}

/// The language that is asked for, if the consultation is held in it; else the consultation's own.
fn language(consultation: &Consultation, wanted: Option<&str>) -> Language {
    let held = |language: &Language| consultation.languages.contains(&of_texts(*language));
    let own = || consultation.languages.iter().find_map(|own| Language::from_tag(own.tag()));
    wanted.and_then(Language::from_tag).filter(held).or_else(own).unwrap_or_default()
}

/// The bare frame. `frameborder` is old, but no sanitiser leaves a style.
fn frame(consultation: &Consultation, server: &str, language: Language, width: u32, height: u32) -> Markup {
    let src = format!("{server}{}?lang={}", urls::frame(&consultation.slug), language.tag());
    let title = consultation.title.get(of_texts(language));
    html! { iframe src=(src) width=(width) height=(height) frameborder="0" title=(title) {} }
}

/// No more than there is room for.
fn at_most(wanted: u32, room: Option<String>) -> u32 {
    let room = room.and_then(|room| room.trim().parse().ok()).filter(|room| *room > 0);
    room.map_or(wanted, |room: u32| wanted.min(room))
}

/// A value in a query (RFC 3986, 2.3).
fn encoded(text: &str) -> String {
    let mut written = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

/// A refusal by its status alone, as the specification asks for; as a problem document for those who read it.
fn refuse(status: StatusCode) -> Response {
    let reason = status.canonical_reason().unwrap_or_default();
    let problem = serde_json::json!({ "type": "about:blank", "title": reason, "status": status.as_u16() });
    let mut response = (status, problem.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::UNAUTHORIZED {
        // The standard wants a scheme here. There is no login that would help: the officer opens the consultation.
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Glasno-Officer"));
    }
    open(response)
}

/// Editors in the browser ask too.
fn open(mut response: Response) -> Response {
    let name: HeaderName = header::ACCESS_CONTROL_ALLOW_ORIGIN;
    response.headers_mut().insert(name, HeaderValue::from_static("*"));
    response
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::http::testing::Town;

    const PAGE: &str = "http%3A%2F%2F127.0.0.1%3A8080%2Fc%2Fsample";

    async fn embed(town: &Town, query: &str) -> Value {
        let answer = town.get(&format!("/oembed?url={PAGE}{query}")).await;
        assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "application/json"));
        serde_json::from_slice(&answer.body).unwrap()
    }

    #[tokio::test]
    async fn an_editor_pastes_an_address_and_gets_a_frame() {
        let town = Town::new().await;
        town.change(|record| {
            record.consultation.title =
                glasno_model::Text::new(glasno_model::Language::BULGARIAN, "A \"<b>\" & B");
            record.consultation.organiser =
                glasno_model::Text::new(glasno_model::Language::BULGARIAN, "Община");
        })
        .await;
        let rich = embed(&town, "").await;
        assert_eq!(
            rich,
            serde_json::json!({
                "version": "1.0", "type": "rich", "provider_name": "Glasno",
                "provider_url": "http://127.0.0.1:8080", "title": "A \"<b>\" & B", "author_name": "Община",
                "width": 800, "height": 900, "cache_age": 3600,
                "thumbnail_url": "http://127.0.0.1:8080/c/sample/picture.png",
                "thumbnail_width": 480, "thumbnail_height": 270,
                "html": "<iframe src=\"http://127.0.0.1:8080/c/sample/frame?lang=bg\" width=\"800\" height=\"900\" \
                         frameborder=\"0\" title=\"A &quot;&lt;b&gt;&quot; &amp; B\"></iframe>",
            })
        );
    }

    #[tokio::test]
    async fn a_theme_says_how_much_room_there_is() {
        let town = Town::new().await;
        let size = async |query| {
            let rich = embed(&town, query).await;
            (rich["width"].as_u64().unwrap(), rich["height"].as_u64().unwrap())
        };
        assert_eq!(size("&maxwidth=500&maxheight=750").await, (500, 750));
        assert_eq!(size("&maxwidth=5000&maxheight=5000").await, (800, 900));
        assert_eq!(size("&maxwidth=0&maxheight=much&dnt=1&format=json").await, (800, 900));
    }

    #[tokio::test]
    async fn the_frame_speaks_the_language_that_was_pasted_or_asked_for() {
        let town = Town::new().await;
        let title = async |query| embed(&town, query).await["title"].as_str().unwrap().to_owned();
        assert_eq!(title("").await, "Бюджет на общината");
        assert_eq!(title("%3Flang%3Den").await, "The town's budget");
        assert_eq!(title("%3Flang%3Den&lang=bg").await, "Бюджет на общината");
        assert_eq!(title("&lang=xx").await, "Бюджет на общината");
    }

    #[tokio::test]
    async fn what_cannot_be_embedded_is_refused_by_its_status() {
        let town = Town::new().await;
        let status = async |query: &str| town.get(&format!("/oembed?{query}")).await.status;
        assert_eq!(status(&format!("url={PAGE}&format=xml")).await, 501);
        assert_eq!(status("").await, 400);
        for unknown in [
            "url=http%3A%2F%2F127.0.0.1%3A8080%2Fc%2Fother",
            "url=http%3A%2F%2F127.0.0.1%3A8080%2Fofficer",
            "url=https%3A%2F%2Fevil.example%2Fc%2Fsample",
            "url=http%3A%2F%2F127.0.0.1%3A8080%40evil.example%2Fc%2Fsample",
            "url=javascript%3Aalert(1)",
            "url=%2Fc%2Fsample",
        ] {
            assert_eq!(status(unknown).await, 404, "{unknown}");
        }
        town.set_stage(Stage::Draft).await;
        assert_eq!(status(&format!("url={PAGE}")).await, 401);
        town.store.unplug();
        assert_eq!(status(&format!("url={PAGE}")).await, 503);
    }

    #[tokio::test]
    async fn a_content_management_system_finds_it_from_the_page() {
        let town = Town::new().await;
        let page = town.get("/c/sample?lang=en").await.text();
        let start = page.split_once(r#"type="application/json+oembed" href=""#).unwrap().1;
        let address = start.split_once('"').unwrap().0.replace("&amp;", "&");
        let path = address.strip_prefix("http://127.0.0.1:8080").unwrap();
        let answer = town.get(path).await;
        assert_eq!(answer.status, 200);
        assert!(answer.text().contains("The town's budget"));
    }
}
