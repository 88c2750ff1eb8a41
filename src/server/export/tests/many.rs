//! Very many submissions, and readers who go away.

use std::sync::atomic::{AtomicUsize, Ordering};

use glasno_store::StoreError;

use super::*;

const CITIZENS: usize = 10_000;

/// The page of a store of ten thousand citizens who all proposed the same.
fn page(after: i64) -> Vec<StoredSubmission> {
    let first = usize::try_from(after).unwrap();
    let row = |at: usize| StoredSubmission {
        sequence: i64::try_from(at + 1).unwrap(),
        ..submission(1, &[("roads", 7)], &[(None, "Повече дървета")])
    };
    (first..CITIZENS.min(first + pages::PAGE)).map(row).collect()
}

#[test]
fn ten_thousand_submissions_never_stand_in_memory_together() {
    let (read, written, most) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let counted = |after| {
        let page = page(after);
        read.fetch_add(page.len(), Ordering::SeqCst);
        Ok(page)
    };
    pages::for_each(counted, |_| {
        let at_once = read.load(Ordering::SeqCst) - written.fetch_add(1, Ordering::SeqCst);
        most.fetch_max(at_once, Ordering::SeqCst);
        Ok(())
    })
    .unwrap();
    assert_eq!(written.into_inner(), CITIZENS);
    // One being written, one waiting, one just read.
    assert!(most.into_inner() <= 3 * pages::PAGE);
}

#[test]
fn every_one_of_ten_thousand_citizens_has_a_row() {
    let (frame, _) = sample();
    for (format, rows) in
        [(Format::Csv, CITIZENS + 1), (Format::CsvLong, 2 * CITIZENS), (Format::Json, CITIZENS)]
    {
        let mut out = Vec::new();
        let summary = write_pages(&frame, |after| Ok(page(after)), format, &occasion(), &mut out).unwrap();
        assert_eq!((summary.submissions, summary.rows), (CITIZENS as u64, rows as u64), "{format}");
        let lines = String::from_utf8(out).unwrap().lines().count();
        assert!((rows..rows + 8).contains(&lines), "{format} has {lines} lines");
    }
}

#[test]
fn the_store_is_left_alone_once_the_reader_has_gone_away() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (frame, _) = sample();
    let asked = AtomicUsize::new(0);
    let counted = |after| {
        asked.fetch_add(1, Ordering::SeqCst);
        Ok(page(after))
    };
    let result = write_pages(&frame, counted, Format::Csv, &occasion(), &mut Gone);
    assert!(matches!(result, Err(ExportError::Io(_))));
    // The first 64 KB are some three pages, and the reader is at most two pages ahead.
    assert!(asked.into_inner() <= 8);
}

#[test]
fn a_database_that_fails_half_way_fails_the_download() {
    let (frame, _) = sample();
    let half_way = |after| match after {
        0..5_000 => Ok(page(after)),
        _ => Err(StoreError::Unavailable("the disk is away".into())),
    };
    let result = write_pages(&frame, half_way, Format::Csv, &occasion(), &mut Vec::new());
    assert!(matches!(result, Err(ExportError::Store(StoreError::Unavailable(_)))));
}
