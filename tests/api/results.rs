//! What officers see of the results while they come in, on their page and on the command line.

use glasno_tests::support::{OFFICER, PASSWORD, fixture};
use rusqlite::{Connection as Database, params};
use serde_json::{Value, json};

use crate::{
    town::{SLUG, Town, ballot, complaint, id},
    wire::Answer,
};

const SETTINGS: &str = "[respondents]\ngroups = [\"citizen\", \"business\", \"ngo\"]\n\
    [[margins]]\ndimension = \"group\"\nshares = { citizen = 0.9, business = 0.1 }\n";
const RESULTS: &str = "/officer/c/town/results?lang=en";

/// A town that asks for groups, with an officer who knows how all residents divide.
fn town() -> Town {
    let town = Town::open();
    town.installation().add_officer(OFFICER, PASSWORD);
    town.settle(SETTINGS);
    town
}

impl Town {
    fn settle(&self, settings: &str) {
        let file = self.installation().folder().join("settings.toml");
        std::fs::write(&file, settings).unwrap();
        self.installation().done(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    }

    /// Citizens of these numbers send: they move so many cents from the parks to the roads.
    fn sent(&self, numbers: std::ops::Range<u64>, group: &str, cents: i64) {
        for number in numbers {
            let mut ballot = ballot(number);
            ballot["ballot"]["allocation"] = json!([
                { "line": "roads", "amount": 100_000 + cents }, { "line": "parks", "amount": 50_000 - cents },
            ]);
            ballot["ballot"]["respondent"] = json!({ "group": group });
            assert_eq!(self.send(&ballot).status, 201);
        }
    }

    fn log_in(&self) -> String {
        let form = format!("name={OFFICER}&password={}", PASSWORD.replace(' ', "+"));
        let answer = self.post(
            "/officer/login",
            &[("content-type", "application/x-www-form-urlencoded")],
            form.as_bytes(),
        );
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    fn seen_by(&self, cookie: &str, path: &str) -> Answer {
        self.get_with(path, &[("cookie", cookie)])
    }

    fn results(&self) -> Value {
        serde_json::from_str(&self.installation().done(["results", SLUG, "--json"])).unwrap()
    }

    /// Something happens to the submission of this citizen, as on another server over the same database.
    fn happens(&self, number: u64, version: u32, kind: &str, ballot: Option<&str>) {
        let database = Database::open(self.installation().folder().join("glasno.sqlite3")).unwrap();
        let bytes: Vec<u8> = id(number)
            .replace('-', "")
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        let added = database.execute(
            "insert into event (consultation, submission_id, version, kind, channel, draft_version, received_at,
                                content_hash, receipt_hash, ballot)
             values (1, ?1, ?2, ?3, 'paper', 1, 1800000000, zeroblob(32), zeroblob(32), ?4)",
            params![bytes, version, kind, ballot],
        );
        assert_eq!(added, Ok(1));
    }
}

#[test]
fn an_officer_sees_what_is_proposed_and_no_small_group() {
    let town = town();
    let cookie = town.log_in();
    let page = town.seen_by(&cookie, RESULTS);
    assert!(page.status == 200 && page.text().contains("There are no results yet"), "{}", page.text());

    town.sent(0..30, "citizen", 10_000);
    town.sent(30..60, "citizen", 0);
    town.sent(60..100, "business", 10_000);
    town.sent(100..103, "ngo", -20_000);
    let page = town.seen_by(&cookie, RESULTS).text().replace('\u{a0}', " ");
    assert!(page.contains("these 103 ballots propose"), "{page}");
    // 70 of 103; and with nine tenths of citizens, of whom half want it, and a tenth of businesses, who all do.
    assert!(page.contains("68 %<br>") && page.contains("Weights never leave this page"), "{page}");

    let results = town.results();
    assert_eq!(results["ballots"], 103);
    let draft = &results["drafts"][0];
    let group = json!([
        { "category": "citizen", "ballots": 60 },
        { "category": "business", "ballots": null },
        { "category": "ngo", "ballots": null },
    ]);
    assert_eq!(draft["breakdowns"][0], json!({ "by": "group", "categories": group }));
    let roads = &draft["lines"][0];
    assert_eq!(
        (&roads["line"], &roads["draft"], &roads["more"]["ballots"]),
        (&json!("roads"), &json!("1000.00"), &json!(70))
    );
    assert_eq!(
        (&roads["touched"], &roads["kept"], &roads["less"]["ballots"]),
        (&json!(103), &json!(30), &json!(3))
    );
    assert_eq!(roads["breakdowns"][0]["categories"][2]["figures"], Value::Null);
    assert_eq!(roads["breakdowns"][0]["categories"][0]["figures"]["mean"], "1050.00");
    assert!(roads["weighted"]["mean"].is_string() && draft["weighting"]["effective_ballots"].is_string());

    let table = town.seen_by(&cookie, "/officer/c/town/results.csv?lang=en").text();
    assert_eq!(table.lines().count(), 4, "{table}");
    for public in ["/api/v1/consultations/town", "/c/town?lang=en"] {
        let page = town.get(public).text();
        // The style in its head has margins of another kind.
        let said = page.rsplit("</head>").next().unwrap();
        assert!(!said.contains("0.9") && !said.contains("margin"), "{public} tells the margins: {said}");
    }
}

#[test]
fn an_officer_sees_at_once_what_citizens_changed_and_withdrew() {
    let town = town();
    let cookie = town.log_in();
    town.sent(0..12, "citizen", 10_000);
    assert!(town.seen_by(&cookie, RESULTS).text().contains("these 12 ballots"));

    town.happens(1, 2, "withdrawn", None);
    let other = r#"{"language":"bg","allocation":{"roads":90000},"respondent":{"group":"citizen"}}"#;
    town.happens(2, 2, "changed", Some(other));
    let page = town.seen_by(&cookie, RESULTS).text();
    assert!(page.contains("these 11 ballots"), "{page}");
    let results = town.results();
    let roads = &results["drafts"][0]["lines"][0];
    assert_eq!((&roads["more"]["ballots"], &roads["less"]["ballots"]), (&json!(10), &json!(1)));
    // 10 × 1,100 and 900 on the page of the running server, as in a count from the beginning.
    assert!(roads["mean"] == "1081.82" && page.contains("€1,082"), "{roads} {page}");
}

#[test]
fn strangers_see_no_results() {
    let town = town();
    town.sent(0..1, "citizen", 10_000);
    for path in [RESULTS, "/officer/c/town/results.csv"] {
        let answer = town.get(path);
        assert_eq!((answer.status, answer.body.len()), (303, 0), "{path}");
    }
}

#[test]
fn an_operator_reads_the_results_as_a_table_and_is_told_where_shares_are_wrong() {
    let town = town();
    town.sent(0..40, "citizen", 10_000);
    let table = town.installation().done(["results", SLUG]);
    let roads = table.lines().find(|line| line.starts_with("roads")).unwrap_or_else(|| panic!("{table}"));
    let figures: Vec<&str> = roads.split_whitespace().collect();
    assert_eq!(
        figures,
        ["roads", "Roads", "1000.00", "1100.00", "1100.00", "1100.00", "100.0%", "0.0%", "40"]
    );

    let unknown = town.installation().glasno(["results", "moon"]);
    assert!(unknown.status.code() == Some(1) && complaint(&unknown).contains(SLUG));
    let file = town.installation().folder().join("wrong.toml");
    std::fs::write(&file, SETTINGS.replace("0.1", "0.2")).unwrap();
    let refused =
        town.installation().glasno(["consultation", "update", SLUG, "--from", file.to_str().unwrap()]);
    assert!(
        complaint(&refused).contains("line 5") && complaint(&refused).contains("1.1"),
        "{}",
        complaint(&refused)
    );
    let sample = std::fs::read_to_string(fixture("sample-consultation.toml")).unwrap();
    assert!(sample.contains("# [[margins]]"), "the sample shows how");
}
