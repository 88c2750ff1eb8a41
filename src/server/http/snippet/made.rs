//! The page: first what to pick and what it looks like, then what to copy, then the policy.

use glasno_model::{Consultation, urls};
use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use super::{Asked, Picked, colours, languages, verdict::verdict};
use crate::{
    assets::{self, Policies},
    http::{
        language::{Reader, of_texts},
        page::{self, Page},
    },
};

/// Why the widget may show its link alone, by the code of its event: the event's address leads to the sentence.
const CODES: [(&str, Word); 8] = [
    ("offline", Word::SnippetCodeOffline),
    ("origin-not-allowed", Word::SnippetCodeOrigin),
    ("not-found", Word::SnippetCodeNotFound),
    ("source", Word::SnippetCodeSource),
    ("csp-frame", Word::SnippetCodeFrame),
    ("integrity", Word::SnippetCodeIntegrity),
    ("rate-limited", Word::SnippetCodeRate),
    ("server", Word::SnippetCodeServer),
];

/// Everything that the page is made of.
pub struct Made<'a> {
    /// Who reads.
    pub reader: Reader,
    /// Where the server is found.
    pub server: &'a str,
    /// What can be picked.
    pub consultations: &'a [Consultation],
    /// What is; nothing where there is nothing to pick.
    pub picked: Option<Picked<'a>>,
    /// As it was asked for.
    pub asked: &'a Asked,
}

