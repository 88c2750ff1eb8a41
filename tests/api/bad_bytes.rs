//! What no browser sends: bytes that are not JSON, or only almost. Never an answer that says that the server broke.

use glasno_model::ProblemType::{self, NotASubmission, NotJson, RuleBroken};

use crate::town::{SUBMISSIONS, Town, ballot};

#[test]
fn bytes_that_are_no_ballot_get_an_answer_and_nothing_else() {
    let town = Town::open();
    let mut connection = town.connect();
    for (what, body, status, kind) in cases() {
        let answer = connection.ask("POST", SUBMISSIONS, &[], &body).expect(what);
        assert_eq!(answer.outcome(), (status, Some(kind)), "{what}: {}", answer.text());
        let detail = answer.problem().detail.unwrap_or_default();
        assert!(detail.chars().count() <= 300, "{what}: the answer repeats too much");
    }
    assert_eq!(town.kept(), 0);
    assert_eq!(town.send(&ballot(1)).status, 201, "the server still takes what is right");
}

#[test]
fn two_ways_to_write_one_ballot_are_one_ballot() {
    let town = Town::open();
    assert_eq!(town.send(&ballot(1)).status, 201);
    let plain = ballot(1).to_string();
    let escaped: String = plain
        .encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            _ => format!("\\u{unit:04x}"),
        })
        .collect();
    let spaced = format!(" \n{}\t ", serde_json::to_string_pretty(&ballot(1)).unwrap());
    for again in [escaped, spaced] {
        assert_ne!(again, plain);
        let answer = town.post(SUBMISSIONS, &[], again.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    assert_eq!(town.kept(), 1);
}

#[test]
fn requests_that_are_no_requests_are_turned_away() {
    let town = Town::open();
    for (what, bytes) in [
        ("noise", &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"[..]),
        ("a header without a name", b"GET / HTTP/1.1\r\n: x\r\n\r\n"),
        ("a length that is no number", b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n"),
        ("two lengths", b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"),
        ("headers without end", &[b"GET / HTTP/1.1\r\nx: ".as_slice(), &vec![b'a'; 64 * 1024]].concat()),
    ] {
        let mut connection = town.connect();
        // The server may hang up before it has heard all of it.
        let _ = connection.say(bytes);
        if let Ok(answer) = connection.answer(false) {
            assert!((400..500).contains(&answer.status), "{what}: {}", answer.status);
        }
    }
    assert_eq!(town.get("/ready").status, 200);
}

fn cases() -> Vec<(&'static str, Vec<u8>, u16, ProblemType)> {
    let good = ballot(1).to_string();
    let deep = 100_000;
    let replaced = |from: &str, to: &str| {
        assert!(good.contains(from), "the ballot has no {from}");
        good.replacen(from, to, 1).into_bytes()
    };
    let bytes = |from: &str, to: &[u8]| {
        let at = good.find(from).unwrap();
        [&good.as_bytes()[..at], to, &good.as_bytes()[at + from.len()..]].concat()
    };
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(good.encode_utf16().flat_map(u16::to_le_bytes));
    vec![
        ("nothing", Vec::new(), 400, NotJson),
        ("white space", b" \r\n\t".to_vec(), 400, NotJson),
        ("a form", b"id=1&ballot=2".to_vec(), 400, NotJson),
        ("markup", b"<ballot/>".to_vec(), 400, NotJson),
        ("cut off", good.as_bytes()[..good.len() - 2].to_vec(), 400, NotJson),
        ("two ballots", [good.as_bytes(), good.as_bytes()].concat(), 400, NotJson),
        ("a comma too many", replaced("\"draft_version\":1", "\"draft_version\":1,"), 400, NotJson),
        ("single quotes", good.replace('"', "'").into_bytes(), 400, NotJson),
        ("a comment", replaced("{", "{/* x */"), 400, NotJson),
        ("arrays 100,000 deep", "[".repeat(deep).into_bytes(), 400, NotJson),
        (
            "arrays 100,000 deep and closed",
            ["[".repeat(deep), "]".repeat(deep)].concat().into_bytes(),
            422,
            NotASubmission,
        ),
        ("objects 20,000 deep", "{\"a\":".repeat(20_000).into_bytes(), 400, NotJson),
        ("a ballot 100,000 deep", bytes("110000", "[".repeat(deep).as_bytes()), 400, NotJson),
        ("half a surrogate pair", replaced("ул.", r"\ud800"), 400, NotJson),
        ("the other half", replaced("ул.", r"\udc00"), 400, NotJson),
        ("a pair in the wrong order", replaced("ул.", r"\udc00\ud800"), 400, NotJson),
        ("bytes that are not UTF-8", bytes("ул.", b"\xff\xfe"), 400, NotJson),
        ("a letter cut in two", bytes("ул.", b"\xd1"), 400, NotJson),
        ("a letter longer than needed", bytes("ул.", b"\xc0\xaf"), 400, NotJson),
        ("a surrogate in UTF-8", bytes("ул.", b"\xed\xa0\x80"), 400, NotJson),
        ("UTF-16", utf16, 400, NotJson),
        ("a byte order mark", format!("\u{feff}{good}").into_bytes(), 400, NotJson),
        ("a NUL", bytes("ул.", b"\0"), 400, NotJson),
        ("a NUL after the end", format!("{good}\0").into_bytes(), 400, NotJson),
        ("a NUL as an escape", replaced("ул.", r"\u0000"), 422, RuleBroken),
        ("a line end in a text", bytes("ул.", b"\n"), 400, NotJson),
        ("1e400", replaced("110000", "1e400"), 400, NotJson),
        ("-1e400", replaced("110000", "-1e400"), 400, NotJson),
        ("NaN", replaced("110000", "NaN"), 400, NotJson),
        ("Infinity", replaced("110000", "Infinity"), 400, NotJson),
        ("a leading zero", replaced("110000", "0110000"), 400, NotJson),
        ("hexadecimal", replaced("110000", "0x1ADB0"), 400, NotJson),
        ("-0", replaced("110000", "-0"), 422, NotASubmission),
        ("2^53 + 1", replaced("110000", "9007199254740993"), 422, NotASubmission),
        ("a hundred digits", replaced("110000", &"9".repeat(100)), 422, NotASubmission),
        ("a field twice", replaced("\"id\":", "\"id\":\"x\",\"id\":"), 422, NotASubmission),
        (
            "an amount twice",
            replaced("\"amount\":110000", "\"amount\":1,\"amount\":110000"),
            422,
            NotASubmission,
        ),
        (
            "a field twice, once in escapes",
            replaced("\"id\":", r#""\u0069d":"x","id":"#),
            422,
            NotASubmission,
        ),
        ("a prototype", replaced("{", r#"{"__proto__":{},"#), 422, NotASubmission),
        (
            "the amounts ten thousand times nothing",
            replaced("\"allocation\":[", &format!("\"allocation\":[{}", "null,".repeat(10_000))),
            422,
            NotASubmission,
        ),
    ]
}
