//! Putting values into sentences.

/// The sentence with each `{name}` replaced by its value. A placeholder without a value stays as it is, so that a
/// mistake is seen instead of swallowed; a value is never searched for placeholders again.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        } else {
            filled.push('{');
            filled.push_str(name);
            filled.push('}');
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// The form of a sentence for a CLDR plural category (`one`, `few`, `other` …), or its `other` form; the sentence
/// itself where it has no forms.
pub fn form<'a>(sentence: &'a str, category: &str) -> &'a str {
    let find = |wanted: &str| {
        sentence.split('|').find_map(|part| part.strip_prefix(wanted).and_then(|text| text.strip_prefix('=')))
    };
    find(category).or_else(|| find("other")).unwrap_or(sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_the_sentence_names_them() {
        assert_eq!(
            fill("Остават {amount} от {total}.", &[("total", "9 €"), ("amount", "{total}")]),
            "Остават {total} от 9 €."
        );
        assert_eq!(fill("{unknown} {", &[]), "{unknown} {");
    }

    #[test]
    fn the_plural_form_follows_the_category() {
        let days = "one=остава {n} ден|other=остават {n} дни";
        assert_eq!(form(days, "one"), "остава {n} ден");
        assert_eq!(form(days, "few"), "остават {n} дни");
        assert_eq!(form("Готово", "one"), "Готово");
    }
}
