//! Finding a line by name or code, in Cyrillic or as it is typed where there is no Cyrillic keyboard.

use glasno_model::{BudgetDraft, BudgetLine};

/// The lines that hold every word of the query in one of their names or in their code, in the
/// draft's order. An empty query finds nothing. `lower_case` is the browser's, because its tables weigh much; so does
/// the standard search for text, in whose place bytes are compared.
pub fn find(draft: &BudgetDraft, query: &str, lower_case: &dyn Fn(&str) -> String) -> Vec<usize> {
    let query = lower_case(query);
    let in_latin = query.bytes().any(|letter| letter.is_ascii_alphabetic());
    let matches = |line: &BudgetLine| {
        let mut hay = line.code.clone();
        for (_, name) in line.name.iter() {
            hay.push('\n');
            hay.push_str(&lower_case(name));
        }
        let heard = if in_latin { sound(&hay) } else { Vec::new() };
        let is_in = |word: &str| {
            let stands = hay.as_bytes().windows(word.len()).any(|part| part == word.as_bytes());
            stands || (word.is_ascii() && sounds_in(&heard, &sound(word)))
        };
        !query.trim().is_empty() && query.split_whitespace().all(is_in)
    };
    (0..draft.lines.len()).filter(|position| matches(&draft.lines[*position])).collect()
}

/// Bulgarian letters from а on, as the Transliteration Act writes them. ъ and й keep a byte of their own, because
/// people write the first as a, u or y and the second as y, i or j.
const LETTERS: [&str; 32] = [
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "+", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
    "h", "ts", "ch", "sh", "sht", "*", "", "y", "", "yu", "ya",
];

/// A text in small letters as it sounds, so that one word written in several ways is one: `ulici`, `ulitsi` and
/// `улици`; `chitalishte`, `4itali6te` and `читалище`. Empty where nothing in it has a sound.
fn sound(text: &str) -> Vec<u8> {
    let mut latin = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'а'..='я' => {
                latin.extend_from_slice(LETTERS[letter as usize - 'а' as usize].as_bytes());
            }
            _ if letter.is_ascii() => latin.push(letter as u8),
            _ => latin.push(b'\n'),
        }
    }
    if !latin.iter().any(u8::is_ascii_alphabetic) {
        return Vec::new();
    }
    let mut heard = Vec::with_capacity(latin.len());
    let mut at = 0;
    while let Some(rest) = latin.get(at..).filter(|rest| !rest.is_empty()) {
        let (taken, said): (usize, &[u8]) = match rest {
            [b'z', b'h', ..] => (2, b"j"),
            [b't', b's' | b'z', ..] => (2, b"c"),
            [b'k', b'h', ..] => (2, b"h"),
            // As in messages typed on old phones.
            [b'4', ..] => (1, b"ch"),
            [b'6', ..] => (1, b"sh"),
            [b'q', ..] => (1, b"ia"),
            [b'w', ..] => (1, b"v"),
            [b'x', ..] => (1, b"h"),
            [b'y', ..] => (1, b"i"),
            [other, ..] => (1, core::slice::from_ref(other)),
            [] => break,
        };
        heard.extend_from_slice(said);
        at += taken;
    }
    heard
}

/// Does one sound stand in another?
fn sounds_in(hay: &[u8], word: &[u8]) -> bool {
    let alike = |(heard, said): (&u8, &u8)| match heard {
        b'*' => matches!(said, b'a' | b'u' | b'i'),
        b'+' => matches!(said, b'i' | b'j'),
        _ => heard == said,
    };
    !word.is_empty() && hay.windows(word.len()).any(|part| part.iter().zip(word).all(alike))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(names: &[&str]) -> BudgetDraft {
        let line = |(at, name): (usize, &&str)| {
            serde_json::json!({ "id": format!("60{at}-local"), "code": format!("60{at}"), "group": "6",
                "discretion": "local", "amount": 1, "name": { "bg": name } })
        };
        serde_json::from_value(serde_json::json!({
            "version": 1, "currency": "EUR",
            "source": { "file": "draft.csv", "currency": "EUR", "total": names.len() },
            "groups": [{ "id": "6", "name": { "bg": "Среда" } }],
            "lines": names.iter().enumerate().map(line).collect::<Vec<_>>(),
        }))
        .unwrap()
    }

    fn found(names: &[&str], query: &str) -> Vec<usize> {
        find(&draft(names), query, &str::to_lowercase)
    }

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

    #[test]
    fn citizen_without_a_cyrillic_keyboard_finds_the_same_lines() {
        const NAMES: [&str; 7] = [
            "Улици и площади",
            "Читалища",
            "Въздух и шум",
            "Район „Централен“",
            "Ясли и детски кухни",
            "Поддържане на улични настилки",
            "Жилищно строителство",
        ];
        for (query, position) in [
            ("ulici", 0),
            ("ulitsi", 0),
            ("ULICI ploshtadi", 0),
            ("chitalishta", 1),
            ("4itali6ta", 1),
            ("vazduh", 2),
            ("vuzduh", 2),
            ("wyzdux", 2),
            ("rayon", 3),
            ("rajon", 3),
            ("tsentralen", 3),
            ("centralen", 3),
            ("yasli", 4),
            ("qsli", 4),
            ("poddarjane", 5),
            ("poddurzhane", 5),
            ("jilishtno", 6),
            ("zhilishtno", 6),
        ] {
            assert_eq!(found(&NAMES, query), [position], "{query}");
        }
    }

    #[test]
    fn every_letter_of_the_transliteration_act_is_found() {
        const ALPHABET: &str = "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я";
        const LATIN: &str = "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya";
        for (cyrillic, latin) in ALPHABET.split(' ').zip(LATIN.split(' ')) {
            let name = format!("о{cyrillic}о");
            assert_eq!(found(&[&name], &format!("o{latin}o")), [0], "{cyrillic}");
        }
    }

    #[test]
    fn a_code_stays_a_code_and_cyrillic_is_not_guessed_at() {
        assert_eq!(found(&["Шест", "Четири"], "4"), Vec::<usize>::new(), "a digit alone is no letter");
        assert_eq!(found(&["Шест", "Четири"], "601"), [1]);
        assert_eq!(found(&["Въздух"], "вуздух"), Vec::<usize>::new());
    }
}
