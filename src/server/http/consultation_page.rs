//! `GET /c/{slug}`: a plain page that carries the widget, for those who follow a link.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use glasno_model::{Consultation, Label, Stage, urls};
use glasno_store::Snapshot;
use glasno_words::{Language, Speak as _, server::Word, widget};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    language::{Reader, of_texts},
    name::Named,
    oembed,
    origin::Here,
    page::{self, Page},
    plain::{self, Around, Becomes, Filled, Rendering, Sheet},
    state::App,
    view::{self, Encoding},
    written,
};
use crate::assets;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
                      style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";

/// What may stand in the query, beside the language.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Where somebody came from: a poster's code leads to `/c/SLUG?ref=library-qr`.
    #[serde(rename = "ref")]
    label: Option<String>,
    /// `plain`: the form that needs no script, and no widget beside it.
    form: Option<String>,
}

/// What the page is asked for.
#[derive(Debug, Default)]
struct Wish {
    label: Option<Label>,
    is_plain: bool,
}

impl Wish {
    /// What does not say anything that is known here is no wish.
    fn of(asked: Asked) -> Self {
        let label = asked.label.and_then(|label| label.parse().ok());
        Self { label, is_plain: asked.form.as_deref() == Some("plain") }
    }

    /// Where all lines stand with their fields, for who came the same way.
    fn form(&self, consultation: &Consultation, reader: Reader) -> String {
        self.labelled(reader.link(&urls::consultation_form(&consultation.slug)))
    }

    /// An address for whoever came by the same label.
    fn labelled(&self, address: String) -> String {
        urls::asking(address, "ref", self.label.as_ref().map(Label::as_str))
    }

    /// The wish alone, as a page asks for itself in another language.
    fn alone(&self) -> String {
        self.labelled(urls::asking(String::new(), "form", self.is_plain.then_some("plain")))
    }
}

/// Answers with the page. What the server makes stands there until the widget is ready, and where it never is.
pub async fn show(
    State(app): State<App>,
    Named(slug): Named,
    here: Here,
    reader: Reader,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let language = reader.language;
    let wish = asked.map_or_else(|_| Wish::default(), |Query(asked)| Wish::of(asked));
    let (snapshot, stage) = match view::find(&app, slug).await {
        Ok(Some(found)) => found,
        Ok(None) => return page::missing(language),
        Err(error) => return page::unavailable(&error, language),
    };
    let rendering = match Rendering::fresh(&*app.random) {
        Ok(rendering) => rendering,
        Err(error) => return plain::no_chance(&error, language),
    };
    // A draft of thousands of lines takes a moment, in which the others shall not wait.
    let draw = move || {
        let consultation = &snapshot.record.consultation;
        let base = app.settings.public_url.as_ref().map_or("", |url| url.as_str());
        let content = content(&snapshot, stage, reader, rendering, &wish);
        let page = Page {
            language,
            title: consultation.title.get(of_texts(language)),
            style: "page.css",
            head: html! {
                (head(consultation, base, language))
                @if !wish.is_plain {
                    @if snapshot.draft.as_deref().is_some_and(plain::is_large) { (without_script(&wish.form(consultation, reader))) }
                    (page::widget("", &consultation.slug, language))
                }
                (oembed::discovery(consultation, &here, language))
            },
            body: body(consultation, &content, &wish, reader),
        };
        plain::answer(StatusCode::OK, page.render(), POLICY, Encoding::for_client(&headers))
    };
    tokio::task::spawn_blocking(draw)
        .await
        .unwrap_or_else(|error| plain::no_chance(&std::io::Error::other(error), language))
}

/// Whoever has no script is led to all of a large draft at once.
fn without_script(form: &str) -> Markup {
    html! { noscript { meta http-equiv="refresh" content={ "0; url=" (form) }; } }
}

fn head(consultation: &Consultation, base: &str, language: Language) -> Markup {
    let text = of_texts(language);
    let (title, description) = (consultation.title.get(text), consultation.introduction.get(text));
    let address = format!("{base}{}", urls::consultation_page(&consultation.slug));
    html! {
        meta name="description" content=(description);
        meta property="og:type" content="website";
        meta property="og:title" content=(title);
        meta property="og:description" content=(description);
        meta property="og:locale" content=(if language == Language::Bg { "bg_BG" } else { "en_GB" });
        meta property="og:site_name" content=(consultation.organiser.get(text));
        @if !base.is_empty() {
            meta property="og:url" content=(address);
            link rel="canonical" href=(address);
        }
        @for other in Language::ALL {
            link rel="alternate" hreflang=(other.tag()) href={ (address) "?lang=" (other.tag()) };
        }
    }
}

fn body(consultation: &Consultation, content: &Markup, wish: &Wish, reader: Reader) -> Markup {
    let language = reader.language;
    let text = of_texts(language);
    let address = urls::consultation_page(&consultation.slug);
    html! {
        header {
            h1.kind { (Word::PageKind.text(language)) }
            (page::languages_of(language, &wish.alone()))
        }
        main {
            @if wish.is_plain {
                (content)
            } @else if assets::widget().is_some() {
                noscript { p.notice { (Word::PageNoscript.text(language)) } }
                // What stands inside shows until the widget does, and where it never does.
                glasno-budget src=(address) lang=(language.tag()) loading="eager" ref=[&wish.label] {
                    div.server-made { (content) }
                }
            } @else {
                (content)
                p.notice { (Word::PageNotBuilt.text(language)) }
            }
        }
        @if let Some((spoken, contact)) = consultation.contact.in_language(text) {
            footer lang=(spoken.tag()) { p { (Word::PageContact.say(language, &[("contact", contact)])) } }
        }
    }
}