impl Made<'_> {
    /// The document.
    pub fn render(&self) -> Markup {
        let language = self.reader.language;
        let title = Word::SnippetTitle.text(language);
        let style = assets::stylesheet("snippet.css");
        let head = html! {
            @if let Some(url) = style { link rel="stylesheet" href=(url); }
            @if assets::widget().is_some() { script defer src=(urls::LOADER) {} }
            @if let Some(url) = assets::script("snippet.js") { script type="module" src=(url) {} }
        };
        let body = html! {
            header { span { "Glasno" } (page::languages(language)) }
            main.snippet {
                h1 { (title) }
                p { (Word::SnippetWhat.text(language)) }
                @match &self.picked {
                    Some(picked) => { (self.choices(picked)) (preview(picked, language)) (snippets(picked, language)) }
                    None => p.notice { (Word::SnippetNone.text(language)) }
                }
                (self.policy())
                (codes(language))
            }
            p.unseen #said role="status" data-copied=(Word::SnippetCopied.text(language))
                data-failed=(Word::SnippetCopyFailed.text(language)) {}
        };
        Page { language, title, style: "page.css", head, body }.render()
    }

    fn choices(&self, picked: &Picked<'_>) -> Markup {
        let language = self.reader.language;
        let text = of_texts(language);
        let say = |word: Word| word.text(language);
        // The browser's own check would speak in the browser's words, and would not say what then happens.
        let typed = self.asked.typed_label();
        let is_wrong = !typed.is_empty() && picked.label.is_none();
        html! {
            form #pick method="get" action=(urls::SNIPPET) {
                input type="hidden" name="lang" value=(language.tag());
                (select("consultation", say(Word::SnippetConsultation), self.consultations.iter().map(|one| {
                    let is_picked = one.slug == picked.consultation.slug;
                    (one.slug.as_str(), one.title.get(text), is_picked)
                })))
                (select("language", say(Word::SnippetLanguage), languages(picked.consultation).into_iter().map(|one| {
                    (one.tag(), Word::LanguageName.text(one), one == picked.language)
                })))
                (select("theme", say(Word::SnippetTheme), [
                    ("", say(Word::SnippetThemeInherit), picked.theme.is_none()),
                    ("light", say(Word::SnippetThemeLight), picked.theme == Some("light")),
                    ("dark", say(Word::SnippetThemeDark), picked.theme == Some("dark")),
                ]))
                (select("mode", say(Word::SnippetMode), [
                    ("", say(Word::SnippetModeAuto), picked.mode.is_none()),
                    ("inline", say(Word::SnippetModeInline), picked.mode == Some("inline")),
                    ("frame", say(Word::SnippetModeFrame), picked.mode == Some("frame")),
                ]))
                (select("level", say(Word::SnippetLevel), ["2", "3", "4", "5", "6"].map(|level| {
                    (level, level, picked.level.unwrap_or("2") == level)
                })))
                (select("view", say(Word::SnippetView), [
                    ("", say(Word::SnippetViewFull), picked.view.is_none()),
                    ("summary", say(Word::SnippetViewSummary), picked.view == Some("summary")),
                    ("results", say(Word::SnippetViewResults), picked.view == Some("results")),
                ]))
                div {
                    label for="ref" { (say(Word::SnippetLabel)) }
                    input #ref name="ref" value=(typed) placeholder="library-qr" aria-invalid=[is_wrong.then_some("true")]
                        autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="ref-wrong ref-what";
                }
                button { (say(Word::SnippetShow)) }
                div.beside {
                    p.wrong #ref-wrong role="status" { @if is_wrong { (say(Word::SnippetLabelWrong)) } }
                    p.quiet #ref-what { (say(Word::SnippetLabelWhat)) }
                }
                (colours::picker(self.asked, language))
            }
        }
    }

    fn policy(&self) -> Markup {
        let language = self.reader.language;
        let words = Policies::of(self.server);
        let (pasted, site) = (self.asked.policy.as_deref(), self.asked.site.as_deref().unwrap_or_default());
        html! {
            section #policy {
                h2 { (Word::SnippetPolicyTitle.text(language)) }
                p { (Word::SnippetPolicyWhat.text(language)) }
                form method="post" action={ (self.reader.link(urls::SNIPPET)) "#policy" } {
                    @if let Some(picked) = &self.picked {
                        @for (name, value) in [
                            ("consultation", picked.consultation.slug.as_str()),
                            ("language", picked.language.tag()),
                            ("theme", picked.theme.unwrap_or_default()),
                            ("mode", picked.mode.unwrap_or_default()),
                            ("level", picked.level.unwrap_or_default()),
                            ("view", picked.view.unwrap_or_default()),
                            ("ref", self.asked.typed_label()),
                        ] {
                            input type="hidden" name=(name) value=(value);
                        }
                        @for field in colours::fields(self.asked) {
                            input type="hidden" name=(field.name) value=(field.typed);
                        }
                    }
                    label for="pasted" { (Word::SnippetPolicyLabel.text(language)) }
                    textarea #pasted name="policy" rows="5" required spellcheck="false" autocomplete="off"
                        placeholder="Content-Security-Policy: default-src 'self'; …" { (pasted.unwrap_or_default()) }
                    label for="site" { (Word::SnippetSite.text(language)) }
                    input #site name="site" type="url" value=(site) placeholder="https://www.example.bg";
                    button { (Word::SnippetPolicyCheck.text(language)) }
                }
                @if let Some(pasted) = pasted {
                    div.verdict role="group" aria-labelledby="verdict" {
                        h3 #verdict { (Word::SnippetVerdict.text(language)) }
                        (verdict(pasted, site, self.server, language))
                    }
                }
                details {
                    summary { (Word::SnippetPolicyWords.text(language)) }
                    p { (Word::SnippetForInline.text(language)) }
                    pre tabindex="0" { code { (words.inline) } }
                    p { (Word::SnippetForFrame.text(language)) }
                    pre tabindex="0" { code { (words.frame) } }
                    p { (Word::SnippetPolicyNoStyle.text(language)) }
                }
            }
        }
    }
}

fn select<'a>(
    name: &str,
    label: &str,
    options: impl IntoIterator<Item = (&'a str, &'a str, bool)>,
) -> Markup {
    html! {
        div {
            label for=(name) { (label) }
            select id=(name) name=(name) {
                @for (value, text, is_picked) in options { option value=(value) selected[is_picked] { (text) } }
            }
        }
    }
}

/// The element itself as it will stand, and the server's own address: the page may be reached by another than the public one.
fn preview(picked: &Picked<'_>, language: Language) -> Markup {
    let address = urls::consultation_page(&picked.consultation.slug);
    html! {
        section #preview {
            h2 { (Word::SnippetPreview.text(language)) }
            @if assets::widget().is_some() {
                p.quiet { (Word::SnippetPreviewReal.text(language)) }
                div.stage {
                    glasno-budget src=(address) lang=(picked.language.tag()) theme=[picked.theme] mode=[picked.mode]
                        heading-level=[picked.level] view=[picked.view] {
                        a href=(address) { (picked.consultation.title.get(of_texts(picked.language))) }
                    }
                }
            } @else {
                p.notice { (Word::PageNotBuilt.text(language)) }
            }
        }
    }
}

