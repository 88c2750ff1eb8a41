//! Takes comments and indentation out of JavaScript, and nothing else: what remains reads the same to an engine.

use std::collections::{BTreeMap, BTreeSet};

/// The source without comments, with no more white space than its meaning needs.
pub(crate) fn strip(source: &str) -> String {
    let mut stripped = String::with_capacity(source.len());
    let mut gap = Gap::None;
    let mut previous = "";
    for token in tokens(source) {
        match token.kind {
            Kind::Blank => gap = gap.max(if token.text.contains('\n') { Gap::Line } else { Gap::Space }),
            Kind::Word | Kind::Other => {
                stripped.push_str(separator(previous, gap, token.text));
                stripped.push_str(token.text);
                previous = token.text;
                gap = Gap::None;
            }
        }
    }
    stripped
}

/// The source with each word that `rename` knows replaced; strings and comments are left alone.
pub(crate) fn rename(source: &str, rename: impl Fn(&str) -> Option<String>) -> String {
    let renamed = |token: &Token| (token.kind == Kind::Word).then(|| rename(token.text)).flatten();
    tokens(source).iter().map(|token| renamed(token).unwrap_or_else(|| token.text.to_owned())).collect()
}

/// The source with the names that it declares for itself shortened. A name that stands anywhere as a property, as a
/// key, or where it could be one, or inside a template, keeps its length: that needs no knowledge of scopes, and the
/// new names are used nowhere else.
pub(crate) fn shorten_names(source: &str) -> String {
    let tokens: Vec<Token> = tokens(source).into_iter().filter(|token| token.kind != Kind::Blank).collect();
    let text = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |token| token.text);
    let mut declared: Vec<&str> = Vec::new();
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let (before, after) = (text(at.checked_sub(1)), text(Some(at + 1)));
        if token.text.starts_with('`') {
            kept.extend(token.text.split(|c| !is_word(c)));
        } else if token.kind == Kind::Word {
            let is_private = token.text.starts_with('#');
            if (is_private || matches!(before, "const" | "let" | "function" | "class"))
                && is_word_text(token.text)
            {
                declared.push(token.text);
            }
            let may_be_property =
                before == "." || after == ":" || ("{,".contains(before) && "},".contains(after));
            if may_be_property && !is_private {
                kept.insert(token.text);
            }
        }
    }
    let taken: BTreeSet<&str> = words(source).collect();
    let is_free = |name: &String| [&taken, &kept].iter().all(|words| !words.contains(name.as_str()));
    let mut free =
        (0..).map(letters).filter(|name| is_free(name) && !SHORT_KEYWORDS.contains(&name.as_str()));
    let mut short: BTreeMap<&str, String> = BTreeMap::new();
    for name in declared.into_iter().filter(|name| !kept.contains(name)) {
        short.entry(name).or_insert_with(|| {
            let hash = if name.starts_with('#') { "#" } else { "" };
            format!("{hash}{}", free.next().unwrap_or_default())
        });
    }
    rename(source, |word| short.get(word).cloned())
}

const SHORT_KEYWORDS: [&str; 10] = ["as", "do", "for", "if", "in", "let", "new", "of", "try", "var"];

fn is_word_text(text: &str) -> bool {
    text.chars().all(is_word)
}

/// a, b, … z, aa, ab, …
pub(crate) fn letters(number: usize) -> String {
    let before = number / 26;
    let mut letters = if before == 0 { String::new() } else { letters(before - 1) };
    letters.extend(('a'..='z').nth(number % 26));
    letters
}

/// Every word outside strings and comments, in order. All of a template counts, for an expression may stand in it.
pub(crate) fn words(source: &str) -> impl Iterator<Item = &str> {
    let may_use = |token: &Token| token.kind == Kind::Word || token.text.starts_with('`');
    let texts = tokens(source).into_iter().filter(may_use).map(|token| token.text);
    texts.flat_map(|text| text.split(|c| !is_word(c)).filter(|word| !word.is_empty()))
}

/// How often each word stands in the source, outside strings and comments.
pub(crate) fn uses(source: &str, word: &str) -> usize {
    words(source).filter(|found| *found == word).count()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

/// What must stand between two tokens. A line end is kept wherever leaving it out could join two statements.
fn separator(previous: &str, gap: Gap, next: &str) -> &'static str {
    let (Some(before), Some(after)) = (previous.chars().last(), next.chars().next()) else { return "" };
    if gap == Gap::None {
        return "";
    }
    if gap == Gap::Line && !"{([,;:?=&|<>!".contains(before) && !"})],;.?:=&|<>".contains(after) {
        return "\n";
    }
    let both_words = is_word(before) && is_word(after);
    let would_join = before == after && "+-/".contains(before);
    if both_words || would_join { " " } else { "" }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Blank,
    Other,
}

