//! The server is asked to stop. Everybody who is being served is answered first.

use std::{collections::BTreeSet, net::TcpStream};

use crate::{
    crowd::Crowd,
    town::{SUBMISSIONS, Town, ballot, id, stored_ids},
};

#[test]
fn a_stop_under_load_answers_everybody_and_loses_nothing() {
    let mut town = Town::open();
    let crowd = Crowd::of(town.server.host(), 0);
    crowd.wait_for(300);
    town.server.ask_to_stop();
    let sent = crowd.join();
    assert_eq!(town.server.wait_for_end().code(), Some(0));
    let acknowledged: BTreeSet<_> = sent.acknowledged.into_iter().map(id).collect();
    let stored = stored_ids(town.installation().folder());
    assert_eq!(stored.len(), acknowledged.len(), "a ballot was stored and its sender not told");
    assert_eq!(stored.into_iter().collect::<BTreeSet<_>>(), acknowledged);
}

#[test]
fn citizens_who_are_in_the_middle_of_sending_get_their_receipts() {
    let mut town = Town::open();
    let mut citizens: Vec<_> = (0..16)
        .map(|number| {
            let mut connection = town.connect();
            let body = ballot(number).to_string().into_bytes();
            let length = body.len().to_string();
            let headers = [("expect", "100-continue"), ("content-length", length.as_str())];
            let head = connection.head("POST", SUBMISSIONS, &headers);
            connection.say(format!("{head}\r\n").as_bytes()).unwrap();
            assert_eq!(connection.answer(false).unwrap().status, 100);
            connection.say(&body[..20]).unwrap();
            (connection, body)
        })
        .collect();
    town.server.ask_to_stop();
    // It has understood once it takes no more visitors.
    while TcpStream::connect(town.server.host()).is_ok() {
        std::thread::yield_now();
    }
    for (connection, body) in &mut citizens {
        connection.say(&body[20..]).unwrap();
        assert_eq!(connection.answer(false).unwrap().status, 201);
    }
    assert_eq!(town.server.wait_for_end().code(), Some(0));
    assert_eq!(town.kept(), 16);
}

#[test]
fn somebody_who_never_finishes_sending_cannot_hold_the_stop_up() {
    let mut town = Town::open();
    let mut connection = town.connect();
    let headers = [("expect", "100-continue"), ("content-length", "1000")];
    let head = connection.head("POST", SUBMISSIONS, &headers);
    connection.say(format!("{head}\r\n").as_bytes()).unwrap();
    assert_eq!(connection.answer(false).unwrap().status, 100);
    town.server.ask_to_stop();
    assert_eq!(town.server.wait_for_end().code(), Some(0));
}
