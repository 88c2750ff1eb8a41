//! The way through all submissions, page by page.

use std::sync::mpsc::{SyncSender, sync_channel};

use glasno_model::Submission;
use glasno_store::{StoreError, StoredSubmission};

use super::ExportError;

/// How many submissions are read at once. Up to three pages are in memory; of the largest ballots that the model
/// lets in (some 60 KB of Cyrillic comments) a page of 250 is 15 MB, of usual ones less than 1 MB.
pub(super) const PAGE: usize = 250;

/// A page as the store gives it.
pub(super) type Page = Result<Vec<StoredSubmission>, StoreError>;

/// Calls `each` with every submission in the order in which they came; `page_after` gives up to [`PAGE`] of them
/// after a place. While one page is being written, a second thread reads the next one; it ends within a page when
/// `each` fails.
pub(super) fn for_each(
    page_after: impl Fn(i64) -> Page + Send,
    mut each: impl FnMut(&Submission) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    std::thread::scope(|scope| {
        let (sender, pages) = sync_channel(1);
        std::thread::Builder::new()
            .name("export-reader".into())
            .spawn_scoped(scope, move || read(&page_after, &sender))?;
        for page in pages {
            for row in page? {
                each(&row.submission)?;
            }
        }
        Ok(())
    })
}

/// Sends pages until there are no more, or until nobody wants them.
fn read(page_after: &impl Fn(i64) -> Page, pages: &SyncSender<Page>) {
    let mut sequence = 0;
    loop {
        let page = page_after(sequence);
        match page.as_ref().map(|rows| rows.last().map(|row| row.sequence)) {
            // Only an empty page is the last: a shorter one may have lost withdrawn submissions on its way.
            Ok(None) => return,
            Ok(Some(last)) => {
                sequence = last;
                if pages.send(page).is_err() {
                    return;
                }
            }
            Err(_) => {
                // Where nobody listens any more, the export failed already for a reason of its own.
                let _ = pages.send(page);
                return;
            }
        }
    }
}
