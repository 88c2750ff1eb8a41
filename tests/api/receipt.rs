//! Citizens who come back with their receipt code: to look, to change, to withdraw.

use std::{
    io::Read as _,
    sync::{
        Barrier,
        mpsc::{Receiver, TryRecvError, channel},
    },
};

use glasno_model::{EventKind, ProblemType, Receipt, ReceiptCode, SubmissionView};
use serde_json::{Value, json};

use crate::{
    town::{SLUG, Town, UNLIMITED, ballot, id},
    wire::{Answer, Connection},
};

mod secrecy;

use secrecy::assert_holds_no_code;

const FIND: &str = "/api/v1/submissions/find";

/// A citizen with a code, who once sent the ballot of this number.
#[derive(Clone)]
pub struct Citizen {
    pub number: u64,
    pub code: String,
}

impl Citizen {
    /// Whoever sent [`ballot`] of this number.
    pub fn number(number: u64) -> Self {
        Self { number, code: ballot(number)["receipt_code"].as_str().unwrap().to_owned() }
    }

    fn stranger(number: u64) -> Self {
        Self { number, code: ReceiptCode::from_random(&[9; 15]).unwrap().reveal() }
    }

    pub fn address(&self) -> String {
        format!("/api/v1/submissions/{}", id(self.number))
    }

    fn ask(&self, connection: &mut Connection, method: &str, body: &str) -> std::io::Result<Answer> {
        let authorization = format!("Glasno-Receipt {}", self.code);
        connection.ask(method, &self.address(), &[("authorization", &authorization)], body.as_bytes())
    }

    pub fn look(&self, town: &Town) -> Answer {
        self.ask(&mut town.connect(), "GET", "").unwrap()
    }

