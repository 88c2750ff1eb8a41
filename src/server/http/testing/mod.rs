//! A small town for the tests of this room: a consultation, a clock that stands still, people who ask.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU8, Ordering},
    },
};

use axum::{
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request},
};
use glasno_model::{Problem, Slug, Stage, Timestamp, draft::DraftDocument};
use glasno_store::{ConsultationRecord, Store as _};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{
    password,
    router::router,
    state::{App, AppState, Settings},
};
use crate::{clock::Clock, random::Random};

mod memory;
use memory::MemoryStore;

/// When the sample consultation opens.
pub const OPENS: i64 = 1_000;
/// When it closes.
pub const CLOSES: i64 = 2_000;
/// Where its ballots go.
pub const SUBMISSIONS: &str = "/api/v1/consultations/sample/submissions";

/// An officer's name and password.
pub const NAME: &str = "ivanova";
pub const PASSWORD: &str = "a-long-password";

/// A server with one consultation, `sample`, open now.
pub struct Town {
    /// What it keeps.
    pub store: Arc<MemoryStore>,
    /// What its handlers share.
    pub app: App,
    clock: Arc<StillClock>,
}

/// Somebody who asks from an address.
pub struct Visitor<'a> {
    town: &'a Town,
    address: IpAddr,
}

/// An officer who is logged in.
pub struct OfficerAtWork<'a> {
    town: &'a Town,
    pub cookie: String,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Town {
    pub async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let store = Arc::new(MemoryStore::default());
        store.create_consultation(&record()).await.unwrap();
        store.add_draft(&slug(), draft(), Timestamp::from_unix_seconds(1)).await.unwrap();
        let clock = Arc::new(StillClock(AtomicI64::new(i64::midpoint(OPENS, CLOSES))));
        let random = Arc::new(Counting(AtomicU8::new(1)));
        let app = AppState::new(store.clone(), clock.clone(), random, settings).await.unwrap();
        Self { store, app, clock }
    }

    pub fn set_time(&self, unix_seconds: i64) {
        self.clock.0.store(unix_seconds, Ordering::Relaxed);
    }

    pub async fn set_stage(&self, stage: Stage) {
        self.change(|record| record.stage = stage).await;
    }

    pub async fn change(&self, change: impl FnOnce(&mut ConsultationRecord)) {
        let mut record = self.store.snapshot(&slug()).await.unwrap().unwrap().record.clone();
        change(&mut record);
        self.store.update_consultation(&record).await.unwrap();
    }

    pub const fn visitor(&self, address: IpAddr) -> Visitor<'_> {
        Visitor { town: self, address }
    }

    const fn here(&self) -> Visitor<'_> {
        self.visitor(IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.here().get(path).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.here().ask(Method::GET, path, headers, Body::empty()).await
    }

    /// Sends a ballot.
    pub async fn send(&self, ballot: &Value) -> Answer {
        self.post(ballot.to_string()).await
    }

    /// Sends whatever it is to where ballots go.
    pub async fn post(&self, body: impl Into<Body>) -> Answer {
        self.post_with(&[], body).await
    }

    pub async fn post_with(&self, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        self.here().ask(Method::POST, SUBMISSIONS, headers, body).await
    }

    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.here().ask(method, path, headers, Body::empty()).await
    }

    pub async fn post_form(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.here().ask(Method::POST, path, headers, body.to_owned()).await
    }

    pub async fn add_officer(&self) {
        let hash = password::hash(&*self.app.random, PASSWORD).unwrap();
        self.store.put_officer(NAME, &hash, Timestamp::from_unix_seconds(1)).await.unwrap();
    }

    pub async fn log_in(&self) -> OfficerAtWork<'_> {
        self.add_officer().await;
        let form = ("content-type", "application/x-www-form-urlencoded");
        let answer =
            self.post_form("/officer/login", &[form], &format!("name={NAME}&password={PASSWORD}")).await;
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        OfficerAtWork { town: self, cookie }
    }

    /// How many submissions are kept.
    pub async fn kept(&self) -> u64 {
        self.store.counts(&slug()).await.unwrap().submissions
    }
}

impl OfficerAtWork<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.town.get_with(path, &[("cookie", &self.cookie)]).await
    }
}

impl Visitor<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], Body::empty()).await
    }

    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let path: String = path.chars().map(|letter| if letter.is_ascii() { letter } else { '?' }).collect();
        let mut request = Request::builder().method(method).uri(path);
        if headers.iter().all(|(name, _)| *name != "host") {
            request = request.header("host", "127.0.0.1:8080");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer = ConnectInfo(SocketAddr::new(self.address, 4711));
        let request = request.extension(peer).body(body.into()).unwrap();
        let response = router(self.town.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status);
        problem
    }
}

/// A ballot that keeps all rules: it moves 100 from the parks to the roads.
pub fn ballot(number: u32) -> Value {
    json!({
        "id": format!("3f0c5a3e-6f0e-4b8e-9d1c-{number:012x}"),
        "receipt_code": glasno_model::ReceiptCode::from_random(&[7; 15]).unwrap().reveal(),
        "ballot": {
            "draft_version": 1,
            "language": "bg",
            "allocation": [{ "line": "roads", "amount": 1_100 }, { "line": "parks", "amount": 400 }],
            "comments": [{ "line": "roads", "text": "Дупките на ул. „Раковски“ 🕳️" }],
        },
    })
}

pub fn slug() -> Slug {
    "sample".parse().unwrap()
}

fn record() -> ConsultationRecord {
    let consultation = json!({
        "slug": "sample",
        "title": { "bg": "Бюджет на общината", "en": "The town's budget" },
        "introduction": { "bg": "Кажете <b>какво</b> мислите." },
        "currency": "EUR",
        "opens_at": Timestamp::from_unix_seconds(OPENS),
        "closes_at": Timestamp::from_unix_seconds(CLOSES),
        "time_zone": "Europe/Sofia",
        "balance_rule": { "kind": "no-deficit" },
        "languages": ["bg", "en"],
    });
    ConsultationRecord {
        consultation: serde_json::from_value(consultation).unwrap(),
        stage: Stage::Open,
        allowed_origins: Vec::new(),
        allow_sandboxed: true,
        margins: Vec::new(),
    }
}

fn draft() -> DraftDocument {
    let line = |id: &str, discretion: &str, amount: i64| json!({ "id": id, "group": "6", "name": { "bg": id }, "discretion": discretion, "amount": amount });
    let document = json!({
        "version": 0,
        "currency": "EUR",
        "source": { "file": "sample.csv", "currency": "EUR", "total": 3_500 },
        "groups": [{ "id": "6", "name": { "bg": "Благоустройство" } }],
        "lines": [line("roads", "local", 1_000), line("parks", "local", 500), line("schools", "state-delegated", 2_000)],
    });
    serde_json::from_value(document).unwrap()
}

struct StillClock(AtomicI64);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_seconds(self.0.load(Ordering::Relaxed))
    }
}

/// Each time other bytes, and each run the same.
struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
        Ok(())
    }
}
