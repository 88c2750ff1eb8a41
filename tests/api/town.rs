//! A small town with one consultation, and the people who take part in it.

use std::{path::Path, process::Output};

use glasno_model::ReceiptCode;
use glasno_tests::support::{Installation, Server, fixture};
use rusqlite::{Connection as Database, OpenFlags};
use serde_json::{Value, json};

use crate::wire::{Answer, Connection};

/// The consultation's name in addresses.
pub const SLUG: &str = "town";
/// Where it stands.
pub const CONSULTATION: &str = "/api/v1/consultations/town";
/// Where its ballots go.
pub const SUBMISSIONS: &str = "/api/v1/consultations/town/submissions";
/// For tests that send more ballots than one address may.
pub const UNLIMITED: [&str; 2] = ["--rate-limit", "off"];

/// A running server with the consultation `town`, open now: roads 1,000, parks 500, lights 200 (100 to 300), and
/// schools 2,000, which the state decides on.
pub struct Town {
    pub server: Server,
}

impl Town {
    pub fn open() -> Self {
        Self::with(&UNLIMITED)
    }

    pub fn with(flags: &[&str]) -> Self {
        Self { server: installation().serve(flags) }
    }

    pub fn installation(&self) -> &Installation {
        &self.server.installation
    }

    pub fn connect(&self) -> Connection {
        Connection::to(self.server.host()).expect("the server takes connections")
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.connect().ask("GET", path, headers, b"").expect("the server answers")
    }

    /// Sends a ballot.
    pub fn send(&self, ballot: &Value) -> Answer {
        self.post(SUBMISSIONS, &[], ballot.to_string().as_bytes())
    }

    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.connect().ask("POST", path, headers, body).expect("the server answers")
    }

    /// How many submissions are stored.
    pub fn kept(&self) -> usize {
        stored_ids(self.installation().folder()).len()
    }
}

/// The town's data folder, nobody serving it yet.
pub fn installation() -> Installation {
    let installation = Installation::empty();
    found(&installation, SLUG, &[]);
    installation.done(["consultation", "open", SLUG]);
    installation
}

/// Makes one more consultation with the same draft, not opened yet.
pub fn found(installation: &Installation, slug: &str, flags: &[&str]) {
    let texts = ["--title-bg", "Бюджет на града", "--title-en", "The town’s budget"];
    installation.done(["consultation", "create", slug].iter().chain(&texts).chain(flags));
    installation.done(import().iter().map(String::as_str).chain(["--consultation", slug]));
}

/// Imports the draft with every sheet that may stand beside its lines.
pub fn import() -> Vec<String> {
    let path = |name: &str| fixture(name).to_str().unwrap().to_owned();
    let mut import =
        vec!["import".to_owned(), path("town-budget.csv"), "--layout".to_owned(), "lines".to_owned()];
    for sheet in ["explanations", "consequences", "revenue", "levers", "areas", "projects"] {
        let file = path(&format!("town-{sheet}.csv"));
        import.extend(["--sheet".to_owned(), format!("{sheet}={file}")]);
    }
    import
}

/// A ballot that keeps all rules: it moves 100.00 from the parks to the roads. Each number is another citizen.
pub fn ballot(number: u64) -> Value {
    json!({
        "id": id(number),
        "receipt_code": ReceiptCode::from_random(&[7; 15]).unwrap().reveal(),
        "ballot": {
            "draft_version": 1,
            "language": "bg",
            "allocation": [{ "line": "roads", "amount": 110_000 }, { "line": "parks", "amount": 40_000 }],
            "comments": [{ "line": "roads", "text": "Дупките на ул. „Раковски“ 🕳️" }],
        },
    })
}

/// The id that this citizen's browser made.
pub fn id(number: u64) -> String {
    format!("3f0c5a3e-6f0e-4b8e-9d1c-{number:012x}")
}

/// The good ballot with one place of it changed.
pub fn ballot_with(pointer: &str, value: Value) -> Value {
    let mut changed = ballot(1);
    *changed.pointer_mut(pointer).expect("the place is there") = value;
    changed
}

/// The id of every stored event, read from the database file itself, in the order of their arrival.
pub fn stored_ids(folder: &Path) -> Vec<String> {
    let database = Database::open_with_flags(
        folder.join("glasno.sqlite3"),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    );
    let database = database.unwrap();
    let mut rows = database.prepare("select lower(hex(submission_id)) from event order by sequence").unwrap();
    let ids = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
    ids.map(|id| hyphenated(&id.unwrap())).collect()
}

fn hyphenated(hex: &str) -> String {
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// What a command printed on standard error.
pub fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