    fn view(&self, town: &Town) -> SubmissionView {
        let answer = self.look(town);
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// What the browser sends to put the ballot with another comment in the place of a version.
    pub fn changed(&self, version: u32, comment: &str) -> String {
        let mut ballot = ballot(self.number)["ballot"].clone();
        ballot["comments"][0]["text"] = comment.into();
        // In the order of the model, as the widget writes it.
        format!(r#"{{"version":{version},"ballot":{}}}"#, reordered(&ballot))
    }

    pub fn change(&self, town: &Town, version: u32, comment: &str) -> Answer {
        self.ask(&mut town.connect(), "PUT", &self.changed(version, comment)).unwrap()
    }

    pub fn withdraw(&self, town: &Town) -> Answer {
        self.ask(&mut town.connect(), "DELETE", "").unwrap()
    }

    pub fn search(&self, town: &Town, slug: &str) -> Answer {
        let body = json!({ "consultation": slug, "receipt_code": self.code }).to_string();
        town.post(FIND, &[], body.as_bytes())
    }
}

fn reordered(ballot: &Value) -> String {
    let ballot: glasno_model::BallotDocument = serde_json::from_value(ballot.clone()).unwrap();
    serde_json::to_string(&ballot).unwrap()
}

fn receipt(answer: &Answer) -> Receipt {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

/// A town to which these citizens have sent.
fn town_of(citizens: std::ops::Range<u64>) -> Town {
    let town = Town::open();
    let mut connection = town.connect();
    for number in citizens {
        let sent = connection.ask(
            "POST",
            crate::town::SUBMISSIONS,
            &[],
            with_own_code(number).to_string().as_bytes(),
        );
        assert_eq!(sent.unwrap().status, 201);
    }
    town
}

/// The ballot of a number with a code and a comment of its own.
fn with_own_code(number: u64) -> Value {
    let mut ballot = ballot(number);
    ballot["receipt_code"] = own_code(number).into();
    ballot["ballot"]["comments"][0]["text"] = format!("Гражданин {number}").into();
    ballot
}

fn own_code(number: u64) -> String {
    let signs = std::array::from_fn::<u8, 15, _>(|at| u8::try_from(number >> (4 * at) & 15).unwrap());
    ReceiptCode::from_random(&signs).unwrap().reveal()
}

fn citizen_with_own_code(number: u64) -> Citizen {
    Citizen { number, code: own_code(number) }
}

fn counts(town: &Town) -> (u64, u64) {
    let shown: Value =
        serde_json::from_str(&town.installation().done(["consultation", "show", SLUG, "--json"])).unwrap();
    let count = |name: &str| shown["counts"][name].as_u64().unwrap();
    (count("submissions"), count("withdrawn"))
}

#[test]
fn a_citizen_comes_back_changes_and_withdraws() {
    let town = Town::open();
    let citizen = Citizen::number(1);
    let sent: Receipt = serde_json::from_slice(&town.send(&ballot(1)).body).unwrap();
    let opened = citizen.look(&town);
    assert_eq!(opened.header("cache-control"), "no-store");
    let seen = citizen.view(&town);
    assert_eq!((seen.id, seen.version, seen.received_at), (sent.id, 1, sent.received_at));
    assert_eq!(serde_json::to_value(seen.ballot.unwrap()).unwrap(), ballot(1)["ballot"]);

    let first = citizen.change(&town, 1, "Повече лампи");
    assert_eq!(receipt(&first).version, 2);
    assert_eq!(citizen.change(&town, 1, "Повече лампи").body, first.body, "the same again");
    let found = citizen.search(&town, SLUG);
    assert_eq!((found.status, &found.body), (200, &citizen.look(&town).body));
    assert_eq!(citizen.view(&town).ballot.unwrap().comments[0].text, "Повече лампи");
    assert_eq!(counts(&town), (1, 0));

    let withdrawn = citizen.withdraw(&town);
    assert_eq!((receipt(&withdrawn).version, counts(&town)), (3, (0, 1)));
    assert_eq!(citizen.withdraw(&town).body, withdrawn.body);
    assert_eq!(citizen.change(&town, 3, "Все пак").outcome(), (409, Some(ProblemType::Withdrawn)));
    let seen = citizen.view(&town);
    assert_eq!((seen.kind, seen.is_changeable(), seen.ballot), (EventKind::Withdrawn, false, None));
    assert_eq!(town.kept(), 3, "no version is lost");
}

#[test]
fn of_twenty_tabs_that_change_at_once_one_is_taken_and_the_others_are_told() {
    let town = town_of(1..2);
    let (citizen, together) = (citizen_with_own_code(1), Barrier::new(20));
    let answers: Vec<_> = std::thread::scope(|scope| {
        let tabs: Vec<_> = (0..20)
            .map(|tab| {
                let (town, citizen, together) = (&town, &citizen, &together);
                scope.spawn(move || {
                    let mut connection = town.connect();
                    together.wait();
                    let body = citizen.changed(1, &format!("Прозорец {tab}"));
                    citizen.ask(&mut connection, "PUT", &body).unwrap().outcome()
                })
            })
            .collect();
        tabs.into_iter().map(|tab| tab.join().unwrap()).collect()
    });
    let count = |wanted| answers.iter().filter(|answer| **answer == wanted).count();
    assert_eq!((count((200, None)), count((409, Some(ProblemType::ChangedMeanwhile)))), (1, 19));
    let winner = answers.iter().position(|answer| answer.0 == 200).unwrap();
    let seen = citizen.view(&town);
    assert_eq!((seen.version, town.kept()), (2, 2));
    assert_eq!(seen.ballot.unwrap().comments[0].text, format!("Прозорец {winner}"));
}

#[test]
fn five_kills_lose_no_change_that_was_acknowledged() {
    let mut town = town_of(1..2);
    let citizen = citizen_with_own_code(1);
    for kill in 0..5 {
        let (mut connection, version) = (town.connect(), citizen.view(&town).version);
        let (acknowledge, acknowledged) = channel();
        let changing = {
            let citizen = citizen.clone();
            std::thread::spawn(move || {
                for version in version.. {
                    let body = citizen.changed(version, &format!("След {version}"));
                    match citizen.ask(&mut connection, "PUT", &body) {
                        Ok(answer) => acknowledge.send(receipt(&answer).version).unwrap(),
                        Err(_) => return,
                    }
                }
            })
        };
        // Each time somewhere else in the work.
        let mut last = 0;
        for _ in 0..10 + 7 * kill {
            last = acknowledged.recv().unwrap();
        }
        town.server.restart(&UNLIMITED);
        changing.join().unwrap();
        last = acknowledged.iter().last().unwrap_or(last);

        let seen = citizen.view(&town);
        assert!([last, last + 1].contains(&seen.version), "{} after {last}", seen.version);
        assert_eq!(seen.ballot.unwrap().comments[0].text, format!("След {}", seen.version - 1));
        let again = citizen.change(&town, last, &format!("След {last}"));
        assert_eq!(receipt(&again).version, last + 1, "whoever saw no answer asks again");
        assert_eq!(citizen.search(&town, SLUG).body, citizen.look(&town).body);
    }
    assert_eq!(counts(&town), (1, 0));
}

#[test]
fn an_officer_downloads_what_counts_and_never_a_code() {
    let town = town_of(1..4);
    let [kept, changed, withdrawn] = [1, 2, 3].map(citizen_with_own_code);
    receipt(&changed.change(&town, 1, "Първа промяна"));
    receipt(&changed.change(&town, 2, "Втора промяна"));
    receipt(&withdrawn.withdraw(&town));
    for format in ["csv", "csv-long", "json", "xlsx", "zip"] {
        let file = town.installation().folder().join("download");
        town.installation().done(["export", SLUG, "--format", format, "--out", file.to_str().unwrap()]);
        let text = unfolded(&std::fs::read(&file).unwrap());
        let said = |words: &str| text.matches(words).count();
        assert_eq!((said("Гражданин 2"), said("Гражданин 3"), said("Първа промяна")), (0, 0, 0), "{format}");
        // One row a submission has no place for comments, and open data waits until somebody has read them.
        if !["csv", "zip"].contains(&format) {
            assert_eq!((said("Гражданин 1") > 0, said("Втора промяна") > 0), (true, true), "{format}");
        }
        assert_holds_no_code(&text, &[&kept, &changed, &withdrawn], format);
    }
    for file in ["glasno.sqlite3", "glasno.sqlite3-wal"] {
        let bytes = std::fs::read(town.installation().folder().join(file)).unwrap();
        assert_holds_no_code(&String::from_utf8_lossy(&bytes), &[&kept, &changed, &withdrawn], file);
    }
}

#[test]
fn a_download_while_citizens_change_holds_each_of_them_once() {
    // More than a download reads at once, so that there is something to come between.
    let town = town_of(0..600);
    let file = town.installation().folder().join("download");
    let (stop, stopped) = channel::<()>();
    std::thread::scope(|scope| {
        // Gone at the end of this block however it ends, and the citizens stop.
        let stop = stop;
        let changing = {
            let town = &town;
            scope.spawn(move || change_until(&stopped, town))
        };
        for _ in 0..3 {
            town.installation().done(["export", SLUG, "--format", "json", "--out", file.to_str().unwrap()]);
            let download: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            let rows = download["submissions"].as_array().unwrap();
            let comment = |row: &Value| row["comments"][0]["text"].as_str().unwrap().to_owned();
            let mut who: Vec<u64> = rows.iter().map(|row| number_in(&comment(row))).collect();
            who.sort_unstable();
            assert_eq!(who, (0..600).collect::<Vec<_>>());
        }
        drop(stop);
        assert!(changing.join().unwrap() > 0, "nobody changed anything meanwhile");
    });
}

/// All 600 change what they sent, again and again; gives how often.
fn change_until(stopped: &Receiver<()>, town: &Town) -> u32 {
    let (mut connection, mut changes) = (town.connect(), 0);
    for version in 1.. {
        for number in 0..600 {
            if matches!(stopped.try_recv(), Err(TryRecvError::Disconnected)) {
                return changes;
            }
            // In words, so that the only number in it is the citizen's.
            let again = if version % 2 == 0 { "отново" } else { "пак" };
            let body =
                citizen_with_own_code(number).changed(version, &format!("Гражданин {number}, {again}"));
            receipt(&citizen_with_own_code(number).ask(&mut connection, "PUT", &body).unwrap());
            changes += 1;
        }
    }
    changes
}

#[test]
fn who_guesses_codes_is_slowed_down_and_the_others_are_not() {
    let town = town_of(1..2);
    let (citizen, stranger) = (citizen_with_own_code(1), Citizen::stranger(1));
    for _ in 0..20 {
        assert_eq!(citizen.look(&town).status, 200);
    }
    for guess in 0..10 {
        let answer = if guess % 2 == 0 { stranger.look(&town) } else { stranger.search(&town, SLUG) };
        assert_eq!(answer.outcome(), (404, Some(ProblemType::SubmissionNotFound)));
    }
    for answer in [stranger.look(&town), stranger.withdraw(&town), stranger.search(&town, SLUG)] {
        assert_eq!(answer.outcome(), (429, Some(ProblemType::RateLimited)));
        assert!((1..=6).contains(&answer.header("retry-after").parse::<u64>().unwrap()));
    }
    assert_eq!(town.send(&with_own_code(2)).status, 201, "sending goes on");
}

#[test]
fn an_unknown_id_and_anothers_code_are_answered_alike() {
    let town = town_of(1..3);
    let answers = [
        Citizen::stranger(1).look(&town),
        Citizen { number: 9, ..citizen_with_own_code(1) }.look(&town),
        Citizen { number: 2, ..citizen_with_own_code(1) }.look(&town),
    ];
    for answer in &answers {
        assert_eq!(answer.outcome(), (404, Some(ProblemType::SubmissionNotFound)));
        assert_eq!(answer.body, answers[0].body);
    }
}

#[test]
fn after_the_close_a_citizen_may_look_and_nothing_else() {
    let town = town_of(1..3);
    let [citizen, other] = [1, 2].map(citizen_with_own_code);
    let before = citizen.change(&town, 1, "Навреме");
    receipt(&before);
    town.installation().done(["consultation", "close", SLUG]);
    for late in [citizen.change(&town, 2, "Късно"), citizen.withdraw(&town), other.withdraw(&town)] {
        assert_eq!(late.outcome(), (409, Some(ProblemType::Closed)));
    }
    assert_eq!(
        citizen.change(&town, 1, "Навреме").body,
        before.body,
        "an answer that was lost is given again"
    );
    let seen = citizen.view(&town);
    assert_eq!((seen.version, seen.is_changeable()), (2, false));
    assert_eq!(citizen.search(&town, SLUG).status, 200);
}

#[test]
fn only_the_municipalitys_page_may_show_change_or_withdraw() {
    let town = town_of(1..2);
    let named = ["--allowed-origin", "https://www.example.bg", "--allow-sandboxed", "false"];
    town.installation().done(["consultation", "update", SLUG].iter().chain(&named));
    let citizen = citizen_with_own_code(1);
    let authorization = format!("Glasno-Receipt {}", citizen.code);
    let search = json!({ "consultation": SLUG, "receipt_code": citizen.code }).to_string();
    let change = citizen.changed(1, "Лампи");
    for (origin, status, readable_by) in [
        ("https://evil.example", 403, "*"),
        ("null", 403, "*"),
        ("https://www.example.bg", 200, "https://www.example.bg"),
    ] {
        let address = citizen.address();
        for (method, path, body) in [
            ("GET", &*address, ""),
            ("PUT", &address, &change),
            ("POST", FIND, &search),
            ("DELETE", &address, ""),
        ] {
            let headers = [("origin", origin), ("authorization", &*authorization)];
            let answer = town.connect().ask(method, path, &headers, body.as_bytes()).unwrap();
            assert_eq!(answer.status, status, "{method} from {origin}: {}", answer.text());
            assert_eq!(answer.header("access-control-allow-origin"), readable_by);
            let asked = town.connect().ask("OPTIONS", path, &[("origin", origin)], b"").unwrap();
            assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, "*"));
            assert!(asked.header("access-control-allow-methods").contains(method));
            assert_eq!(asked.header("access-control-allow-headers"), "Authorization, Content-Type");
        }
    }
    assert_eq!(counts(&town), (0, 1));
}

fn number_in(comment: &str) -> u64 {
    comment.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// The text of a file; of a folded one, of everything in it.
fn unfolded(bytes: &[u8]) -> String {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut inner = Vec::new();
        archive.by_index(at).unwrap().read_to_end(&mut inner).unwrap();
        text += &unfolded(&inner);
    }
    text
}
