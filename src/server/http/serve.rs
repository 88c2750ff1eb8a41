//! Listening: HTTP/1.1 with patience that ends, and a stop that answers whoever is waiting.

use std::{net::SocketAddr, time::Duration};

use axum_server::{Handle, Server, accept::NoDelayAcceptor};
use hyper_util::rt::TokioTimer;
use tokio::net::TcpListener;

use super::{router, state::App};

/// How long a request's headers may take, and how long a connection may be idle between two requests.
const HEADER_PATIENCE: Duration = Duration::from_secs(10);
/// How long answers that are under way may take once the server stops.
const STOP_PATIENCE: Duration = Duration::from_secs(4);
/// The most that a connection holds of what it has read and nobody took yet; also the largest headers.
const BUFFER_BYTES: usize = 32 * 1024;
const TIDY_EVERY: Duration = Duration::from_mins(1);

/// Serves until `stop` ends, then answers what is under way.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let handle: Handle<SocketAddr> = Handle::new();
    let stopping = handle.clone();
    tokio::spawn(async move {
        stop.await;
        tracing::info!("stopping: answering what is under way");
        stopping.graceful_shutdown(Some(STOP_PATIENCE));
    });
    let tidied = app.clone();
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(TIDY_EVERY);
        loop {
            ticks.tick().await;
            tidied.tidy();
        }
    });
    let mut server =
        Server::from_listener(listener).acceptor(NoDelayAcceptor::new()).http1_only().handle(handle);
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_PATIENCE)
        .max_buf_size(BUFFER_BYTES);
    server.serve(router::router(app).into_make_service_with_connect_info::<SocketAddr>()).await
}

/// Listens to the operating system's signals from now on; what comes back ends when one asks the process to stop.
///
/// # Errors
/// When the signals cannot be listened to.
pub fn asked_to_stop() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut terminate, mut interrupt) =
            (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Where the signal cannot be heard, the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
        sync::oneshot,
    };

    use super::*;
    use crate::http::testing::{SUBMISSIONS, Town, ballot};

    #[tokio::test]
    async fn a_citizen_who_is_sending_when_the_server_stops_is_answered() {
        let town = Town::new().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(serve(town.app.clone(), listener, async { drop(stopped.await) }));

        let ballot = ballot(1).to_string();
        let (first, second) = ballot.split_at(20);
        let mut citizen = TcpStream::connect(address).await.unwrap();
        let head = format!("POST {SUBMISSIONS} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n");
        let length = format!("Content-Length: {}\r\n\r\n", ballot.len());
        citizen.write_all(format!("{head}{length}").as_bytes()).await.unwrap();
        // The server is reading the body: the stop comes in the middle of it.
        let mut go_on = [0; 25];
        citizen.read_exact(&mut go_on).await.unwrap();
        assert!(go_on.starts_with(b"HTTP/1.1 100 Continue"));
        citizen.write_all(first.as_bytes()).await.unwrap();
        stop.send(()).unwrap();
        citizen.write_all(second.as_bytes()).await.unwrap();

        let mut answer = String::new();
        citizen.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        serving.await.unwrap().unwrap();
        assert_eq!(town.kept().await, 1);
    }
}
