//! Receipt codes stand in no file and in no log.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use glasno_tests::support::{Installation, executable};
use serde_json::json;

use super::{Citizen, FIND};
use crate::{
    town::{SLUG, ballot, installation},
    wire::Connection,
};

#[test]
fn the_log_tells_nothing_of_a_code_even_where_it_tells_everything() {
    let (place, [citizen, stranger]) = (installation(), [Citizen::number(1), Citizen::stranger(1)]);
    let log = place.folder().join("log");
    let mut server = Logged::start(&place, File::create(&log).unwrap());
    let mut connection = Connection::to(&server.host).unwrap();
    let sent = connection.ask("POST", crate::town::SUBMISSIONS, &[], ballot(1).to_string().as_bytes());
    assert_eq!(sent.unwrap().status, 201);
    let mut mistyped = citizen.clone();
    mistyped.code.replace_range(..1, "3");
    for (who, status) in [(&citizen, 200), (&stranger, 404), (&mistyped, 422)] {
        let change = who.changed(1, "Лампи");
        for (method, body) in [("GET", ""), ("PUT", &*change), ("DELETE", "")] {
            assert_eq!(who.ask(&mut connection, method, body).unwrap().status, status, "{method}");
        }
        let search = json!({ "consultation": SLUG, "receipt_code": who.code }).to_string();
        let found = connection.ask("POST", FIND, &[], search.as_bytes()).unwrap();
        assert_eq!(found.status, status);
        let misplaced = connection.ask("GET", &format!("{FIND}/{}?code={}", who.code, who.code), &[], b"");
        assert_eq!(misplaced.unwrap().status, 404);
    }
    server.stop();
    let told = std::fs::read_to_string(log).unwrap();
    assert!(
        told.contains("/api/v1/submissions/{id}") && told.contains("/find"),
        "nothing was logged: {told}"
    );
    assert_holds_no_code(&told, &[&citizen, &stranger, &mistyped], "the log");
}

/// A server that writes everything it knows into a log.
struct Logged {
    child: Child,
    host: String,
}

impl Logged {
    fn start(place: &Installation, log: File) -> Self {
        let mut child = Command::new(executable())
            .args(["serve", "--language", "en", "--log", "trace", "--listen", "127.0.0.1:0", "--data"])
            .arg(place.folder())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let host = said.trim().rsplit("http://").next().unwrap().to_owned();
        Self { child, host }
    }

    fn stop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        // It may be gone already; what matters is that it is not left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn assert_holds_no_code(text: &str, citizens: &[&Citizen], place: &str) {
    for citizen in citizens {
        for code in [citizen.code.clone(), citizen.code.replace('-', "")] {
            assert!(!text.contains(&code), "{place} holds the code of citizen {}", citizen.number);
        }
    }
}
