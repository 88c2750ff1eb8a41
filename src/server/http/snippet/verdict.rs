//! What the page says about a policy that was pasted.

use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use super::policy::{Change, Lack, Mode, Policies, Server};
use crate::assets::{self, Widget};
use crate::http::origin::WebOrigin;

/// The whole verdict; `site` as it was typed.
pub fn verdict(pasted: &str, site: &str, origin: &str, language: Language) -> Markup {
    let Some(policies) = Policies::read(pasted) else {
        return html! { p { (Word::SnippetPolicyUnread.text(language)) } };
    };
    let site: Option<WebOrigin> = site.parse().ok();
    let widget = assets::widget();
    let hash = |role| widget.and_then(|widget| widget.integrity(role));
    let server = Server {
        origin,
        site: site.as_ref().map(WebOrigin::as_str),
        loader: widget.and_then(Widget::loader_integrity),
        added: [hash("stage2"), hash("frame")],
    };
    let allowed = policies.allow(&server);
    let better = [Mode::BareFrame, Mode::Frame, Mode::Inline].into_iter().filter(|mode| *mode > allowed);
    html! {
        p.allowed data-mode=(name(allowed)) { strong { (works(allowed).text(language)) } }
        @if allowed > Mode::BareFrame {
            @if policies.needs_nonce(&server) { p { (Word::SnippetNeedsNonce.text(language)) } }
            @if policies.needs_hash(&server) { p { (Word::SnippetNeedsHash.text(language)) } }
        }
        @for mode in better {
            @let lacks = policies.lacks(mode, &server);
            section.better data-mode=(name(mode)) {
                h3 { (wanted(mode).text(language)) }
                ul { @for reason in &lacks.reasons { li { (why(*reason).text(language)) } } }
                @if lacks.can_be_had() {
                    p { (Word::SnippetAdd.text(language)) }
                    @for change in &lacks.changes { (line(change, lacks.changes.iter().any(|other| other.policy > 1), language)) }
                }
            }
        }
    }
}

/// A directive as it should read, its new words marked.
fn line(change: &Change, several: bool, language: Language) -> Markup {
    let word = if change.is_new { Word::SnippetAddDirective } else { Word::SnippetAddWords };
    let words = change.words.join(" ");
    let number = change.policy.to_string();
    html! {
        div.change {
            p {
                (word.say(language, &[("directive", &change.directive), ("words", &words)]))
                @if several { " " (Word::SnippetOfPolicy.say(language, &[("number", &number)])) }
            }
            pre tabindex="0" { code { (change.whole) ";" } }
        }
    }
}

const fn name(mode: Mode) -> &'static str {
    match mode {
        Mode::Inline => "inline",
        Mode::Frame => "frame",
        Mode::BareFrame => "bare-frame",
        Mode::Link => "link",
    }
}

const fn works(mode: Mode) -> Word {
    match mode {
        Mode::Inline => Word::SnippetWorksInline,
        Mode::Frame => Word::SnippetWorksFrame,
        Mode::BareFrame => Word::SnippetWorksBareFrame,
        Mode::Link => Word::SnippetWorksLink,
    }
}

const fn wanted(mode: Mode) -> Word {
    match mode {
        Mode::Inline | Mode::Link => Word::SnippetForInline,
        Mode::Frame => Word::SnippetForFrame,
        Mode::BareFrame => Word::SnippetForBareFrame,
    }
}

const fn why(lack: Lack) -> Word {
    match lack {
        Lack::Script => Word::SnippetLacksScript,
        Lack::Wasm => Word::SnippetLacksWasm,
        Lack::Connection => Word::SnippetLacksConnection,
        Lack::Frame => Word::SnippetLacksFrame,
        Lack::TrustedTypes => Word::SnippetLacksTrustedTypes,
        Lack::TypeName => Word::SnippetLacksTypeName,
        Lack::Sandbox => Word::SnippetLacksSandbox,
    }
}
