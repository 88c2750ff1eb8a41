//! What a mode lacks under a policy, and the words that would bring it.

use super::{Directive, Mode, Policies, Policy, Server};
use crate::http::snippet::source::Place;

/// Why a mode does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The page runs our script, the first one or those that follow it, under no name and no hash.
    Script,
    /// WebAssembly may not be compiled.
    Wasm,
    /// The draft cannot be read, nor a ballot sent.
    Connection,
    /// Our frame may not be shown.
    Frame,
    /// The page demands trusted types, under which the program cannot draw. No word helps but taking the demand away.
    TrustedTypes,
    /// The page demands trusted types and does not let us name ours.
    TypeName,
    /// The page stands in a sandbox without script.
    Sandbox,
}

/// What one directive should become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which of the policies, counted from 1.
    pub policy: usize,
    /// Its name.
    pub directive: String,
    /// The words to add.
    pub words: Vec<String>,
    /// The directive as it should read, with what stood there.
    pub whole: String,
    /// Did it not stand there? Then it takes the place of `default-src` for its things, so it repeats its words.
    pub is_new: bool,
}

/// Everything that a mode lacks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lacks {
    /// The reasons, each once.
    pub reasons: Vec<Lack>,
    /// What to write. Empty beside a reason that no word takes away.
    pub changes: Vec<Change>,
}

impl Lacks {
    /// Does the mode work as it is?
    pub const fn is_empty(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Would the changes make it work?
    pub fn can_be_had(&self) -> bool {
        !self.reasons.contains(&Lack::TrustedTypes)
    }

    fn add(&mut self, reason: Lack) {
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// Adds a word to the directive that holds for these names: the first that stands there, unless that is only the
    /// fallback, beside which `own` is better.
    fn word(&mut self, at: (usize, &Policy), names: &[&str], own: &str, word: &str) {
        let (policy, directives) = at;
        let held = directives.find(names);
        let is_fallback = held.is_none_or(|held| held.name == "default-src" || held.name == "child-src");
        let name = if is_fallback { own } else { held.map_or(own, |held| held.name.as_str()) };
        let known = |change: &&mut Change| change.policy == policy && change.directive == name;
        if let Some(change) = self.changes.iter_mut().find(known) {
            if !change.words.iter().any(|known| known == word) {
                change.words.push(word.to_owned());
                change.whole = format!("{} {word}", change.whole);
            }
            return;
        }
        let mut whole = Directive { name: name.to_owned(), words: Vec::new() };
        whole.words.extend(held.into_iter().flat_map(Directive::sources).map(str::to_owned));
        whole.words.push(word.to_owned());
        let change = Change {
            policy,
            directive: name.to_owned(),
            words: vec![word.to_owned()],
            whole: whole.text(),
            is_new: is_fallback,
        };
        self.changes.push(change);
    }
}

impl Policies {
    /// What a mode lacks.
    pub fn lacks(&self, mode: Mode, server: &Server<'_>) -> Lacks {
        let mut lacks = Lacks::default();
        // The loader asks before anything is fetched. Where nothing forbids the program it makes no frame, but where it is
        // then refused to connect; a script that is refused is taken for a lost connection.
        let fits = |policy| lets_wasm(policy) && !demands_types(policy) && lets_connect(policy, server);
        let begins_inline = self.0.iter().all(fits);
        for (at, policy) in self.0.iter().enumerate() {
            let at = (at + 1, policy);
            if mode != Mode::Link {
                sandbox(at, &mut lacks);
            }
            match mode {
                Mode::Link => {}
                Mode::BareFrame => frame(at, server, &mut lacks),
                Mode::Frame => {
                    scripts(at, server, server.added[1], &mut lacks);
                    type_name(at, &mut lacks);
                    frame(at, server, &mut lacks);
                    if begins_inline {
                        scripts(at, server, server.added[0], &mut lacks);
                    }
                }
                Mode::Inline => {
                    scripts(at, server, server.added[0], &mut lacks);
                    wasm(at, &mut lacks);
                    connection(at, server, &mut lacks);
                    if demands_types(policy) {
                        lacks.add(Lack::TrustedTypes);
                    }
                }
            }
        }
        if !lacks.can_be_had() {
            lacks.changes.clear();
        }
        lacks
    }
}

fn scripts(at: (usize, &Policy), server: &Server<'_>, added: Option<&str>, lacks: &mut Lacks) {
    const NAMES: [&str; 3] = ["script-src-elem", "script-src", "default-src"];
    let (_, policy) = at;
    let admitted = policy.loader(server);
    if admitted.is_some() && policy.lets_added(server, added) {
        return;
    }
    lacks.add(Lack::Script);
    let is_strict = policy.find(&NAMES).is_some_and(Directive::is_strict);
    match server.loader.filter(|_| is_strict) {
        // Under 'strict-dynamic' no address counts.
        Some(hash) if admitted.is_none() => lacks.word(at, &NAMES, "script-src", &format!("'{hash}'")),
        _ => lacks.word(at, &NAMES, "script-src", server.origin),
    }
}

/// Not decided by `script-src-elem`, which is about elements.
const PROGRAMS: [&str; 2] = ["script-src", "default-src"];

fn lets_wasm(policy: &Policy) -> bool {
    policy.find(&PROGRAMS).is_none_or(|held| held.has("'wasm-unsafe-eval'") || held.has("'unsafe-eval'"))
}

fn wasm(at: (usize, &Policy), lacks: &mut Lacks) {
    if !lets_wasm(at.1) {
        lacks.add(Lack::Wasm);
        lacks.word(at, &PROGRAMS, "script-src", "'wasm-unsafe-eval'");
    }
}

const CONNECTIONS: [&str; 2] = ["connect-src", "default-src"];

fn lets_connect(policy: &Policy, server: &Server<'_>) -> bool {
    let lets = |held: &Directive| held.lets(server, Place::Asset) && held.lets(server, Place::Api);
    policy.find(&CONNECTIONS).is_none_or(lets)
}

fn connection(at: (usize, &Policy), server: &Server<'_>, lacks: &mut Lacks) {
    if !lets_connect(at.1, server) {
        lacks.add(Lack::Connection);
        lacks.word(at, &CONNECTIONS, "connect-src", server.origin);
    }
}

fn frame(at: (usize, &Policy), server: &Server<'_>, lacks: &mut Lacks) {
    const NAMES: [&str; 3] = ["frame-src", "child-src", "default-src"];
    if at.1.find(&NAMES).is_some_and(|held| !held.lets(server, Place::Frame)) {
        lacks.add(Lack::Frame);
        lacks.word(at, &NAMES, "frame-src", server.origin);
    }
}

fn demands_types(policy: &Policy) -> bool {
    policy.find(&["require-trusted-types-for"]).is_some_and(|held| held.has("'script'"))
}

fn type_name(at: (usize, &Policy), lacks: &mut Lacks) {
    const NAME: &str = "glasno-budget";
    let (_, policy) = at;
    // Types that are named but not demanded stop nothing.
    let names = policy.find(&["trusted-types"]).filter(|_| demands_types(policy));
    if names.is_some_and(|held| !held.has("*") && !held.words.iter().any(|word| word == NAME)) {
        lacks.add(Lack::TypeName);
        lacks.word(at, &["trusted-types"], "trusted-types", NAME);
    }
}

fn sandbox(at: (usize, &Policy), lacks: &mut Lacks) {
    if at.1.find(&["sandbox"]).is_some_and(|held| !held.has("allow-scripts")) {
        lacks.add(Lack::Sandbox);
        lacks.word(at, &["sandbox"], "sandbox", "allow-scripts");
    }
}
