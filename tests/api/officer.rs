//! The officers' pages: who gets in, who does not, and what is downloaded.

use std::fmt::Write as _;

use calamine::{Data, Reader as _, Xlsx};
use glasno_tests::support::{OFFICER, PASSWORD};
use serde_json::json;

use crate::{
    town::{SLUG, Town, ballot, ballot_with, id},
    wire::Answer,
};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const FORMATS: [&str; 5] = ["csv", "csv-long", "xlsx", "json", "zip"];

#[test]
fn an_officer_logs_in_and_no_script_can_take_the_cookie() {
    let town = with_officer();
    let answer = log_in(&town, OFFICER, PASSWORD, &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/officer"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-"), "{cookie}");
    for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=28800"] {
        assert!(cookie.split("; ").any(|found| found == part), "{part} is missing in {cookie}");
    }
    let token = token(&answer);
    let inside = town.get_with("/officer?lang=en", &[("cookie", &token)]);
    assert!(inside.text().contains(OFFICER) && inside.text().contains("The town’s budget"));
    assert_eq!(inside.header("cache-control"), "no-store");

    let out = town.post("/officer/logout", &[FORM, ("cookie", &token)], b"");
    assert!(out.status == 303 && out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(town.get_with("/officer/c/town", &[("cookie", &token)]).status, 303);
}

#[test]
fn nobody_learns_from_the_login_who_works_here() {
    let town = with_officer();
    let [wrong, unknown] = [OFFICER, "nobody"].map(|name| log_in(&town, name, "wrong password", &[]));
    assert_eq!((wrong.status, &wrong.body), (403, &unknown.body));
    let seen = |answer: &Answer| -> Vec<_> {
        answer.headers().iter().filter(|(name, _)| name != "date").cloned().collect()
    };
    assert_eq!(seen(&wrong), seen(&unknown));
    assert_eq!(wrong.header("set-cookie"), "");
}

#[test]
fn somebody_who_guesses_passwords_has_to_wait() {
    let town = with_officer();
    let limited = (0..20).map(|_| log_in(&town, OFFICER, "wrong password", &[])).find(|it| it.status != 403);
    let limited = limited.expect("guessing was never limited");
    assert_eq!(limited.status, 429);
    assert!(limited.header("retry-after").parse::<u64>().unwrap() > 0);
    // Not even the right password gets through now.
    assert_eq!(log_in(&town, OFFICER, PASSWORD, &[]).status, 429);
}

#[test]
fn a_form_on_a_foreign_page_acts_for_nobody() {
    let town = with_officer();
    let cookie = token(&log_in(&town, OFFICER, PASSWORD, &[]));
    for foreign in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        &[("sec-fetch-site", "same-site")],
    ] {
        let answer = log_in(&town, OFFICER, PASSWORD, foreign);
        assert_eq!((answer.status, answer.header("set-cookie")), (403, ""), "{foreign:?}");
        let headers: Vec<_> = [&[FORM, ("cookie", cookie.as_str())], foreign].concat();
        assert_eq!(town.post("/officer/logout", &headers, b"").header("set-cookie"), "", "{foreign:?}");
    }
    assert_eq!(town.get_with("/officer/c/town", &[("cookie", &cookie)]).status, 200);
}

#[test]
fn strangers_see_the_login_and_no_ballot() {
    let town = with_officer();
    town.send(&ballot(1));
    let invented = format!("__Host-glasno-officer={}", "0".repeat(64));
    for cookie in ["", "__Host-glasno-officer=", invented.as_str()] {
        let downloads = FORMATS.map(|format| format!("/officer/c/{SLUG}/export/{format}"));
        for path in downloads.iter().map(String::as_str).chain(["/officer/c/town", "/officer/c/moon"]) {
            let answer = town.get_with(path, &[("cookie", cookie)]);
            assert_eq!((answer.status, answer.header("location")), (303, "/officer"), "{path}");
            assert!(answer.body.is_empty());
        }
        assert!(!town.get_with("/officer", &[("cookie", cookie)]).text().contains(SLUG));
    }
}

