//! The snippet in each of its forms, as text to copy.

use std::fmt::Write as _;

use glasno_model::{Consultation, Label, urls};
use glasno_words::Language;
use maud::html;

use super::colours::Colours;
use crate::{assets::Widget, http::language::of_texts};

/// Every choice beside consultation and language, as the form names them.
const ALL: [&str; 5] = ["theme", "mode", "level", "view", "ref"];

/// What the web admin picked.
#[derive(Debug, Clone)]
pub struct Picked<'a> {
    /// The consultation.
    pub consultation: &'a Consultation,
    /// The server, `https://glasno.example.bg`.
    pub server: &'a str,
    /// The language of the widget.
    pub language: Language,
    /// `light` or `dark`; nothing where it follows the page.
    pub theme: Option<&'static str>,
    /// `inline` or `frame`; nothing where the widget finds out.
    pub mode: Option<&'static str>,
    /// The level of its first heading, from 3 to 6; nothing for 2.
    pub level: Option<&'static str>,
    /// `summary` or `results`; nothing for all of it.
    pub view: Option<&'static str>,
    /// Where those who come by this snippet come from.
    pub label: Option<&'a Label>,
    /// The municipality's own colours.
    pub colours: Colours,
}

impl Picked<'_> {
    /// The shortest one: the newest version of the widget, for ever.
    pub fn bare(&self) -> String {
        format!("{}\n{}", self.element(), self.script(urls::LOADER))
    }

    /// One version for ever, by its hash.
    pub fn pinned(&self, widget: &Widget) -> Option<String> {
        Some(format!("{}\n{}", self.element(), self.pinned_script(widget)?))
    }

    /// The same, and what it will fetch is fetched beside the page. The names of those files change with each version, so a
    /// page that announces them pins the version too.
    pub fn preloaded(&self, widget: &Widget) -> Option<String> {
        let server = self.server;
        let mut lines = String::new();
        let draft = urls::consultation(&self.consultation.slug);
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "<link rel=\"preload\" as=\"fetch\" href=\"{server}{draft}\" crossorigin>");
        for preload in widget.preloads(self.language.tag()) {
            let url = preload.url;
            let _ = match preload.integrity {
                Some(hash) => writeln!(
                    lines,
                    "<link rel=\"modulepreload\" href=\"{server}{url}\" integrity=\"{hash}\" crossorigin>"
                ),
                None => {
                    writeln!(lines, "<link rel=\"preload\" as=\"fetch\" href=\"{server}{url}\" crossorigin>")
                }
            };
        }
        Some(format!("{lines}\n{}\n{}", self.element(), self.pinned_script(widget)?))
    }

    /// A frame alone, without script, and the link below it, for where no frame is shown. `frameborder` is old, but needs no
    /// style, which a strict policy would refuse.
    pub fn frame(&self) -> String {
        let address = format!("{}{}", self.server, urls::frame(&self.consultation.slug));
        let label = self.label.map(Label::as_str);
        let wishes = [
            ("lang", Some(self.language.tag())),
            ("scheme", self.theme),
            ("view", self.view),
            ("ref", label),
        ];
        let address =
            wishes.into_iter().fold(address, |address, (name, wish)| urls::asking(address, name, wish));
        let src = escaped(&address);
        let title = escaped(self.title());
        format!(
            "<iframe src=\"{src}\"\n  title=\"{title}\" loading=\"lazy\" width=\"100%\" height=\"900\" frameborder=\"0\"></iframe>\n\
             <p>{}</p>",
            self.link()
        )
    }

    /// A block, where an editor takes strange elements away; its script stands in the template.
    pub fn block(&self) -> String {
        let address = self.address();
        let attributes = self.attributes("data-");
        format!("<div data-glasno-budget=\"{address}\"{attributes}>\n  {}\n</div>", self.link())
    }

    /// The script that stands once in a template.
    pub fn template(&self) -> String {
        self.script(urls::LOADER)
    }

    /// For `WordPress` with the plugin.
    pub fn shortcode(&self) -> String {
        let mut text = format!("[glasno url=\"{}\" lang=\"{}\"", self.address(), self.language.tag());
        for (name, value) in self.picked(&ALL) {
            let _ = write!(text, " {}=\"{value}\"", attribute(name));
        }
        text + "]"
    }

    /// For Joomla with the plugin.
    pub fn braces(&self) -> String {
        let mut text = format!("{{glasno {} lang={}", self.address(), self.language.tag());
        for (name, value) in self.picked(&ALL) {
            let _ = write!(text, " {}={value}", attribute(name));
        }
        text + "}"
    }

    /// What was picked and a form of this name cannot carry, as the elements of the page that ask for it are named.
    pub fn lost(&self, form: &str) -> Vec<&'static str> {
        let names: &[&str] = match form {
            // It is a frame in every mode.
            "frame" => &["level"],
            "address" => &["theme", "mode", "level", "view"],
            _ => &[],
        };
        // A style sheet of the site reaches no frame.
        let reaches = !["frame", "address"].contains(&form) && self.mode != Some("frame");
        let colours = (!reaches && !self.colours.is_empty()).then_some("colours");
        self.picked(names).map(|(name, _)| name).chain(colours).collect()
    }

    /// The consultation's own page, for a link or a poster's code; it is also what editors paste where oEmbed works.
    pub fn linked(&self) -> String {
        urls::asking(self.address(), "ref", self.label.map(Label::as_str))
    }

    fn address(&self) -> String {
        format!("{}{}", self.server, urls::consultation_page(&self.consultation.slug))
    }

    fn title(&self) -> &str {
        self.consultation.title.get(of_texts(self.language))
    }

    fn element(&self) -> String {
        let (address, attributes) = (self.address(), self.attributes(""));
        format!("<glasno-budget src=\"{address}\"{attributes}>\n  {}\n</glasno-budget>", self.link())
    }

    fn link(&self) -> String {
        format!("<a href=\"{}\">{}</a>", self.linked(), escaped(self.title()))
    }

    fn attributes(&self, prefix: &str) -> String {
        let mut text = format!(" lang=\"{}\"", self.language.tag());
        for (name, value) in self.picked(&ALL) {
            let _ = write!(text, " {prefix}{}=\"{value}\"", attribute(name));
        }
        text
    }

    /// Those of these choices that differ from what holds anyway.
    fn picked(&self, names: &[&str]) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("theme", self.theme),
            ("mode", self.mode),
            ("level", self.level),
            ("view", self.view),
            ("ref", self.label.map(Label::as_str)),
        ]
        .into_iter()
        .filter_map(move |(name, value)| Some((name, value.filter(|_| names.contains(&name))?)))
    }

    fn script(&self, path: &str) -> String {
        format!("<script async src=\"{}{path}\"></script>", self.server)
    }

    fn pinned_script(&self, widget: &Widget) -> Option<String> {
        let (path, hash) = (urls::versioned(widget.version(), "glasno.js"), widget.loader_integrity()?);
        let server = self.server;
        Some(format!(
            "<script async src=\"{server}{path}\"\n  integrity=\"{hash}\" crossorigin=\"anonymous\"></script>"
        ))
    }
}

