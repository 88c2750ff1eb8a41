//! Keeping a proposal on the device: only because the citizen asked, and only until it is sent or deleted.

use std::time::Duration;

use glasno_model::{BallotDocument, ReceiptCode, SubmissionId, Timestamp};
use glasno_words::widget::Word;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::corrected;
use crate::browser::{page, storage};
use crate::view::erased::listen_while_shown;
use crate::visit::{
    Visit,
    organisation::Speaking,
    sending::{Desk, Opened},
    undo::Touched,
};

/// Changes that follow one another so closely are written down together.
const PAUSE: Duration = Duration::from_millis(400);

/// What stands on the device.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// When it was written down.
    pub kept_at: Timestamp,
    /// The ballot in the making.
    ballot: BallotDocument,
    /// The id and the code that it will be sent under, or was sent under before: however many tabs it is opened in, it
    /// is one submission.
    id: SubmissionId,
    receipt_code: ReceiptCode,
    /// The version that it changes and when that was sent, where the server has it already.
    sent: Option<(u32, Timestamp)>,
    /// The organisation that is spoken for, as far as it is filled in.
    #[serde(default)]
    organisation: Speaking,
}

fn key(visit: Visit) -> String {
    visit.facts(|facts| storage::key(&facts.server, facts.consultation.slug.as_str()))
}

/// What is kept on this device for this consultation, if anything can be read.
pub fn read(visit: Visit) -> Option<Kept> {
    serde_json::from_str(&storage::read(&key(visit))?).ok()
}

/// Writes the proposal down as it stands; says whether the device took it.
fn write(visit: Visit) -> bool {
    let (opened, identity) = (visit.opened(), visit.identity());
    let sent = opened.as_ref().map(|opened| (opened.version, opened.sent_at));
    let known = opened.map(|opened| (opened.id, opened.receipt_code)).or(identity);
    let Some((id, receipt_code)) = known.or_else(page::fresh_identity) else { return false };
    if sent.is_none() {
        visit.set_identity(Some((id.clone(), receipt_code.clone())));
    }
    let (ballot, organisation) = (visit.ballot(), visit.speaking());
    let kept = Kept { kept_at: page::now(), ballot, id, receipt_code, sent, organisation };
    let written = serde_json::to_string(&kept).is_ok_and(|text| storage::write(&key(visit), &text));
    if written {
        visit.set_saved();
    }
    written
}

/// Keeps the proposal from now on.
pub fn keep(visit: Visit, spoken: RwSignal<String>) {
    let written = write(visit);
    visit.keeping.set(written);
    spoken.set(visit.word(if written { Word::Kept } else { Word::KeepFailed }));
}

/// Writes down every change, a moment after it, while the proposal is kept.
pub fn keep_up(visit: Visit, spoken: RwSignal<String>) {
    let pending = StoredValue::new_local(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = pending.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    Effect::new(move |_| {
        listen_while_shown();
        visit.edits.track();
        if !visit.keeping.get() {
            return;
        }
        stop();
        let later = move || {
            if visit.keeping.try_get_untracked() == Some(true) && !write(visit) {
                visit.keeping.set(false);
                spoken.set(visit.word(Word::KeepFailed));
            }
        };
        pending.set_value(set_timeout_with_handle(later, PAUSE).ok());
    });
    on_cleanup(stop);
}

/// Deletes what is kept.
pub fn forget(visit: Visit) {
    visit.keeping.set(false);
    storage::remove(&key(visit));
}

/// Deletes what is kept because the citizen said so.
pub fn forget_on_request(visit: Visit, spoken: RwSignal<String>) {
    forget(visit);
    visit.record(Touched::All);
    spoken.set(visit.word(Word::Forgotten));
}

/// Goes on with what is kept.
pub fn take(visit: Visit, kept: Kept) {
    let Kept { ballot, id, receipt_code, sent, organisation, .. } = kept;
    visit.set_speaking(organisation);
    visit.record(Touched::All);
    match sent {
        Some((version, sent_at)) => {
            visit.set_opened(Some(Opened { id, version, sent_at, receipt_code }));
            visit.set_desk(Desk::Changing);
        }
        None => visit.set_identity(Some((id, receipt_code))),
    }
    corrected::put_back(visit, &ballot);
    visit.set_saved();
    visit.keeping.set(true);
}
