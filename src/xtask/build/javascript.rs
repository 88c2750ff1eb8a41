//! The words of JavaScript, to count and to rename them.

/// The source with each word that `rename` knows replaced; strings and comments are left alone.
pub(crate) fn rename(source: &str, rename: impl Fn(&str) -> Option<String>) -> String {
    let renamed = |token: &Token| (token.kind == Kind::Word).then(|| rename(token.text)).flatten();
    tokens(source).iter().map(|token| renamed(token).unwrap_or_else(|| token.text.to_owned())).collect()
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
    use super::{letters, rename, uses};

    #[test]
    fn names_are_shortened_in_code_and_left_in_strings() {
        let short = |word: &str| (word == "long").then(|| "l".to_owned());
        assert_eq!(rename("long('long', wasm.long, longer)", short), "l('long', wasm.l, longer)");
        assert_eq!(
            (letters(0), letters(25), letters(26), letters(27)),
            ("a".into(), "z".into(), "aa".into(), "ab".into())
        );
        assert_eq!(uses("long('long', wasm.long, longer)", "long"), 2);
    }
}
