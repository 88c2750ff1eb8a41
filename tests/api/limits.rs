//! How much, how fast and how often: nobody fills the memory, holds a connection for ever, or locks a library out.

use std::io::Write as _;

use glasno_model::ProblemType::{RateLimited, TooLarge, TooSlow};

use crate::{
    town::{CONSULTATION, SUBMISSIONS, Town, ballot},
    wire::Answer,
};

/// Sixty at once; nobody waits an hour for the next.
const HOURLY: [&str; 2] = ["--rate-limit", "60/3600s"];

#[test]
fn a_hundred_megabytes_are_refused_and_leave_no_trace_in_memory() {
    let town = Town::open();
    let announced = || town.connect().head("POST", SUBMISSIONS, &[("content-length", "104857600")]) + "\r\n";
    let chunked = || town.connect().head("POST", SUBMISSIONS, &[("transfer-encoding", "chunked")]) + "\r\n";
    let part = vec![b' '; 64 * 1024];
    let chunk = [b"10000\r\n".as_slice(), &part, b"\r\n"].concat();
    // Once for the memory that any such request needs, once to see that it does not grow.
    for round in ["first", "second"] {
        let before = memory::resident(&town);
        memory::forget_peak(&town);
        assert_eq!(flood(&town, &announced(), &part).outcome(), (413, Some(TooLarge)));
        assert_eq!(flood(&town, &chunked(), &chunk).outcome(), (413, Some(TooLarge)));
        let grown = memory::peak(&town).saturating_sub(before);
        assert!(round == "first" || grown < 2_000, "the server grew by {grown} KB");
    }
    assert_eq!((town.kept(), town.send(&ballot(1)).status), (0, 201));
}

#[test]
fn a_length_that_is_a_lie_gains_nothing() {
    let town = Town::open();
    let body = ballot(1).to_string();
    // Less than there is: the rest is taken for the next request, which it is not.
    let mut less = town.connect();
    let head = less.head("POST", SUBMISSIONS, &[("content-length", "10")]);
    less.say(format!("{head}\r\n{body}").as_bytes()).unwrap();
    assert_eq!(less.answer(false).unwrap().status, 400);
    less.see_it_closed().unwrap();
    // More than there is, and then nothing.
    let mut more = town.connect();
    let head = more.head("POST", SUBMISSIONS, &[("content-length", "9999")]);
    more.say(format!("{head}\r\n{body}").as_bytes()).unwrap();
    // Beyond all numbers.
    let mut beyond = town.connect();
    let head = beyond.head("POST", SUBMISSIONS, &[("content-length", "99999999999999999999999")]);
    beyond.say(format!("{head}\r\n").as_bytes()).unwrap();
    assert_eq!(beyond.answer(false).unwrap().status, 400);
    // Chunks that never end.
    let mut chunks = town.connect();
    let head = chunks.head("POST", SUBMISSIONS, &[("transfer-encoding", "chunked")]);
    chunks.say(format!("{head}\r\n1\r\n{{\r\n").as_bytes()).unwrap();
    for mut slow in [more, chunks] {
        assert_eq!(slow.answer(false).unwrap().outcome(), (408, Some(TooSlow)));
    }
    assert_eq!(town.kept(), 0);
}

#[test]
fn somebody_who_never_finishes_asking_is_cut_off() {
    let town = Town::open();
    let mut silent = town.connect();
    let mut slow = town.connect();
    slow.say(b"POST / HTTP/1.1\r\nhost: ").unwrap();
    let mut idle = town.connect();
    assert_eq!(idle.ask("GET", "/health", &[], b"").unwrap().status, 200);
    for connection in [&mut silent, &mut slow, &mut idle] {
        connection.see_it_closed().expect("the server hangs up");
    }
    assert_eq!(town.get("/health").status, 200);
}

#[test]
fn fifty_people_behind_a_librarys_one_address_take_part() {
    let town = Town::with(&[]);
    assert!((0..50).all(|number| town.send(&ballot(number)).status == 201));
    assert_eq!(town.kept(), 50);
}

#[test]
fn the_sixty_first_at_once_waits_and_a_false_address_does_not_help() {
    let town = Town::with(&HOURLY);
    for number in 0..60 {
        assert_eq!(town.send(&ballot(number)).status, 201);
    }
    for liar in [&[][..], &[("x-forwarded-for", "198.51.100.1")], &[("forwarded", "for=198.51.100.2")]] {
        let refused = town.post(SUBMISSIONS, liar, ballot(99).to_string().as_bytes());
        assert_eq!(refused.outcome(), (429, Some(RateLimited)), "{liar:?}");
        let told: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=3_600).contains(&told), "{told}");
        assert_eq!(refused.problem().retry_after, Some(told));
    }
    assert_eq!(town.get(CONSULTATION).status, 200, "reading goes on");
    assert_eq!(town.kept(), 60);
}

#[test]
fn behind_a_trusted_proxy_each_citizen_is_counted_alone() {
    let town = Town::with(&[HOURLY[0], HOURLY[1], "--trusted-proxy", "127.0.0.0/8"]);
    let send = |number: u64, seen: &str| {
        town.post(SUBMISSIONS, &[("x-forwarded-for", seen)], ballot(number).to_string().as_bytes()).status
    };
    assert!((0..60).all(|number| send(number, "198.51.100.1") == 201));
    assert_eq!(send(99, "198.51.100.1"), 429);
    assert_eq!(send(99, "203.0.113.7, 198.51.100.1"), 429, "what stands further left is a claim");
    assert_eq!(send(99, "198.51.100.2"), 201);
    // A household in IPv6 has more addresses than there are grains of sand.
    assert!((100..160).all(|number| send(number, &format!("2001:db8::{number:x}")) == 201));
    assert_eq!(send(200, "2001:db8::ffff"), 429);
    assert_eq!(send(200, "2001:db8:0:1::1"), 201);
}

/// Sends parts up to a hundred megabytes for as long as somebody listens, and reads the answer meanwhile.
fn flood(town: &Town, head: &str, part: &[u8]) -> Answer {
    let mut connection = town.connect();
    connection.say(head.as_bytes()).unwrap();
    let mut hand = connection.second_hand().unwrap();
    let part = part.to_vec();
    let flooding = std::thread::spawn(move || {
        let parts = 100 * 1024 * 1024 / (64 * 1024);
        (0..parts).take_while(|_| hand.write_all(&part).is_ok()).count()
    });
    let answer = connection.answer(false).expect("the sender reads why");
    drop(connection);
    let parts_heard = flooding.join().unwrap();
    assert!(parts_heard < 200, "the server listened to {parts_heard} parts of 64 KB");
    answer
}

/// The server's memory as the system counts it, in KB.
mod memory {
    use super::Town;

    pub fn resident(town: &Town) -> u64 {
        status(town, "VmRSS:")
    }

    /// The most since [`forget_peak`].
    pub fn peak(town: &Town) -> u64 {
        status(town, "VmHWM:")
    }

    pub fn forget_peak(town: &Town) {
        std::fs::write(format!("/proc/{}/clear_refs", town.server.process_id()), "5").unwrap();
    }

    fn status(town: &Town, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", town.server.process_id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).expect("Linux tells");
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}