struct Token<'a> {
    kind: Kind,
    text: &'a str,
}

fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = source;
    let mut regex_may_follow = true;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = if first.is_whitespace() {
            (Kind::Blank, rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()))
        } else if rest.starts_with("//") {
            (Kind::Blank, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (
                Kind::Blank,
                rest.get(2..).and_then(|inside| inside.find("*/")).map_or(rest.len(), |end| end + 4),
            )
        } else if is_word(first) {
            (Kind::Word, rest.find(|c: char| !is_word(c)).unwrap_or(rest.len()))
        } else if first == '"' || first == '\'' || (first == '/' && regex_may_follow) {
            (Kind::Other, quoted(rest, first))
        } else if first == '`' {
            (Kind::Other, template(rest))
        } else {
            (Kind::Other, first.len_utf8())
        };
        let (text, remaining) = rest.split_at(length);
        if kind != Kind::Blank {
            let ends_a_value = text.ends_with(|c: char| is_word(c) || ")]}\"'`".contains(c));
            regex_may_follow = !ends_a_value || matches!(text, "return" | "typeof" | "case" | "in" | "of");
        }
        tokens.push(Token { kind, text });
        rest = remaining;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || c == '#'
}

/// The length of a string, or of a regular expression, whose class brackets may hold a bare slash.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let mut in_class = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' if quote == '/' => in_class = true,
            ']' if quote == '/' => in_class = false,
            _ if c == quote && !in_class => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a template literal with the expressions inside it.
fn template(text: &str) -> usize {
    let mut at = 1;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        match first {
            '\\' => at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            '`' => return at + 1,
            '$' if rest.starts_with("${") => at += 2 + expression(rest.get(2..).unwrap_or_default()),
            _ => at += first.len_utf8(),
        }
    }
    text.len()
}

/// The length of a template's expression with its closing brace.
fn expression(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        match first {
            '"' | '\'' => at += quoted(rest, first),
            '`' => at += template(rest),
            '}' if depth == 0 => return at + 1,
            _ => {
                depth = if first == '{' { depth + 1 } else { depth - usize::from(first == '}') };
                at += first.len_utf8();
            }
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{letters, rename, shorten_names, strip, uses};

    fn check(source: &str, expected: &str) {
        assert_eq!(strip(source), expected);
    }

    #[test]
    fn citizens_do_not_download_comments_or_indentation() {
        check("// why\nlet a = 1; /* and */ let b = a + 2;\n", "let a=1;let b=a+2;");
        check("if (a) {\n    return b;\n}\n", "if(a){return b;}");
    }

    #[test]
    fn statements_without_semicolons_stay_apart() {
        check("a()\nb()", "a()\nb()");
        check("const f = () => {\n  g()\n}\nf()", "const f=()=>{g()}\nf()");
        check("a = b\n++c", "a=b\n++c");
    }

    #[test]
    fn strings_templates_and_expressions_keep_their_blanks() {
        check("say('a  // b' + \"/* c */\")", "say('a  // b'+\"/* c */\")");
        check("`a  ${ f({ x: `}  ` }) }  b`", "`a  ${ f({ x: `}  ` }) }  b`");
        check("m = / [/ ]+ /.test( a )", "m=/ [/ ]+ /.test(a)");
        check("x = a / b / c", "x=a/b/c");
    }

    #[test]
    fn signs_that_would_become_another_operator_stay_apart() {
        check("a + +b - -c", "a+ +b- -c");
        check("return  x instanceof  Y", "return x instanceof Y");
    }

    #[test]
    fn names_are_shortened_in_code_and_left_in_strings() {
        let short = |word: &str| (word == "long").then(|| "l".to_owned());
        assert_eq!(rename("long('long', wasm.long, longer)", short), "l('long', wasm.l, longer)");
        assert_eq!(shorten_names("let root = 1; root(root, 'root')"), "let a = 1; a(a, 'root')");
        assert_eq!(shorten_names("this.#root = '#root'; #go(#root, a)"), "this.#b = '#root'; #c(#b, a)");
        for kept in
            ["let x1 = y; y.x1", "let x1; f({ x1 })", "let x1; f({ x1: 2 })", "let x1; `${x1}`", "x1(y)"]
        {
            assert_eq!(shorten_names(kept), kept);
        }
        assert_eq!(
            (letters(0), letters(25), letters(26), letters(27)),
            ("a".into(), "z".into(), "aa".into(), "ab".into())
        );
        assert_eq!(uses("long('long', wasm.long, longer)", "long"), 2);
    }
}
