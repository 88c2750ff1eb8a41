//! `glasno serve`.

use std::{io::Write as _, net::SocketAddr, path::PathBuf, sync::Arc};

use clap::Args;
use glasno_words::{Language, Speak as _, server::Word};
use ipnet::IpNet;
use tokio::net::TcpListener;

use super::{
    Done,
    data::{self, Data},
    refused::Refused,
};
use crate::{
    assets,
    clock::SystemClock,
    http::{
        RateLimit, WebOrigin, parse_network, serve,
        state::{AppState, Settings},
    },
    random::SystemRandom,
};

/// Below the data folder: the widget's files of this version and of those before it.
const ASSETS: &str = "assets";

/// What `serve` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The address to listen on. Port 0 takes any that is free.
    #[arg(long, env = "GLASNO_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    data: Data,
    /// Where citizens find this server, when a proxy stands before it: `https://glasno.example.bg`.
    #[arg(long, env = "GLASNO_PUBLIC_URL", value_name = "URL")]
    public_url: Option<WebOrigin>,
    /// A proxy (address or network) whose X-Forwarded-For and X-Forwarded-Proto are believed. May be repeated.
    #[arg(long, env = "GLASNO_TRUSTED_PROXY", value_name = "CIDR", value_delimiter = ',', value_parser = parse_network)]
    trusted_proxy: Vec<IpNet>,
    /// How many ballots one address may send at once, and after how long one more; or `off`.
    #[arg(long, env = "GLASNO_RATE_LIMIT", value_name = "BURST/SECONDSs", default_value = "60/10s")]
    rate_limit: RateLimit,
    /// Lets everybody read /metrics, not only who asks from this computer.
    #[arg(long, env = "GLASNO_METRICS_PUBLIC")]
    metrics_public: bool,
    /// An HTML page of your own to show at `/`, instead of the list of consultations.
    #[arg(long, env = "GLASNO_HOME", value_name = "FILE")]
    home: Option<PathBuf>,
    /// What to write to standard error: `warn`, `info`, `debug`, or by module.
    #[arg(long, env = "GLASNO_LOG", value_name = "FILTER", default_value = "info")]
    log: String,
}

/// Serves until it is asked to stop.
///
/// # Errors
/// When the address is taken, or the data folder cannot be used.
pub fn run(arguments: Arguments, language: Language) -> Done {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&arguments.log))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_target(false)
        .init();
    data::runtime(language)?.block_on(listen(arguments, language))
}

async fn listen(arguments: Arguments, language: Language) -> Done {
    let failed = |error: &dyn std::fmt::Display| {
        Refused::because(Word::CliStartFailed, language, &[("cause", &error.to_string())])
    };
    // The address first: a second server by mistake must not touch the data of the first.
    let address = arguments.listen.to_string();
    let listener = TcpListener::bind(arguments.listen).await.map_err(|error| {
        let word = match error.kind() {
            std::io::ErrorKind::AddrInUse => Word::CliAddressTaken,
            _ => Word::CliAddressFailed,
        };
        Refused::because(word, language, &[("address", &address), ("cause", &error.to_string())])
    })?;
    let stop = serve::asked_to_stop().map_err(|error| failed(&error))?;
    let store = arguments.data.open(language)?;
    let folder = arguments.data.folder.join(ASSETS);
    let kept = assets::keep(&folder).map_err(|error| Refused::by_file(&folder, &error, language))?;
    let home = match &arguments.home {
        Some(path) => {
            Some(std::fs::read_to_string(path).map_err(|error| Refused::by_file(path, &error, language))?)
        }
        None => None,
    };
    let settings = Settings {
        public_url: arguments.public_url,
        trusted_proxies: arguments.trusted_proxy,
        submissions: arguments.rate_limit,
        metrics_public: arguments.metrics_public,
        home,
        kept_assets: Some(Arc::new(kept)),
    };
    let app = AppState::new(Arc::new(store), Arc::new(SystemClock), Arc::new(SystemRandom), settings)
        .await
        .map_err(|error| failed(&error))?;
    let address = listener.local_addr().map_err(|error| failed(&error))?;
    let listening = Word::CliListening.say(language, &[("address", &format!("http://{address}"))]);
    // Whoever started us without a standard output reads it in the log.
    let _ = writeln!(std::io::stdout(), "{listening}");
    tracing::info!(%address, "listening");
    serve::serve(app, listener, stop).await.map_err(|error| failed(&error))
}
