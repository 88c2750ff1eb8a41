//! A store that forgets everything at its end, and whose disk can be pulled out.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use async_trait::async_trait;
use glasno_model::{
    BallotDocument, BudgetDraft, EventKind, Label, Receipt, Slug, Submission, SubmissionId, Timestamp,
    draft::DraftDocument,
    ways::{Organisation, OrganisationDocument},
};
use glasno_store::{
    Change, Changed, ConsultationRecord, Counts, KeptSubmission, NewChange, NewSubmission, Replaced,
    Snapshot, Store, StoreError, StoredEvent, StoredSubmission, Submitted,
};

#[derive(Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
    unplugged: AtomicBool,
    counted_from: AtomicI64,
}

#[derive(Default)]
struct Kept {
    revision: u64,
    consultations: Vec<(ConsultationRecord, u64)>,
    drafts: Vec<Arc<BudgetDraft>>,
    submissions: Vec<NewSubmission>,
    events: Vec<StoredEvent>,
    /// The hash of what counts of each submission.
    contents: HashMap<SubmissionId, [u8; 32]>,
    organisations: Vec<Organisation>,
    officers: HashMap<String, String>,
    sessions: HashMap<[u8; 32], (String, Timestamp)>,
}

impl Kept {
    fn earlier(&self, submission: &NewSubmission) -> Option<Submitted> {
        let known = self.submissions.iter().find(|known| known.id == submission.id)?;
        let same = known.content_hash == submission.content_hash;
        Some(if same { Submitted::Repeated(receipt(known)) } else { Submitted::IdReused })
    }
}

impl Kept {
    /// Adds the next event of a submission.
    fn happen(
        &mut self,
        id: &SubmissionId,
        kind: EventKind,
        (known, received_at): (&NewSubmission, Timestamp),
        ballot: Option<BallotDocument>,
    ) {
        let before = self.events.iter().rev().find(|event| event.submission.id == *id);
        let version = before.map_or(1, |event| event.submission.version + 1);
        let replaces = before.and_then(|event| {
            let ballot = event.submission.ballot.clone()?;
            Some(Replaced { channel: event.submission.channel, ballot })
        });
        let submission =
            Submission { id: id.clone(), version, kind, channel: known.channel, received_at, ballot };
        let sequence = i64::try_from(self.events.len()).unwrap() + 1;
        self.events.push(StoredEvent { sequence, submission, replaces });
    }

    /// The last event of each submission until a place.
    fn last_events(&self, until: i64) -> impl Iterator<Item = &StoredEvent> {
        let events = move || self.events.iter().filter(move |event| event.sequence <= until);
        let later = move |event: &StoredEvent| {
            events().any(|other| {
                other.submission.id == event.submission.id
                    && other.submission.version > event.submission.version
            })
        };
        events().filter(move |event| !later(event))
    }

    fn enter(&mut self, organisation: Organisation) {
        if self.organisations.iter().all(|known| known.key() != organisation.key()) {
            self.organisations.push(organisation);
            self.organisations.sort_by_key(Organisation::key);
        }
    }

    /// The submission for whoever holds its receipt.
    fn open(&self, known: Option<&NewSubmission>) -> Option<KeptSubmission> {
        let known = known?;
        let last = self.events.iter().rev().find(|event| event.submission.id == known.id)?;
        Some(KeptSubmission {
            consultation: known.consultation.clone(),
            received_at: known.received_at,
            content_hash: *self.contents.get(&known.id)?,
            submission: last.submission.clone(),
        })
    }
}

fn receipt(known: &NewSubmission) -> Receipt {
    Receipt { id: known.id.clone(), version: 1, received_at: known.received_at }
}

impl MemoryStore {
    /// From now on nothing can be read or stored.
    pub fn unplug(&self) {
        self.unplugged.store(true, Ordering::Relaxed);
    }

    /// The submission that was stored last.
    pub fn last_submission(&self) -> NewSubmission {
        self.kept.lock().unwrap().submissions.last().unwrap().clone()
    }

    /// The place after which somebody last read events to count them.
    pub fn counted_from(&self) -> i64 {
        self.counted_from.load(Ordering::Relaxed)
    }

    /// The citizen of this submission changes it, or takes it back.
    pub fn change(&self, id: &SubmissionId, ballot: Option<BallotDocument>) {
        let mut kept = self.kept.lock().unwrap();
        let known = kept.submissions.iter().find(|known| known.id == *id).unwrap().clone();
        let kind = if ballot.is_some() { EventKind::Changed } else { EventKind::Withdrawn };
        kept.happen(id, kind, (&known, known.received_at), ballot);
    }

