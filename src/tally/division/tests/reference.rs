use super::*;

#[derive(serde::Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    ballots: Vec<Vec<String>>,
    results: std::collections::BTreeMap<String, Vec<String>>,
    raw_median: Vec<String>,
}

fn fractions(texts: &[String]) -> Vec<Rational> {
    texts.iter().map(|text| parse(text).unwrap()).collect()
}

#[test]
fn a_researcher_finds_the_reference_results_to_the_last_digit() {
    let shared = std::env::var("GLASNO_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let path = std::path::Path::new(&shared).join("data/allocation.json");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let file: File = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(file.cases.len(), 91);
    for case in &file.cases {
        let ballots: Vec<_> = case.ballots.iter().map(|ballot| fractions(ballot)).collect();
        let reports = Reports::from_ballots(&ballots).unwrap();
        assert_eq!(medians(&reports), fractions(&case.raw_median), "{}", case.name);
        // Two cases have no result for the ladder; every other result is there.
        assert!(case.results.len() >= 4, "{}", case.name);
        for (rule, expected) in &case.results {
            let rule = rule.parse().unwrap();
            assert_eq!(divide(&reports, rule).unwrap(), fractions(expected), "{}, {rule}", case.name);
        }
    }
}