fn snippets<'a>(picked: &Picked<'a>, language: Language) -> Markup {
    let widget = assets::widget();
    let of_version = |make: fn(&Picked<'a>, &assets::Widget) -> Option<String>| {
        widget.and_then(|widget| make(picked, widget))
    };
    let forms = [
        ("bare", Word::SnippetBare, Word::SnippetBareFor, Some(picked.bare())),
        ("pinned", Word::SnippetPinned, Word::SnippetPinnedFor, of_version(Picked::pinned)),
        ("colours", Word::SnippetRule, Word::SnippetRuleFor, Some(picked.colours.rule())),
        ("preloaded", Word::SnippetPreloaded, Word::SnippetPreloadedFor, of_version(Picked::preloaded)),
        ("frame", Word::SnippetFrame, Word::SnippetFrameFor, Some(picked.frame())),
        ("block", Word::SnippetBlock, Word::SnippetBlockFor, Some(picked.block())),
        ("template", Word::SnippetTemplate, Word::SnippetTemplateFor, Some(picked.template())),
        ("address", Word::SnippetAddress, Word::SnippetAddressFor, Some(picked.linked())),
        ("shortcode", Word::SnippetShortcode, Word::SnippetShortcodeFor, Some(picked.shortcode())),
        ("braces", Word::SnippetBraces, Word::SnippetBracesFor, Some(picked.braces())),
    ];
    html! {
        section #snippets {
            h2 { (Word::SnippetCopyTitle.text(language)) }
            @for (id, title, purpose, code) in forms {
                @if let Some(code) = code {
                    // A form with nothing in it is there for the script, which fills it.
                    div.form hidden[code.is_empty()] {
                        h3 id={ "title-" (id) } { (title.text(language)) }
                        p { (purpose.text(language)) }
                        pre tabindex="0" role="group" aria-labelledby={ "title-" (id) } { code id=(id) { (code) } }
                        button.copy type="button" data-copies=(id) aria-describedby={ "title-" (id) } {
                            (Word::SnippetCopy.text(language))
                        }
                        p.lost id={ "lost-" (id) } { (lost(picked, id, language).unwrap_or_default()) }
                    }
                }
            }
        }
    }
}

/// Which choices a form leaves out, where one was made.
fn lost(picked: &Picked<'_>, form: &str, language: Language) -> Option<String> {
    let named = |choice: &str| match choice {
        "theme" => Word::SnippetTheme,
        "mode" => Word::SnippetMode,
        "level" => Word::SnippetLevel,
        "colours" => Word::SnippetColoursLost,
        _ => Word::SnippetView,
    };
    let choices: Vec<&str> =
        picked.lost(form).into_iter().map(|choice| named(choice).text(language)).collect();
    let sentence = || Word::SnippetLost.say(language, &[("choices", &choices.join(", "))]);
    (!choices.is_empty()).then(sentence)
}

fn codes(language: Language) -> Markup {
    html! {
        section {
            h2 { (Word::SnippetCodes.text(language)) }
            p { (Word::SnippetCodesWhere.text(language)) }
            dl { @for (code, sentence) in CODES { dt id=(code) { code { (code) } } dd { (sentence.text(language)) } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CODES;

    const LOADER: &str = include_str!("../../../widget/loader/glasno.js");
    const FRAME: &str = include_str!("../../../widget/loader/frame.js");

    #[test]
    fn a_developer_who_follows_the_address_of_an_error_finds_its_code() {
        let mut told: Vec<&str> = Vec::new();
        let (_, refusals) = LOADER.split_once("REFUSALS = {").unwrap();
        told.extend(refusals.split_once('}').unwrap().0.split('\'').skip(1).step_by(2));
        for (text, before) in [(LOADER, "failure('"), (LOADER, "{ code = '"), (FRAME, "giveUp('")] {
            told.extend(text.split(before).skip(1).map(|rest| rest.split('\'').next().unwrap()));
        }
        told.sort_unstable();
        told.dedup();
        let mut known = CODES.map(|(code, _)| code);
        known.sort_unstable();
        assert_eq!(told, known);
    }
}