    fn kept(&self) -> Result<MutexGuard<'_, Kept>, StoreError> {
        if self.unplugged.load(Ordering::Relaxed) {
            return Err(StoreError::Unavailable("unplugged".into()));
        }
        Ok(self.kept.lock().unwrap())
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn create_consultation(&self, record: &ConsultationRecord) -> Result<(), StoreError> {
        self.kept()?.consultations.push((record.clone(), 0));
        Ok(())
    }

    async fn update_consultation(&self, record: &ConsultationRecord) -> Result<(), StoreError> {
        let mut kept = self.kept()?;
        kept.revision += 1;
        let revision = kept.revision;
        kept.consultations.retain(|(known, _)| known.consultation.slug != record.consultation.slug);
        kept.consultations.push((record.clone(), revision));
        Ok(())
    }

    async fn consultations(&self) -> Result<Vec<ConsultationRecord>, StoreError> {
        Ok(self.kept()?.consultations.iter().map(|(record, _)| record.clone()).collect())
    }

    async fn snapshot(&self, slug: &Slug) -> Result<Option<Arc<Snapshot>>, StoreError> {
        let kept = self.kept()?;
        let found = kept.consultations.iter().find(|(record, _)| record.consultation.slug == *slug);
        Ok(found.map(|(record, revision)| {
            let revision = revision + 1_000 * kept.drafts.len() as u64;
            Arc::new(Snapshot { record: record.clone(), draft: kept.drafts.last().cloned(), revision })
        }))
    }

    async fn add_draft(&self, _: &Slug, mut draft: DraftDocument, _: Timestamp) -> Result<u32, StoreError> {
        let mut kept = self.kept()?;
        draft.version = u32::try_from(kept.drafts.len()).unwrap() + 1;
        let version = draft.version;
        kept.drafts.push(Arc::new(draft.try_into().unwrap()));
        Ok(version)
    }

    async fn draft(&self, _: &Slug, version: u32) -> Result<Option<BudgetDraft>, StoreError> {
        Ok(self.kept()?.drafts.iter().find(|draft| draft.version == version).map(|draft| (**draft).clone()))
    }

    async fn submit(&self, submission: NewSubmission) -> Result<Submitted, StoreError> {
        let mut kept = self.kept()?;
        let answer = kept.earlier(&submission).unwrap_or_else(|| Submitted::New(receipt(&submission)));
        if let Some(organisation) = submission.organisation.clone()
            && answer != Submitted::IdReused
        {
            kept.enter(organisation);
        }
        if matches!(answer, Submitted::New(_)) {
            let ballot = Some(submission.ballot.clone());
            let at = (&submission, submission.received_at);
            kept.happen(&submission.id, EventKind::Submitted, at, ballot);
            kept.contents.insert(submission.id.clone(), submission.content_hash);
            kept.submissions.push(submission);
        }
        Ok(answer)
    }

    async fn submitted_before(&self, submission: &NewSubmission) -> Result<Option<Submitted>, StoreError> {
        Ok(self.kept()?.earlier(submission))
    }

    async fn submission(
        &self,
        id: &SubmissionId,
        receipt_hash: [u8; 32],
    ) -> Result<Option<KeptSubmission>, StoreError> {
        let kept = self.kept()?;
        let found =
            kept.submissions.iter().find(|known| known.id == *id && known.receipt_hash == receipt_hash);
        Ok(kept.open(found))
    }

    async fn find_submission(
        &self,
        _: &Slug,
        receipt_hash: [u8; 32],
    ) -> Result<Option<KeptSubmission>, StoreError> {
        let kept = self.kept()?;
        let found = kept.submissions.iter().rev().find(|known| known.receipt_hash == receipt_hash);
        Ok(kept.open(found))
    }

