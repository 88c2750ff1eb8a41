use super::*;

const LANGUAGES: [Language; 2] = Language::ALL;

fn outcome(json: &str, rule: DivisionRule, language: Language) -> Result<String, Refused> {
    let ballots = understand(json.as_bytes(), "profile.json", language)?;
    let refuse = |error: DivisionError| refused(&error, "profile.json", language);
    let reports = Reports::from_ballots(&ballots).map_err(refuse)?;
    let shares = divide(&reports, rule).map_err(refuse)?;
    Ok(table(rule, reports.voters(), &shares, language))
}

#[test]
fn a_researcher_writes_shares_as_fractions_as_decimals_or_as_whole_numbers() {
    let json = "\u{feff}{\"name\": \"B\", \"ballots\": [[\"3/5\", \"0.4\"], [1, 0], [\"0\", \"1.0\"]]}";
    let table = outcome(json, DivisionRule::Mean, Language::En).unwrap();
    assert_eq!(
        table,
        "Rule: mean. Ballots: 3.\n Line   Percent  Exact share\n    1     53.33  8/15\n    2     46.67  7/15"
    );
}

#[test]
fn an_operator_reads_what_is_wrong_with_a_profile_and_where_in_both_languages() {
    let check = |json: &str, parts: [&[&str]; 2]| {
        for (language, parts) in LANGUAGES.into_iter().zip(parts) {
            let sentence = outcome(json, DivisionRule::MedianNormalised, language).unwrap_err().to_string();
            for part in [&["profile.json"], parts].concat() {
                assert!(sentence.contains(part), "{sentence}\nlacks {part}");
            }
        }
    };
    let place = [&["бюлетина 2, перо 1"][..], &["ballot 2, line 1"]];
    for (found, share) in [
        ("0.5", "0.5"),
        ("null", "null"),
        ("true", "true"),
        ("[1]", "[…]"),
        ("{\"a\": 1}", "{…}"),
        ("\"half\"", "“half”"),
        ("\"1/0\"", "“1/0”"),
    ] {
        let json = format!("{{\"ballots\": [[\"1/2\", \"1/2\"], [{found}, \"1/2\"]]}}");
        check(&json, place);
        check(&json, [&[share], &[share]]);
    }
    check("{\"ballots\": []}", [&["няма бюлетини"], &["no ballots"]]);
    check("{\"ballots\": [[], []]}", [&["нямат пера"], &["no lines"]]);
    check("{\"ballots\": [[1], [1, 0]]}", [&["бюлетина 2", "2", "1"], &["ballot 2", "2 lines"]]);
    check("{\"ballots\": [[2, -1]]}", [&["бюлетина 1, перо 2", "-1"], &["ballot 1, line 2", "-1"]]);
    check("{\"ballots\": [[1, 1]]}", [&["бюлетина 1", "е 2, а не 1"], &["ballot 1", "to 2, not"]]);
    check("{\"ballots\": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}", [&["медианата"], &["median"]]);
    check("[[1]]", [&["line 1 column"], &["line 1 column"]]);
    check("{\"shares\": [[1]]}", [&["ballots"], &["ballots"]]);
    check("ballots", [&["line 1 column"], &["line 1 column"]]);
}

#[test]
fn a_fraction_of_many_digits_is_shortened_in_the_table() {
    let third = format!("{}/{}", "3".repeat(60), "9".repeat(60));
    let other = format!("{}/{}1", "1".repeat(60), "1".repeat(60));
    let json = |one: &str, rest: &str| format!("{{\"ballots\": [[\"{one}\", \"{rest}\"]]}}");
    let table = outcome(&json(&third, "2/3"), DivisionRule::Mean, Language::Bg).unwrap();
    assert!(table.contains("33,33  1/3"), "{table}");
    let refused = outcome(&json(&other, "2/3"), DivisionRule::Mean, Language::En).unwrap_err().to_string();
    assert!(refused.contains("≈ 0.766666666667"), "{refused}");
}
