//! What an operator goes through: a backup while citizens send, a restore, a disk that plays tricks.

use std::{collections::BTreeSet, fs, io::Write as _, os::unix::fs::FileExt as _};

use glasno_model::ProblemType;
use glasno_tests::support::Installation;
use rusqlite::Connection as Database;

use crate::{
    crowd::Crowd,
    town::{CONSULTATION, SUBMISSIONS, Town, UNLIMITED, ballot, complaint, id, installation, stored_ids},
};

#[test]
fn a_backup_made_while_citizens_send_holds_every_receipt_given_before_it() {
    let town = Town::open();
    let out = town.installation().folder().join("backup.sqlite3");
    let crowd = Crowd::of(town.server.host(), 0);
    crowd.wait_for(200);
    let before: BTreeSet<_> = stored_ids(town.installation().folder()).into_iter().collect();
    town.installation().done(["backup", "--out", out.to_str().unwrap()]);
    let sent = crowd.go_home();
    assert!(sent.unanswered.is_empty(), "the backup disturbed somebody");

    let restored = restore(&out);
    let kept: BTreeSet<_> = stored_ids(restored.folder()).into_iter().collect();
    let all: BTreeSet<_> = sent.acknowledged.into_iter().map(id).collect();
    assert!(kept.is_superset(&before), "the backup lacks what was there before it");
    assert!(kept.is_subset(&all));
}

#[test]
fn a_restored_server_goes_on_where_the_old_one_stood() {
    let town = Town::open();
    (0..20).for_each(|number| assert_eq!(town.send(&ballot(number)).status, 201));
    let out = town.installation().folder().join("backup.sqlite3");
    town.installation().done(["backup", "--out", out.to_str().unwrap()]);
    let receipt = town.send(&ballot(7)).body;
    let [old, new] = [town.installation(), &restore(&out)].map(rows);
    assert_eq!(old, new);

    let again = Town { server: restore(&out).serve(&UNLIMITED) };
    let answer = again.send(&ballot(7));
    assert_eq!((answer.status, &answer.body), (200, &receipt), "the receipt's key came along");
    assert_eq!(again.get(CONSULTATION).body, town.get(CONSULTATION).body);
    // Neither a backup nor a restore ever writes over something.
    let refused = town.installation().glasno(["backup", "--out", out.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1), "{}", complaint(&refused));
    let refused = town.installation().glasno(["restore", out.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1), "{}", complaint(&refused));
}

#[test]
fn while_another_program_locks_the_file_citizens_are_asked_to_come_back() {
    let town = Town::open();
    assert_eq!(town.send(&ballot(1)).status, 201);
    let other = Database::open(town.installation().folder().join("glasno.sqlite3")).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let answer = town.send(&ballot(2));
    assert_eq!(answer.outcome(), (503, Some(ProblemType::Unavailable)));
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(town.get(CONSULTATION).status, 200, "reading goes on");
    assert_eq!((town.get("/health").status, town.get("/ready").status), (200, 503));
    other.execute_batch("rollback").unwrap();
    assert_eq!(town.send(&ballot(2)).status, 201);
    assert_eq!((town.get("/ready").status, town.kept()), (200, 2));
}

#[test]
fn a_damaged_database_is_never_served_in_silence() {
    for (what, damage) in [
        (
            "another program's file",
            Box::new(|file: &fs::File| file.write_all_at(b"not a database at all", 0)) as Damage,
        ),
        ("a file cut in half", Box::new(|file| file.set_len(file.metadata()?.len() / 2))),
        ("a page of noise", Box::new(|file| file.write_all_at(&[0x5a; 4_096], 4_096))),
        ("noise everywhere", Box::new(|file| file.write_all_at(&vec![0xa5; 60_000], 200))),
    ] {
        let town = Town::open();
        (0..40).for_each(|number| assert_eq!(town.send(&ballot(number)).status, 201));
        let mut server = town.server;
        server.ask_to_stop();
        assert_eq!(server.wait_for_end().code(), Some(0));
        let installation = server.kill();
        let path = installation.folder().join("glasno.sqlite3");
        damage(&fs::File::options().write(true).open(path).unwrap()).unwrap();
        let refused = installation.glasno(["serve", "--listen", "127.0.0.1:0", "--log", "off"]);
        assert_eq!(refused.status.code(), Some(1), "{what}");
        assert!(
            complaint(&refused).contains("glasno.sqlite3") || complaint(&refused).contains("damaged"),
            "{what}: {}",
            complaint(&refused)
        );
        assert!(!complaint(&refused).contains("panicked"), "{what}");
    }
}

#[test]
fn a_second_server_on_the_same_port_says_which_port_is_taken() {
    let town = Town::open();
    let second = installation().glasno(["serve", "--listen", town.server.host()]);
    assert_eq!(second.status.code(), Some(1));
    assert!(complaint(&second).contains(town.server.host()), "{}", complaint(&second));
    assert_eq!(town.send(&ballot(1)).status, 201);
}

#[test]
fn an_operator_reads_the_figures_and_strangers_do_not() {
    let town = Town::open();
    town.send(&ballot(1));
    town.post(SUBMISSIONS, &[], b"noise");
    let figures = town.get("/metrics").text();
    assert!(figures.lines().any(|line| line.contains("stored") && line.ends_with(" 1")), "{figures}");
    let proxied = town.get_with("/metrics", &[("x-forwarded-for", "198.51.100.1")]);
    assert_eq!(proxied.outcome(), (404, Some(ProblemType::NotFound)));
}

type Damage = Box<dyn Fn(&fs::File) -> std::io::Result<()>>;

fn restore(backup: &std::path::Path) -> Installation {
    let fresh = Installation::empty();
    fresh.done(["restore", backup.to_str().unwrap()]);
    fresh
}

/// Everything that was ever sent, as the tables hold it.
fn rows(installation: &Installation) -> Vec<Vec<u8>> {
    let database = Database::open(installation.folder().join("glasno.sqlite3")).unwrap();
    let sound: String = database.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let mut statement = database.prepare("select * from event order by sequence").unwrap();
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let mut whole = Vec::new();
        for column in 0..columns {
            write!(whole, "{:?}|", row.get_ref(column)?).unwrap();
        }
        Ok(whole)
    };
    statement.query_map([], row).unwrap().map(Result::unwrap).collect()
}
