//! What a page's content security policy lets the widget do, and which words it lacks. Pure; the rules are those of
//! <https://www.w3.org/TR/CSP3/> as far as the widget meets them.

use std::fmt::Write as _;

use super::source::{self, Place};

mod lacking;
pub use lacking::{Change, Lack};

/// Directives that something of ours depends on, or that show that a text is a policy at all.
const KNOWN: [&str; 24] = [
    "base-uri",
    "block-all-mixed-content",
    "child-src",
    "connect-src",
    "default-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "object-src",
    "report-to",
    "report-uri",
    "require-trusted-types-for",
    "sandbox",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "trusted-types",
    "upgrade-insecure-requests",
    "worker-src",
];
const NAME: &str = "content-security-policy";
const REPORT_ONLY: &str = "content-security-policy-report-only";

/// How a consultation can stand in a page, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// The link alone.
    Link,
    /// A frame that stands in the page's own HTML, without our script.
    BareFrame,
    /// The frame that our script makes, as tall as its content.
    Frame,
    /// In the page itself.
    Inline,
}

/// Whom the policy has to let in.
#[derive(Debug, Clone)]
pub struct Server<'a> {
    /// `https://glasno.example.bg`.
    pub origin: &'a str,
    /// Where the page with the policy stands, if the admin said so: what `'self'` means.
    pub site: Option<&'a str>,
    /// The hash of the loader, for pages that pin it.
    pub loader: Option<&'a str>,
    /// The hashes of the scripts that the loader adds: for the page itself, and for a frame.
    pub added: [Option<&'a str>; 2],
}

/// Everything that the admin pasted: each of these policies has to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies(Vec<Policy>);

/// One policy.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Policy(Vec<Directive>);

/// `script-src 'self' https://glasno.example.bg`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Directive {
    name: String,
    words: Vec<String>,
}

impl Policies {
    /// Reads a header, several of them, a line of a server's configuration, or a `meta` element. What a server only reports
    /// is left out. Nothing where no directive can be found.
    pub fn read(text: &str) -> Option<Self> {
        let mut headers: Vec<String> = Vec::new();
        let mut only_reported = false;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            // Capitals of other alphabets may change their length in bytes; these do not.
            let small = line.to_ascii_lowercase();
            if small.contains(REPORT_ONLY) {
                only_reported = true;
            } else if let Some(at) = small.find(NAME) {
                only_reported = false;
                headers.push(value(line.get(at + NAME.len()..).unwrap_or_default()).to_owned());
            } else if !only_reported && !is_other_header(line) {
                // A policy that goes on in the next line.
                match headers.last_mut() {
                    Some(header) => {
                        header.push(' ');
                        header.push_str(value(line));
                    }
                    None => headers.push(value(line).to_owned()),
                }
            }
        }
        let policies: Vec<Policy> =
            headers.iter().flat_map(|header| header.split(',')).filter_map(Policy::read).collect();
        (!policies.is_empty()).then_some(Self(policies))
    }

    /// The most that works as the policies stand.
    pub fn allow(&self, server: &Server<'_>) -> Mode {
        let works = |mode: &Mode| self.lacks(*mode, server).is_empty();
        [Mode::Inline, Mode::Frame, Mode::BareFrame].into_iter().find(works).unwrap_or(Mode::Link)
    }

    /// Does the script tag need the page's nonce? Only where nothing else lets the loader in.
    pub fn needs_nonce(&self, server: &Server<'_>) -> bool {
        self.0.iter().any(|policy| policy.loader(server) == Some(Admitted::Nonce))
    }

    /// Does the script tag need the loader's hash?
    pub fn needs_hash(&self, server: &Server<'_>) -> bool {
        self.0.iter().any(|policy| policy.loader(server) == Some(Admitted::Hash))
    }
}

/// By what a policy lets the loader in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Admitted {
    Address,
    Nonce,
    Hash,
}

