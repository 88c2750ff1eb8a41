//! Events are only ever added, and the last one of a submission counts.

use glasno_model::{Channel, EventKind};
use rusqlite::{Connection, params};

use super::store;
use crate::conformance::fixtures::{NOW, count_in_pages_of, open, read_in_pages_of, submission};
use crate::sqlite::connection::{DATABASE_FILE, PATIENCE, writing};
use crate::sqlite::{ballot, events, submissions, uuid};
use crate::{Counts, NewSubmission, Store};

/// Adds a later event of a submission, as another server would.
fn add_event(connection: &Connection, of: &NewSubmission, version: u32, kind: EventKind) {
    let ballot = (kind != EventKind::Withdrawn).then(|| ballot::to_json(&of.ballot).unwrap());
    let added = connection.execute(
        "insert into event (consultation, submission_id, version, kind, channel, draft_version, received_at,
                            content_hash, receipt_hash, ballot)
         values (1, ?1, ?2, ?3, 'web', 1, ?4, ?5, ?6, ?7)",
        params![
            uuid::bytes(&of.id),
            version,
            kind.code(),
            NOW.unix_seconds(),
            [version.to_le_bytes()[0]; 32],
            of.receipt_hash,
            ballot
        ],
    );
    assert_eq!(added, Ok(1));
}

#[tokio::test]
async fn an_officer_reads_each_submission_as_its_citizen_left_it() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    for citizen in 0..6 {
        store.submit(submission(&slug, citizen)).await.unwrap();
    }
    let other_process = writing(&folder.path().join(DATABASE_FILE), PATIENCE).unwrap();
    let [changed, withdrawn, returned] = [1, 2, 3].map(|citizen| submission(&slug, citizen));
    add_event(&other_process, &changed, 2, EventKind::Changed);
    add_event(&other_process, &withdrawn, 2, EventKind::Withdrawn);
    add_event(&other_process, &returned, 2, EventKind::Withdrawn);
    add_event(&other_process, &returned, 3, EventKind::Changed);

    let read = read_in_pages_of(2, &store, &slug).await;
    let read: Vec<_> =
        read.into_iter().map(|stored| (stored.submission.id, stored.submission.version)).collect();
    let citizen = |citizen, version| (submission(&slug, citizen).id, version);
    assert_eq!(read, [citizen(0, 1), citizen(4, 1), citizen(5, 1), citizen(1, 2), citizen(3, 3)]);
    assert_eq!(store.counts(&slug).await.unwrap(), Counts { submissions: 5, withdrawn: 1 });
}

#[tokio::test]
async fn a_count_takes_back_what_a_citizen_changed_or_withdrew() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    for citizen in 0..3 {
        store.submit(NewSubmission { channel: Channel::Paper, ..submission(&slug, citizen) }).await.unwrap();
    }
    let other_process = writing(&folder.path().join(DATABASE_FILE), PATIENCE).unwrap();
    let changed = NewSubmission { ballot: submission(&slug, 9).ballot, ..submission(&slug, 1) };
    add_event(&other_process, &changed, 2, EventKind::Changed);
    add_event(&other_process, &submission(&slug, 2), 2, EventKind::Withdrawn);
    add_event(&other_process, &submission(&slug, 2), 3, EventKind::Changed);
    add_event(&other_process, &changed, 3, EventKind::Withdrawn);

    let counted = count_in_pages_of(2, &store, &slug).await;
    let seen: Vec<_> = counted
        .into_iter()
        .map(|event| {
            let replaced = event.replaces.map(|before| (before.channel, before.ballot));
            (event.submission.kind, event.submission.ballot, replaced)
        })
        .collect();
    let ballot = |citizen| submission(&slug, citizen).ballot;
    let (submitted, withdrawn) = (EventKind::Submitted, EventKind::Withdrawn);
    assert_eq!(seen[..3], [0, 1, 2].map(|citizen| (submitted, Some(ballot(citizen)), None)));
    assert_eq!(seen[3], (EventKind::Changed, Some(ballot(9)), Some((Channel::Paper, ballot(1)))));
    assert_eq!(seen[4], (withdrawn, None, Some((Channel::Paper, ballot(2)))));
    assert_eq!(seen[5], (EventKind::Changed, Some(ballot(2)), None), "nothing counted in between");
    assert_eq!(seen[6], (withdrawn, None, Some((Channel::Web, ballot(9)))));
    assert_eq!(seen.len(), 7);
}

