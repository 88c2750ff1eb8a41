//! The way from the store to the file.

use glasno_store::{ConsultationRecord, NewSubmission, SqliteStore, Store as _};
use tokio::runtime::Runtime;

use super::*;
use crate::random::Random;

/// Chance that is different each time, and known.
struct Counting(std::sync::atomic::AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        bytes.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst));
        Ok(())
    }
}

/// A store that holds the sample, submitted as citizens do.
fn store(runtime: &Runtime, folder: &std::path::Path) -> SqliteStore {
    let (frame, citizens) = sample();
    let store = SqliteStore::open(folder).unwrap();
    let record = ConsultationRecord {
        consultation: frame.consultation,
        stage: glasno_model::Stage::Open,
        allowed_origins: Vec::new(),
        allow_sandboxed: true,
        margins: Vec::new(),
    };
    runtime.block_on(async {
        store.create_consultation(&record).await.unwrap();
        let slug = &record.consultation.slug;
        let moment = citizens[0].submission.received_at;
        store.add_draft(slug, frame.drafts[0].clone().into_document(), moment).await.unwrap();
        for (hash, StoredSubmission { submission, .. }) in (1..).zip(citizens) {
            let new = NewSubmission {
                consultation: slug.clone(),
                id: submission.id,
                receipt_hash: [hash; 32],
                content_hash: [hash; 32],
                channel: submission.channel,
                received_at: submission.received_at,
                ballot: submission.ballot.unwrap(),
                organisation: None,
                label: None,
            };
            store.submit(new).await.unwrap();
        }
    });
    store
}

#[test]
fn an_officer_downloads_twice_and_gets_the_same_file() {
    let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    let store = store(&runtime, folder.path());
    let random = Counting(0.into());
    let slug = "sofia-2027".parse().unwrap();
    let download = |format| {
        let mut out = Vec::new();
        let language = glasno_words::Language::Bg;
        let now = glasno_model::Timestamp::from_unix_seconds(1_800_014_400);
        let request = crate::export::Request { slug: &slug, format, language, now, seed: None };
        let summary = crate::export::write(&store, runtime.handle(), &random, &request, &mut out).unwrap();
        assert_eq!((summary.submissions, summary.comments), (3, 3));
        out
    };
    for format in [Format::Csv, Format::CsvLong, Format::Json] {
        assert_eq!(download(format), download(format), "{format}");
    }
    let wide = csv_rows(&download(Format::Csv));
    assert_eq!(wide[2][7..12], ["9500.99", "999.01", "", "", "0"]);
    assert_eq!(workbook::cells(&download(Format::Xlsx))["Становища"].len(), 5);
}

#[test]
fn a_consultation_that_is_not_there_has_no_download() {
    let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    let store = SqliteStore::open(folder.path()).unwrap();
    let (slug, language) = ("plovdiv".parse().unwrap(), glasno_words::Language::Bg);
    let result = crate::export::write(
        &store,
        runtime.handle(),
        &Counting(0.into()),
        &crate::export::Request {
            slug: &slug,
            format: Format::Csv,
            language,
            now: glasno_model::Timestamp::from_unix_seconds(0),
            seed: None,
        },
        &mut Vec::new(),
    );
    assert!(matches!(result, Err(ExportError::NoConsultation(missing)) if missing == slug));
}
