//! Takes comments and needless white space out of a stylesheet.

/// The stylesheet as short as it gets without understanding it.
pub(crate) fn strip(source: &str) -> String {
    let mut stripped = String::with_capacity(source.len());
    let mut rest = source;
    let mut gap = false;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("/*") {
            gap = true;
            rest.get(2..).and_then(|inside| inside.find("*/")).map_or(rest.len(), |end| end + 4)
        } else if first.is_whitespace() {
            gap = true;
            first.len_utf8()
        } else {
            let length = if first == '"' || first == '\'' { string(rest, first) } else { first.len_utf8() };
            if first == '}' && stripped.ends_with(';') {
                stripped.pop();
            }
            if gap && needs_gap(&stripped, first) {
                stripped.push(' ');
            }
            stripped.push_str(rest.get(..length).unwrap_or_default());
            gap = false;
            length
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    stripped
}

/// A blank before a colon or around a sign can mean something in selectors and sums, so these are left alone.
fn needs_gap(written: &str, next: char) -> bool {
    let after_opening = written.is_empty() || written.ends_with(['{', '}', ';', ',', ':', '(']);
    !after_opening && !matches!(next, '{' | '}' | ';' | ',' | ')')
}

fn string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::strip;

    fn check(source: &str, expected: &str) {
        assert_eq!(strip(source), expected);
    }

    #[test]
    fn citizens_do_not_download_comments_or_indentation() {
        check("/* why */\n.a ,\n.b {\n  color : red ;\n  top: 0;\n}\n", ".a,.b{color :red;top:0}");
    }

    #[test]
    fn blanks_that_mean_something_stay() {
        check(".a .b > .c :hover { }", ".a .b > .c :hover{}");
        check("a { width: calc( 1px + 2em ); margin: 0 auto }", "a{width:calc(1px + 2em);margin:0 auto}");
        check(
            "@container (width > 30em) and (height > 1em) { }",
            "@container (width > 30em) and (height > 1em){}",
        );
    }

    #[test]
    fn strings_keep_their_blanks_and_braces() {
        check("a::before { content: \"  /* } */ \\\" \" ; }", "a::before{content:\"  /* } */ \\\" \"}");
    }
}