#[tokio::test]
async fn nobody_can_quietly_change_or_delete_a_ballot() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    store.submit(submission(&slug, 1)).await.unwrap();
    let other_process = writing(&folder.path().join(DATABASE_FILE), PATIENCE).unwrap();
    for sql in [
        "update event set ballot = '{}'",
        "delete from event",
        "insert or replace into event select * from event",
        "update budget_draft set document = '{}'",
        "delete from budget_draft",
        "delete from consultation",
    ] {
        // What SQLite calls “replace” would delete without asking the triggers, were it not for this setting.
        other_process.execute_batch("pragma recursive_triggers = on").unwrap();
        assert!(other_process.execute(sql, []).is_err(), "{sql} was done");
    }
    assert_eq!(store.submissions_between(&slug, 0, i64::MAX, 10).await.unwrap().len(), 1);
}

#[test]
fn a_citizens_address_has_no_place_beside_the_ballot() {
    let (_store, folder) = store();
    let connection = writing(&folder.path().join(DATABASE_FILE), PATIENCE).unwrap();
    let columns: String = connection
        .query_row("select group_concat(name, ' ') from pragma_table_info('event')", [], |row| row.get(0))
        .unwrap();
    assert_eq!(
        columns,
        "sequence consultation submission_id version kind channel draft_version received_at content_hash \
         receipt_hash ballot"
    );
}

#[test]
fn an_officer_does_not_wait_longer_for_the_last_page_than_for_the_first() {
    let (_store, folder) = store();
    let connection = writing(&folder.path().join(DATABASE_FILE), PATIENCE).unwrap();
    let plan = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(&format!("explain query plan {sql}")).unwrap();
        statement.raw_query().mapped(|row| row.get("detail")).collect::<Result<_, _>>().unwrap()
    };
    let steps = plan(submissions::PAGE);
    assert!(steps[0].contains("event_by_consultation (consultation=? AND rowid>? AND rowid<?)"), "{steps:?}");
    assert!(steps.iter().any(|step| step.contains("event_later")), "{steps:?}");
    assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "sorted by hand: {steps:?}");
    let steps = plan(events::PAGE);
    assert!(steps[0].contains("event_by_consultation (consultation=? AND rowid>?)"), "{steps:?}");
    assert!(
        steps[1].contains("event_by_submission (consultation=? AND submission_id=? AND version=?)"),
        "{steps:?}"
    );
    assert_eq!(steps.len(), 2, "{steps:?}");
    for sql in [submissions::COUNT_ALL, submissions::COUNT_WITHDRAWN] {
        let steps = plan(sql);
        assert!(steps[0].contains("COVERING INDEX"), "counting reads the ballots: {steps:?}");
    }
}

#[test]
fn a_citizen_does_not_wait_for_tables_that_a_check_builds_in_memory() {
    let (_store, folder) = store();
    let connection = writing(&folder.path().join(DATABASE_FILE), PATIENCE).unwrap();
    let mut statement = connection.prepare(&format!("explain {}", submissions::INSERT)).unwrap();
    let steps: Vec<String> =
        statement.raw_query().mapped(|row| row.get("opcode")).collect::<Result<_, _>>().unwrap();
    assert!(steps.iter().any(|step| step == "Insert"), "{steps:?}");
    assert!(!steps.iter().any(|step| step == "OpenEphemeral"), "{steps:?}");
}