/// The element's attribute for a choice.
fn attribute(choice: &'static str) -> &'static str {
    if choice == "level" { "heading-level" } else { choice }
}

/// As it stands in HTML, in a text or within double quotes.
fn escaped(text: &str) -> String {
    html! { (text) }.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::testing::Town;
    use glasno_store::Store as _;

    async fn pick(check: impl FnOnce(Picked<'_>)) {
        let town = Town::new().await;
        let mut record = town.store.consultations().await.unwrap().remove(0);
        record.consultation.title =
            glasno_model::Text::new(glasno_model::Language::BULGARIAN, "\"Бюджет\" <b>& още</b>");
        check(Picked {
            consultation: &record.consultation,
            server: "https://glasno.example.bg",
            language: Language::Bg,
            theme: None,
            mode: None,
            level: None,
            view: None,
            label: None,
            colours: Colours::default(),
        });
    }

    #[tokio::test]
    async fn a_title_cannot_break_out_of_the_snippet() {
        pick(|picked| {
            let title = "&quot;Бюджет&quot; &lt;b&gt;&amp; още&lt;/b&gt;";
            for form in [picked.bare(), picked.frame(), picked.block()] {
                assert!(form.contains(title) && !form.contains("<b>"), "{form}");
            }
        })
        .await;
    }

    #[tokio::test]
    async fn a_snippet_says_only_what_was_picked() {
        pick(|picked| {
            let first = |form: &str| form.lines().next().unwrap().to_owned();
            let src = "src=\"https://glasno.example.bg/c/sample\" lang=\"bg\"";
            assert_eq!(first(&picked.bare()), format!("<glasno-budget {src}>"));
            let label = "library-qr".parse().unwrap();
            let (theme, mode, level, view) = (Some("dark"), Some("frame"), Some("3"), Some("summary"));
            let all = Picked { theme, mode, level, view, label: Some(&label), ..picked };
            assert_eq!(
                first(&all.bare()),
                format!("<glasno-budget {src} theme=\"dark\" mode=\"frame\" heading-level=\"3\" view=\"summary\" ref=\"library-qr\">")
            );
            assert_eq!(
                first(&all.block()),
                "<div data-glasno-budget=\"https://glasno.example.bg/c/sample\" lang=\"bg\" data-theme=\"dark\" \
                 data-mode=\"frame\" data-heading-level=\"3\" data-view=\"summary\" data-ref=\"library-qr\">"
            );
            assert_eq!(
                first(&all.frame()),
                "<iframe src=\"https://glasno.example.bg/c/sample/frame?lang=bg&amp;scheme=dark&amp;view=summary\
                 &amp;ref=library-qr\""
            );
            assert_eq!(all.linked(), "https://glasno.example.bg/c/sample?ref=library-qr");
            assert!(all.bare().contains("<a href=\"https://glasno.example.bg/c/sample?ref=library-qr\">"));
            assert_eq!(
                all.shortcode(),
                "[glasno url=\"https://glasno.example.bg/c/sample\" lang=\"bg\" theme=\"dark\" mode=\"frame\" \
                 heading-level=\"3\" view=\"summary\" ref=\"library-qr\"]"
            );
            assert_eq!(
                all.braces(),
                "{glasno https://glasno.example.bg/c/sample lang=bg theme=dark mode=frame heading-level=3 view=summary \
                 ref=library-qr}"
            );
        })
        .await;
    }

    #[tokio::test]
    async fn a_form_names_what_it_cannot_carry() {
        pick(|picked| {
            for form in ["bare", "frame", "address", "shortcode", "braces"] {
                assert_eq!(picked.lost(form), [""; 0], "nothing was picked for {form}");
            }
            let all = Picked { theme: Some("dark"), mode: Some("frame"), level: Some("3"), ..picked };
            assert_eq!(all.lost("bare"), [""; 0]);
            assert_eq!(all.lost("frame"), ["level"]);
            assert_eq!(all.lost("braces"), [""; 0]);
            assert_eq!(all.lost("address"), ["theme", "mode", "level"]);
        })
        .await;
    }
}
