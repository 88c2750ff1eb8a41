//! Finding a line by name or code.

use glasno_model::BudgetDraft;

/// The lines that hold every word of the query in one of their names or in their code, in the
/// draft's order. An empty query finds nothing. `lower_case` is the browser's: the tables of it weigh much.
pub fn find(draft: &BudgetDraft, query: &str, lower_case: &dyn Fn(&str) -> String) -> Vec<usize> {
    let words: Vec<String> = query.split_whitespace().map(lower_case).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let matches = |line: &glasno_model::BudgetLine| {
        let mut hay = line.code.clone();
        for (_, name) in line.name.iter() {
            hay.push('\n');
            hay.push_str(&lower_case(name));
        }
        words.iter().all(|word| hay.contains(word.as_str()))
    };
    (0..draft.lines.len()).filter(|position| matches(&draft.lines[*position])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citizen_finds_a_line_by_part_of_its_name_or_by_code() {
        let draft: BudgetDraft = serde_json::from_value(serde_json::json!({
            "version": 1, "currency": "EUR",
            "source": { "file": "draft.csv", "currency": "EUR", "total": 2 },
            "groups": [{ "id": "6", "name": { "bg": "Среда" } }],
            "lines": [
                { "id": "606-local", "code": "606", "group": "6", "discretion": "local", "amount": 1,
                  "name": { "bg": "Поддържане на Уличната мрежа", "en": "Street maintenance" } },
                { "id": "622-local", "code": "622", "group": "6", "discretion": "local", "amount": 1,
                  "name": { "bg": "Озеленяване", "en": "Green spaces" } },
            ],
        }))
        .unwrap();
        assert_eq!(find(&draft, "УЛИЧН мреж", &str::to_lowercase), [0]);
        assert_eq!(find(&draft, "street", &str::to_lowercase), [0]);
        assert_eq!(find(&draft, "622", &str::to_lowercase), [1]);
        assert!(
            find(&draft, "луна", &str::to_lowercase).is_empty()
                && find(&draft, "  ", &str::to_lowercase).is_empty()
        );
    }
}
