//! A consultation as the public sees it, made and compressed once for each of its states.

use std::{
    collections::HashMap,
    io::Write as _,
    sync::{Arc, PoisonError, RwLock},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};
use glasno_model::{ConsultationView, ProblemType, Slug, Stage};
use glasno_store::{Snapshot, StoreError};

use super::{hash, problem::Refusal, state::AppState};
pub use crate::encoding::Encoding;

/// The consultation of this name in the stage that holds now, as far as the public may see it.
///
/// Nobody reads a draft budget before the municipality publishes it: a consultation that its officer has not opened
/// is not there. Opened ahead of its opening time it is announced, in the stage `draft`.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(app: &AppState, slug: Option<Slug>) -> Result<Option<(Arc<Snapshot>, Stage)>, StoreError> {
    let Some(slug) = slug else { return Ok(None) };
    let snapshot = app.store.snapshot(&slug).await?;
    Ok(snapshot.filter(|snapshot| snapshot.record.stage != Stage::Draft).map(|snapshot| {
        let consultation = &snapshot.record.consultation;
        let (opens_at, closes_at) = (consultation.opens_at, consultation.closes_at);
        let stage = snapshot.record.stage.effective(opens_at, closes_at, app.clock.now());
        (snapshot, stage)
    }))
}

/// The same for programs.
///
/// # Errors
/// `NotFound`, `Unavailable`.
pub async fn public(app: &AppState, slug: Option<Slug>) -> Result<(Arc<Snapshot>, Stage), Refusal> {
    Ok(find(app, slug).await?.ok_or(ProblemType::NotFound)?)
}

/// One state of a consultation, ready to be sent.
pub struct View {
    revision: u64,
    stage: Stage,
    tag: String,
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
}

impl View {
    /// The body.
    pub fn body(&self, encoding: Encoding) -> Bytes {
        match encoding {
            Encoding::Brotli => self.brotli.clone(),
            Encoding::Gzip => self.gzip.clone(),
            Encoding::Plain => self.plain.clone(),
        }
    }

    /// The strong entity tag: other bytes, other tag.
    pub fn tag(&self, encoding: Encoding) -> String {
        format!(
            "\"{}{}\"",
            self.tag,
            encoding.code().map_or("", |code| if code == "br" { "-br" } else { "-gzip" })
        )
    }
}

/// The newest view of each consultation.
#[derive(Default)]
pub struct Views {
    made: RwLock<HashMap<Slug, Arc<View>>>,
    /// Held while a view is made, so that a crowd at the opening makes it once.
    making: tokio::sync::Mutex<()>,
}

impl Views {
    /// The view of this state.
    ///
    /// # Errors
    /// `Internal` when it cannot be made.
    pub async fn get(&self, snapshot: &Arc<Snapshot>, stage: Stage) -> Result<Arc<View>, Refusal> {
        if let Some(view) = self.find(snapshot, stage) {
            return Ok(view);
        }
        let _making = self.making.lock().await;
        if let Some(view) = self.find(snapshot, stage) {
            return Ok(view);
        }
        let source = Arc::clone(snapshot);
        let made = tokio::task::spawn_blocking(move || make(&source, stage)).await;
        let view = match made.map_err(std::io::Error::other).flatten() {
            Ok(view) => Arc::new(view),
            Err(error) => {
                tracing::error!(%error, "a consultation could not be written as JSON");
                return Err(ProblemType::Internal.into());
            }
        };
        let slug = snapshot.record.consultation.slug.clone();
        self.made.write().unwrap_or_else(PoisonError::into_inner).insert(slug, Arc::clone(&view));
        Ok(view)
    }

    fn find(&self, snapshot: &Snapshot, stage: Stage) -> Option<Arc<View>> {
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        let view = made.get(&snapshot.record.consultation.slug)?;
        (view.revision == snapshot.revision && view.stage == stage).then(|| Arc::clone(view))
    }
}

fn make(snapshot: &Snapshot, stage: Stage) -> std::io::Result<View> {
    let view = ConsultationView {
        consultation: snapshot.record.consultation.clone(),
        stage,
        draft: snapshot.draft.as_deref().cloned(),
    };
    let plain = serde_json::to_vec(&view)?;
    // Each level above 6 doubles the memory (at 9 it is 17 MB for a moment) to save a few bytes in a hundred; a
    // window wider than the draft would only take more.
    let parameters = brotli::enc::BrotliEncoderParams { quality: 6, lgwin: 18, ..Default::default() };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut plain.as_slice(), &mut brotli, &parameters)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(7));
    gzip.write_all(&plain)?;
    Ok(View {
        revision: snapshot.revision,
        stage,
        tag: hash::hex(&hash::plain(&[&plain])[..16]),
        brotli: brotli.into(),
        gzip: gzip.finish()?.into(),
        plain: plain.into(),
    })
}

/// Does the client hold what carries this tag? Compared weakly, as RFC 9110 asks for in `If-None-Match`.
pub fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}