/// Title and deadline first, the share that the council decides, then the draft, with fields while ballots are taken.
fn content(snapshot: &Snapshot, stage: Stage, reader: Reader, rendering: Rendering, wish: &Wish) -> Markup {
    let language = reader.language;
    let consultation = &snapshot.record.consultation;
    let is_open = stage == Stage::Open;
    let action = reader.link(&urls::consultation_page(&consultation.slug));
    let label = wish.label.as_ref().map(|label| (plain::LABEL.to_owned(), label.to_string()));
    let filled = Filled::new([(plain::ID.to_owned(), rendering.id.to_string())].into_iter().chain(label));
    let becomes = Becomes::New(rendering);
    html! {
        (about(consultation, stage, language))
        (plain::behind_a_press(&action, language))
        @if let Some(draft) = snapshot.draft.as_deref() {
            @let sheet = Sheet::new(consultation, draft, language, &filled, &[], is_open);
            @let around = Around { action: &action, becomes: &becomes, can_send: is_open };
            @let around = is_open.then_some(&around);
            @if wish.is_plain || assets::widget().is_none() {
                (plain::whole(&sheet, around))
            } @else {
                @let form = wish.form(consultation, reader);
                (plain::beside_the_widget(&sheet, around, plain::Form { address: &form, target: None }))
            }
        } @else {
            p.notice { (widget::Word::NoDraft.text(language)) }
        }
    }
}

/// Who asks, what, until when, and a few sentences about it.
pub fn about(consultation: &Consultation, stage: Stage, language: Language) -> Markup {
    let text = of_texts(language);
    html! {
        @if let Some((spoken, organiser)) = consultation.organiser.in_language(text) {
            p.organiser lang=(spoken.tag()) { (organiser) }
        }
        @if let Some((spoken, title)) = consultation.title.in_language(text) { h2 lang=(spoken.tag()) { (title) } }
        @if let Some(sentence) = deadline(consultation, stage, language) { p.deadline { (sentence) } }
        @if let Some((spoken, words)) = consultation.introduction.in_language(text) {
            p.introduction lang=(spoken.tag()) { (words) }
        }
    }
}

/// What a citizen has to know about time.
pub fn deadline(consultation: &Consultation, stage: Stage, language: Language) -> Option<String> {
    let say = |word: Word, moment| {
        let time = written::moment(moment, &consultation.time_zone, language);
        // Both the date and the sentence end with a point in Bulgarian; one is enough.
        word.say(language, &[("time", &time)]).replace("..", ".")
    };
    match stage {
        Stage::Draft => consultation.opens_at.map(|moment| say(Word::PageFrom, moment)),
        Stage::Open => consultation.closes_at.map(|moment| say(Word::PageUntil, moment)),
        Stage::Closed | Stage::Published => Some(consultation.closes_at.map_or_else(
            || Word::PageClosed.text(language).to_owned(),
            |moment| say(Word::PageClosedAt, moment),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::testing::{CLOSES, Town};

    #[tokio::test]
    async fn a_citizen_who_follows_a_link_reads_what_it_is_about_and_until_when() {
        let town = Town::new().await;
        let answer = town.get("/c/sample").await;
        let page = answer.text();
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert!(
            page.contains("Бюджет на общината") && page.contains("Предложения се приемат до 1 януари 1970"),
            "{page}"
        );
        assert!(
            page.contains("Кажете &lt;b&gt;какво&lt;/b&gt; мислите."),
            "what an officer writes is text: {page}"
        );
        assert!(!page.contains("ч.."));
        let english = town.get("/c/sample?lang=en").await.text();
        assert!(
            english.contains(r#"<html lang="en">"#) && english.contains("The town's budget"),
            "{english}"
        );
        assert!(english.contains(r#"<p class="introduction" lang="bg">"#));
    }

    #[tokio::test]
    async fn the_page_speaks_the_browsers_language() {
        let town = Town::new().await;
        let page = town.get_with("/c/sample", &[("accept-language", "en-GB,en;q=0.9")]).await;
        assert!(page.text().contains(r#"<html lang="en">"#));
        assert_eq!(page.header("vary"), "Accept-Language, Accept-Encoding");
    }

    #[tokio::test]
    async fn after_the_close_it_says_so() {
        let town = Town::new().await;
        town.set_time(CLOSES);
        assert!(
            town.get("/c/sample?lang=en").await.text().contains("The consultation closed on 1 January 1970")
        );
    }

    #[tokio::test]
    async fn a_page_runs_nothing_but_our_own_script_and_stands_in_no_frame() {
        let town = Town::new().await;
        let policy = town.get("/c/sample").await.header("content-security-policy");
        for part in ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
    }

    #[tokio::test]
    async fn a_wrong_link_is_answered_with_a_sentence() {
        let town = Town::new().await;
        let answer = town.get("/c/other?lang=en").await;
        assert_eq!(answer.status, 404);
        assert!(answer.text().contains("There is no consultation here"));
        town.set_stage(Stage::Draft).await;
        assert_eq!(town.get("/c/sample").await.status, 404);
        town.store.unplug();
        assert_eq!(town.get("/c/sample").await.status, 503);
    }
}
