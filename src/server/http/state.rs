//! What every handler can reach.

use std::sync::Arc;

use glasno_store::{Store, StoreError};
use ipnet::IpNet;
use tokio::sync::Semaphore;

use super::{
    hash::Key,
    limits::{Limiter, RateLimit},
    metrics::Metrics,
    officer,
    origin::WebOrigin,
    password,
    plain::SentLately,
    submission::Guesses,
    view::Views,
};
use crate::{assets::Kept, clock::Clock, random::Random, results::Counting};

/// How often somebody may try to log in, counted by address and by name.
const LOGINS: RateLimit = RateLimit::of(10, 30);

/// The state as handlers share it.
pub type App = Arc<AppState>;

/// What an operator decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where citizens find this server, where that is not what their browsers ask for.
    pub public_url: Option<WebOrigin>,
    /// The proxies whose word on a client's address is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// How often one address may send a ballot.
    pub submissions: RateLimit,
    /// May everybody read the operator's figures?
    pub metrics_public: bool,
    /// The operator's own first page, as HTML.
    pub home: Option<String>,
    /// The widget's files of earlier versions.
    pub kept_assets: Option<Arc<Kept>>,
}

impl Default for Settings {
    /// A server that trusts nobody, with limits that let fifty people behind a library's one address pass.
    fn default() -> Self {
        Self {
            public_url: None,
            trusted_proxies: Vec::new(),
            submissions: RateLimit::of(60, 10),
            metrics_public: false,
            home: None,
            kept_assets: None,
        }
    }
}

impl Settings {
    /// Did the operator say that citizens reach the server over https?
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(WebOrigin::is_https)
    }
}

/// Everything that handlers work with.
pub struct AppState {
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// What the operator decided.
    pub settings: Settings,
    /// The key of the hashes of receipt codes; the same for as long as the installation lives.
    pub(super) receipt_key: Key,
    pub(super) submissions: Limiter,
    pub(super) logins: Limiter,
    pub(super) guesses: Guesses,
    pub(super) sent_lately: SentLately,
    pub(super) password_checks: Arc<Semaphore>,
    pub(super) downloads: Arc<Semaphore>,
    pub(super) views: Views,
    pub(super) counting: Counting,
    pub(super) metrics: Metrics,
}

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness: {0}")]
    Random(#[from] std::io::Error),
}

impl AppState {
    /// The state of a server that is about to start.
    ///
    /// # Errors
    /// When the installation's secret cannot be read, or there is no randomness.
    pub async fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        settings: Settings,
    ) -> Result<App, StartError> {
        let fresh = || -> std::io::Result<Key> {
            let mut key = Key::default();
            random.fill(&mut key)?;
            Ok(key)
        };
        let receipt_key = store.secret("receipt", fresh()?).await?;
        Ok(Arc::new(Self {
            receipt_key,
            submissions: Limiter::new(settings.submissions, fresh()?),
            logins: Limiter::new(LOGINS, fresh()?),
            guesses: Guesses::new(fresh()?),
            sent_lately: SentLately::new(fresh()?),
            password_checks: Arc::new(Semaphore::new(password::CHECKS_AT_ONCE)),
            downloads: Arc::new(Semaphore::new(officer::DOWNLOADS_AT_ONCE)),
            views: Views::default(),
            counting: Counting::default(),
            metrics: Metrics::default(),
            store,
            clock,
            random,
            settings,
        }))
    }

    /// Forgets what no longer matters; to be called every minute.
    pub fn tidy(&self) {
        self.submissions.forget_the_quiet();
        self.logins.forget_the_quiet();
        self.guesses.forget_the_quiet();
        self.sent_lately.forget_the_old(self.clock.now());
    }
}