#[test]
fn an_officer_without_https_reads_why_the_login_would_fail() {
    let town = with_officer();
    let page = town.get_with("/officer?lang=en", &[("host", "glasno.example.bg")]).text();
    assert!(!page.contains("password\"") && page.contains("https"), "{page}");
    assert!(town.get("/officer?lang=en").text().contains("type=\"password\""), "at home it works");
}

#[test]
fn an_officer_downloads_what_was_proposed_to_the_cent() {
    let town = with_officer();
    town.send(&ballot_with("/ballot/comments/0/text", json!("=cmd|' /C calc'!A0 🕳️")));
    let cookie = token(&log_in(&town, OFFICER, PASSWORD, &[]));
    let download = |format: &str| {
        let path = format!("/officer/c/{SLUG}/export/{format}");
        let answer = town.get_with(&path, &[("cookie", &cookie)]);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let disposition = answer.header("content-disposition");
        assert!(disposition.starts_with("attachment") && disposition.contains(SLUG), "{disposition}");
        answer
    };

    let wide = download("csv").text();
    let mut rows = csv::Reader::from_reader(wide.trim_start_matches('\u{feff}').as_bytes());
    let header = rows.headers().unwrap().clone();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| {
        rows[row].get(header.iter().position(|known| known == name).unwrap()).unwrap().to_owned()
    };
    assert_eq!(["roads", "parks", "lights"].map(|line| cell(0, line)), ["1000.00", "500.00", "200.00"]);
    assert_eq!(["roads", "parks"].map(|line| cell(1, line)), ["1100.00", "400.00"]);
    assert!(wide.starts_with('\u{feff}') && rows.len() == 2);

    let long = download("csv-long").text();
    assert!(long.contains("\"'=cmd|' /C calc'!A0 🕳️\"") || long.contains("'=cmd|' /C calc'!A0 🕳️"), "{long}");
    assert_eq!(download("json").json()["submissions"].as_array().unwrap().len(), 1);

    let book = download("xlsx").body;
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(book)).unwrap();
    let first = book.sheet_names()[0].clone();
    let sheet = book.worksheet_range(&first).unwrap();
    let numbers: Vec<f64> = sheet
        .rows()
        .next_back()
        .unwrap()
        .iter()
        .filter_map(|cell| if let Data::Float(number) = cell { Some(*number) } else { None })
        .collect();
    assert!(numbers.contains(&1_100.0) && numbers.contains(&400.0), "{numbers:?}");
    for name in book.sheet_names() {
        assert_eq!(
            book.worksheet_formula(&name).unwrap().cells().filter(|cell| !cell.2.is_empty()).count(),
            0
        );
    }

    for format in ["csv", "csv-long", "json"] {
        let text = download(format).text();
        assert!(!text.contains(&id(1)), "{format} names the submission's own id");
        assert!(!text.contains("127.0.0.1") && !text.contains(OFFICER), "{format} names somebody");
    }
}

#[test]
fn a_download_of_something_that_is_not_there_says_so() {
    let town = with_officer();
    let cookie = token(&log_in(&town, OFFICER, PASSWORD, &[]));
    for path in ["/officer/c/moon", "/officer/c/moon/export/csv", "/officer/c/town/export/pdf"] {
        assert_eq!(town.get_with(path, &[("cookie", &cookie)]).status, 404, "{path}");
    }
}

fn with_officer() -> Town {
    let town = Town::open();
    town.installation().add_officer(OFFICER, PASSWORD);
    town
}

fn log_in(town: &Town, name: &str, password: &str, more: &[(&str, &str)]) -> Answer {
    let form = format!("name={}&password={}", escaped(name), escaped(password));
    town.post("/officer/login", &[&[FORM], more].concat(), form.as_bytes())
}

/// The cookie as a browser sends it back.
fn token(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    assert!(!cookie.is_empty(), "nobody was logged in: {}", answer.status);
    cookie
}

fn escaped(text: &str) -> String {
    let mut form = String::new();
    for byte in text.bytes() {
        write!(form, "%{byte:02X}").unwrap();
    }
    form
}