    async fn change(&self, new: NewChange) -> Result<Changed, StoreError> {
        let mut kept = self.kept()?;
        let known = kept.submissions.iter().find(|known| known.id == new.id).cloned();
        let Some((known, before)) = known.as_ref().and_then(|known| Some((known, kept.open(Some(known))?)))
        else {
            return Ok(Changed::NotFound);
        };
        let last = &before.submission;
        let receipt = |version, received_at| Receipt { id: new.id.clone(), version, received_at };
        let repeated = Changed::Repeated(receipt(last.version, last.received_at));
        let (kind, ballot) = match (new.change, last.kind == EventKind::Withdrawn) {
            (Change::Withdraw, true) => return Ok(repeated),
            (Change::Replace { .. }, true) => return Ok(Changed::Withdrawn),
            (Change::Withdraw, false) => (EventKind::Withdrawn, None),
            (Change::Replace { .. }, _) if before.content_hash == new.content_hash => return Ok(repeated),
            (Change::Replace { version, .. }, _) if version != last.version => return Ok(Changed::Meanwhile),
            (Change::Replace { ballot, .. }, _) => (EventKind::Changed, Some(*ballot)),
        };
        kept.happen(&new.id, kind, (known, new.received_at), ballot);
        kept.contents.insert(new.id.clone(), new.content_hash);
        Ok(Changed::Done(receipt(last.version + 1, new.received_at)))
    }

    async fn newest_sequence(&self, _: &Slug) -> Result<i64, StoreError> {
        Ok(self.kept()?.events.last().map_or(0, |event| event.sequence))
    }

    async fn submissions_between(
        &self,
        _: &Slug,
        sequence: i64,
        until: i64,
        limit: usize,
    ) -> Result<Vec<StoredSubmission>, StoreError> {
        let kept = self.kept()?;
        let rows = kept
            .last_events(until)
            .filter(|event| event.sequence > sequence && event.submission.kind != EventKind::Withdrawn);
        let row = |event: &StoredEvent| StoredSubmission {
            sequence: event.sequence,
            submission: event.submission.clone(),
        };
        Ok(rows.take(limit).map(row).collect())
    }

    async fn events_after(
        &self,
        _: &Slug,
        sequence: i64,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let kept = self.kept()?;
        self.counted_from.store(sequence, Ordering::Relaxed);
        Ok(kept.events.iter().filter(|event| event.sequence > sequence).take(limit).cloned().collect())
    }

    async fn counts_until(&self, _: &Slug, until: i64) -> Result<Counts, StoreError> {
        let kept = self.kept()?;
        let is_withdrawn = |event: &&StoredEvent| event.submission.kind == EventKind::Withdrawn;
        let withdrawn = kept.last_events(until).filter(is_withdrawn).count() as u64;
        Ok(Counts { submissions: kept.last_events(until).count() as u64 - withdrawn, withdrawn })
    }

    async fn organisations(&self, _: &Slug) -> Result<Vec<OrganisationDocument>, StoreError> {
        Ok(self.kept()?.organisations.iter().map(|known| known.document().clone()).collect())
    }

    async fn enter_organisation(&self, _: &Slug, organisation: Organisation) -> Result<(), StoreError> {
        self.kept()?.enter(organisation);
        Ok(())
    }

    async fn remove_organisation(&self, _: &Slug, name: &str, area: &str) -> Result<bool, StoreError> {
        let mut kept = self.kept()?;
        let before = kept.organisations.len();
        kept.organisations.retain(|known| (known.name(), known.area()) != (name, area));
        Ok(kept.organisations.len() < before)
    }

    async fn arrivals(&self, _: &Slug) -> Result<Vec<(Label, u64)>, StoreError> {
        let kept = self.kept()?;
        let labels: Vec<&Label> = kept.submissions.iter().filter_map(|known| known.label.as_ref()).collect();
        let once: BTreeSet<&Label> = labels.iter().copied().collect();
        let count = |label: &Label| labels.iter().filter(|known| **known == label).count() as u64;
        Ok(once.into_iter().map(|label| (label.clone(), count(label))).collect())
    }

    async fn put_officer(&self, name: &str, password_hash: &str, _: Timestamp) -> Result<(), StoreError> {
        self.kept()?.officers.insert(name.to_owned(), password_hash.to_owned());
        Ok(())
    }

    async fn officer_password_hash(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.kept()?.officers.get(name).cloned())
    }

    async fn add_session(
        &self,
        token_hash: [u8; 32],
        officer: &str,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.kept()?.sessions.insert(token_hash, (officer.to_owned(), expires_at));
        Ok(())
    }

    async fn session_officer(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let kept = self.kept()?;
        let session = kept.sessions.get(&token_hash).filter(|(_, expires_at)| now < *expires_at);
        Ok(session.map(|(officer, _)| officer.clone()))
    }

    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.kept()?.sessions.remove(&token_hash);
        Ok(())
    }

    async fn secret(&self, _: &str, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
        Ok(fresh)
    }

    async fn check_writable(&self) -> Result<(), StoreError> {
        self.kept().map(drop)
    }
}
