//! A tally that is kept and brought up to date: only events that are new since the last look are read.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use glasno_model::{BallotDocument, BudgetDraft, Slug};
use glasno_store::{ConsultationRecord, Snapshot, Store, StoreError, StoredEvent};
use glasno_tally::allocation::{AllocationError, Progress, Tallies};

use super::{Results, compute};

/// How many events are read at once; of usual ballots 1 MB.
const PAGE: usize = 500;

/// Why there are no results.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An event cannot be counted; what stands in the database was never taken by the endpoint.
    #[error("event {sequence} cannot be counted: {cause}")]
    Uncountable {
        /// The place of the event.
        sequence: i64,
        /// Why.
        cause: AllocationError,
    },
    /// The thread that computed them is gone.
    #[error("the computation was cut short: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// The tallies of all consultations that somebody asked for, as of the last look.
///
/// Memory grows with lines × different amounts × different respondents, not with ballots. After a restart the first
/// look counts from the beginning.
#[derive(Default)]
pub struct Counting(Mutex<HashMap<Slug, Arc<tokio::sync::Mutex<Option<Kept>>>>>);

struct Kept {
    drafts: BTreeMap<u32, Arc<BudgetDraft>>,
    /// The record that it was counted under; only its balance rule matters to the count.
    record: ConsultationRecord,
    /// Shared with the thread that computes from it; copied only where events come meanwhile.
    progress: Progress<Arc<Tallies>>,
    shown: Option<Shown>,
}

/// The results of one moment.
struct Shown {
    sequence: u64,
    revision: u64,
    results: Arc<Results>,
}

impl Counting {
    /// What the ballots come to now; nothing where there is no consultation of this name.
    ///
    /// # Errors
    /// When the store does not answer or holds what cannot be counted. The next look then counts from the beginning.
    pub async fn results(
        &self,
        store: &dyn Store,
        slug: &Slug,
    ) -> Result<Option<Arc<Results>>, ResultsError> {
        let Some(snapshot) = store.snapshot(slug).await? else { return Ok(None) };
        let place = {
            let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(places.entry(slug.clone()).or_default())
        };
        // Whoever comes while another is counting waits for that count and goes on from it.
        let mut place = place.lock().await;
        // Taken out, so that a count that fails half way is not gone on with.
        let kept = place.take().filter(|kept| kept.still_holds(&snapshot.record));
        let mut kept = kept.unwrap_or_else(|| Kept::new(&snapshot.record));
        kept.catch_up(store, &snapshot).await?;
        let results = kept.show(&snapshot).await?;
        *place = Some(kept);
        Ok(Some(results))
    }
}

impl Kept {
    fn new(record: &ConsultationRecord) -> Self {
        Self {
            drafts: BTreeMap::new(),
            record: record.clone(),
            progress: Progress::new(Arc::default()),
            shown: None,
        }
    }

    /// Under another balance rule the same ballots divide another sum of money.
    fn still_holds(&self, record: &ConsultationRecord) -> bool {
        self.record.consultation.balance_rule == record.consultation.balance_rule
    }

    async fn catch_up(&mut self, store: &dyn Store, snapshot: &Snapshot) -> Result<(), ResultsError> {
        let slug = &snapshot.record.consultation.slug;
        if let Some(draft) = &snapshot.draft {
            self.know(Arc::clone(draft))?;
        }
        loop {
            let last = i64::try_from(self.progress.sequence).unwrap_or(i64::MAX);
            let page = store.events_after(slug, last, PAGE).await?;
            let is_last = page.len() < PAGE;
            for event in page {
                self.know_drafts_of(store, slug, &event).await?;
                self.count(&event)?;
            }
            if is_last {
                return Ok(());
            }
        }
    }

    fn count(&mut self, event: &StoredEvent) -> Result<(), ResultsError> {
        let sequence = u64::try_from(event.sequence).unwrap_or_default();
        let counted = self.progress.advance(sequence, |tallies| {
            let tallies = Arc::make_mut(tallies);
            if let Some(before) = &event.replaces {
                tallies.remove(before.channel, &before.ballot)?;
            }
            match &event.submission.ballot {
                Some(ballot) => tallies.add(event.submission.channel, ballot),
                None => Ok(()),
            }
        });
        match counted {
            Ok(_) => Ok(()),
            Err(cause) => Err(ResultsError::Uncountable { sequence: event.sequence, cause }),
        }
    }

    /// A draft may have been added since the snapshot was taken.
    async fn know_drafts_of(
        &mut self,
        store: &dyn Store,
        slug: &Slug,
        event: &StoredEvent,
    ) -> Result<(), ResultsError> {
        let replaced = event.replaces.as_ref().map(|before| &before.ballot);
        let ballots = event.submission.ballot.iter().chain(replaced);
        for BallotDocument { draft_version, .. } in ballots {
            if self.drafts.contains_key(draft_version) {
                continue;
            }
            let draft = store.draft(slug, *draft_version).await?;
            let missing = || StoreError::NotThere(format!("draft {draft_version} of {slug}"));
            self.know(Arc::new(draft.ok_or_else(missing)?))?;
        }
        Ok(())
    }

    fn know(&mut self, draft: Arc<BudgetDraft>) -> Result<(), ResultsError> {
        if self.drafts.contains_key(&draft.version) {
            return Ok(());
        }
        let tallies = Arc::make_mut(&mut self.progress.counted);
        let known = tallies.know(&draft, self.record.consultation.balance_rule);
        known.map_err(|cause| ResultsError::Uncountable { sequence: 0, cause })?;
        self.drafts.insert(draft.version, draft);
        Ok(())
    }

    async fn show(&mut self, snapshot: &Snapshot) -> Result<Arc<Results>, ResultsError> {
        let (sequence, revision) = (self.progress.sequence, snapshot.revision);
        if let Some(shown) =
            self.shown.as_ref().filter(|it| it.sequence == sequence && it.revision == revision)
        {
            return Ok(Arc::clone(&shown.results));
        }
        let (tallies, drafts) = (Arc::clone(&self.progress.counted), self.drafts.clone());
        let record = snapshot.record.clone();
        let newest = snapshot.draft.as_ref().map(|draft| draft.version);
        let computed =
            tokio::task::spawn_blocking(move || compute::results(&tallies, &drafts, newest, &record));
        let results = Arc::new(computed.await?);
        self.shown = Some(Shown { sequence, revision, results: Arc::clone(&results) });
        Ok(results)
    }
}
