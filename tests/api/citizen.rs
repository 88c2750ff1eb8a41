//! The way that most people go: read, send, get a receipt, and get the same one when the answer was lost.

use std::{io::Read as _, sync::Barrier};

use glasno_model::{ConsultationView, ProblemType, Receipt, Stage};
use serde_json::json;

use crate::town::{CONSULTATION, SLUG, SUBMISSIONS, Town, ballot, ballot_with, id, stored_ids};

#[test]
fn a_citizen_reads_the_draft_once_and_is_told_when_nothing_has_changed() {
    let town = Town::open();
    let first = town.get(CONSULTATION);
    let view: ConsultationView = serde_json::from_slice(&first.body).unwrap();
    assert_eq!((first.status, view.stage), (200, Stage::Open));
    assert_eq!(view.draft.unwrap().lines.len(), 4);
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"'), "{tag} is not a strong tag");
    let again = town.get_with(CONSULTATION, &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.header("etag"), again.body.len()), (304, tag.as_str(), 0));

    town.installation().done(["consultation", "update", SLUG, "--title-en", "Another title"]);
    let changed = town.get_with(CONSULTATION, &[("if-none-match", &tag)]);
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

#[test]
fn a_citizen_with_little_data_gets_the_draft_packed() {
    let town = Town::open();
    let plain = town.get(CONSULTATION);
    assert_eq!(plain.header("content-encoding"), "");
    for (accepted, encoding) in [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")] {
        let packed = town.get_with(CONSULTATION, &[("accept-encoding", accepted)]);
        assert_eq!(packed.header("content-encoding"), encoding, "{accepted}");
        assert_eq!(packed.header("vary"), "Accept-Encoding");
        assert_eq!(unpack(encoding, &packed.body), plain.body, "{accepted}");
        assert_ne!(packed.header("etag"), plain.header("etag"), "two bodies share one strong tag");
    }
}

#[test]
fn a_citizen_gets_a_receipt_and_the_same_one_for_the_same_again() {
    let town = Town::open();
    let first = town.send(&ballot(1));
    assert_eq!(first.status, 201, "{}", first.text());
    let receipt: Receipt = serde_json::from_slice(&first.body).unwrap();
    assert_eq!((receipt.id.as_str(), receipt.version), (id(1).as_str(), 1));
    let again = town.send(&ballot(1));
    assert_eq!((again.status, &again.body), (200, &first.body));
    assert_eq!(stored_ids(town.installation().folder()), [id(1)]);
}

#[test]
fn nobody_replaces_a_ballot_by_guessing_its_id() {
    let town = Town::open();
    town.send(&ballot(1));
    let other = town.send(&ballot_with("/ballot/comments/0/text", json!("нещо друго")));
    assert_eq!(other.outcome(), (422, Some(ProblemType::IdReused)));
    assert_eq!(town.kept(), 1);
}

#[test]
fn a_hundred_impatient_clicks_are_one_ballot() {
    let town = Town::open();
    let together = Barrier::new(100);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let clicks: Vec<_> = (0..100)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = town.connect();
                    let body = ballot(1).to_string();
                    together.wait();
                    connection.ask("POST", SUBMISSIONS, &[], body.as_bytes()).unwrap()
                })
            })
            .collect();
        clicks.into_iter().map(|click| click.join().unwrap()).collect()
    });
    let count = |status| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((count(201), count(200)), (1, 99));
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    assert_eq!(town.kept(), 1);
    let other = town.send(&ballot_with("/ballot/language", json!("en")));
    assert_eq!(other.outcome(), (422, Some(ProblemType::IdReused)));
}

#[test]
fn an_officer_who_closes_the_consultation_stops_the_next_ballot() {
    let town = Town::open();
    let mut connection = town.connect();
    let mut send = |number| {
        connection.ask("POST", SUBMISSIONS, &[], ballot(number).to_string().as_bytes()).unwrap().outcome()
    };
    assert_eq!(send(1), (201, None));
    town.installation().done(["consultation", "close", SLUG]);
    assert_eq!(send(2), (409, Some(ProblemType::Closed)));
    assert_eq!(send(1), (200, None), "an answer that was lost is given again");
    assert_eq!(town.get(CONSULTATION).json()["stage"], "closed");
    town.installation().done(["consultation", "open", SLUG]);
    assert_eq!(send(2), (201, None));
}

fn unpack(encoding: &str, body: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    if encoding == "br" {
        brotli::BrotliDecompress(&mut &*body, &mut unpacked).unwrap();
    } else {
        flate2::read::GzDecoder::new(body).read_to_end(&mut unpacked).unwrap();
    }
    unpacked
}