impl Policy {
    fn read(text: &str) -> Option<Self> {
        let mut directives: Vec<Directive> = Vec::new();
        for part in text.split(';') {
            let mut words = part.split_ascii_whitespace().map(str::to_owned);
            let Some(name) = words.next().map(|name| name.to_ascii_lowercase()) else { continue };
            // Of two with the same name browsers keep the first.
            if KNOWN.contains(&name.as_str()) && directives.iter().all(|known| known.name != name) {
                directives.push(Directive { name, words: words.collect() });
            }
        }
        (!directives.is_empty()).then_some(Self(directives))
    }

    /// The first of these that stands there.
    fn find(&self, names: &[&str]) -> Option<&Directive> {
        names.iter().find_map(|name| self.0.iter().find(|directive| directive.name == *name))
    }

    fn scripts(&self) -> Option<&Directive> {
        self.find(&["script-src-elem", "script-src", "default-src"])
    }

    /// How the loader gets in; nothing where it does not.
    fn loader(&self, server: &Server<'_>) -> Option<Admitted> {
        let Some(scripts) = self.scripts() else { return Some(Admitted::Address) };
        if !scripts.is_strict() && scripts.lets(server, Place::Loader) {
            return Some(Admitted::Address);
        }
        if server.loader.is_some_and(|hash| scripts.has_hash(hash)) {
            return Some(Admitted::Hash);
        }
        scripts.has_nonce().then_some(Admitted::Nonce)
    }

    /// May the loader add this script? What a trusted script adds is trusted under `'strict-dynamic'`.
    fn lets_added(&self, server: &Server<'_>, hash: Option<&str>) -> bool {
        self.scripts().is_none_or(|scripts| {
            scripts.is_strict()
                || scripts.lets(server, Place::Asset)
                || hash.is_some_and(|hash| scripts.has_hash(hash))
        })
    }
}

impl Directive {
    /// `'none'` beside other words says nothing.
    fn sources(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str).filter(|word| !word.eq_ignore_ascii_case("'none'"))
    }

    fn has(&self, keyword: &str) -> bool {
        self.sources().any(|word| word.eq_ignore_ascii_case(keyword))
    }

    fn lets(&self, server: &Server<'_>, place: Place) -> bool {
        self.sources().any(|word| {
            if word.eq_ignore_ascii_case("'self'") {
                server.site.is_some_and(|site| site.eq_ignore_ascii_case(server.origin))
            } else {
                source::matches(word, server.origin, place)
            }
        })
    }

    fn is_strict(&self) -> bool {
        self.has("'strict-dynamic'")
    }

    fn has_nonce(&self) -> bool {
        self.sources().any(|word| word.to_ascii_lowercase().starts_with("'nonce-"))
    }

    /// A hash is told by its letters, capitals and all.
    fn has_hash(&self, hash: &str) -> bool {
        self.sources().any(|word| word.trim_matches('\'') == hash)
    }

    fn text(&self) -> String {
        let mut text = self.name.clone();
        for word in &self.words {
            // Writing to a string cannot fail.
            let _ = write!(text, " {word}");
        }
        text
    }
}

/// The policy out of what stands after the header's name, or in a line of its own: without the quotes around it. A policy has
/// single quotes of its own, `'self'`, so only the double ones can be those.
fn value(line: &str) -> &str {
    let rest = match line.find("content=") {
        Some(at) => line.get(at + "content=".len()..).unwrap_or_default(),
        // What closes the quotes around the name.
        None => line.strip_prefix(['"', '\'']).unwrap_or(line),
    };
    let rest = rest.trim_start_matches([':', '=', ',', ' ', '\t']);
    rest.strip_prefix('"').unwrap_or(rest).split('"').next().unwrap_or_default()
}

/// Is it a line `content-type: text/html` of a whole answer that was pasted, and not a policy that goes on?
fn is_other_header(line: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !["http", "https", "data", "blob", "ws", "wss"].contains(&name.to_ascii_lowercase().as_str())
    };
    line.split_once(": ").is_some_and(|(name, _)| is_name(name))
}

#[cfg(test)]
mod tests;
