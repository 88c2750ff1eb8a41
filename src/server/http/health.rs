//! `GET /health` and `GET /ready`, for whoever watches over the server.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::{problem::Refusal, state::App};

/// The process is alive.
pub async fn alive() -> Response {
    fine()
}

/// Something can be stored.
///
/// # Errors
/// `Unavailable` when the disk or the database is away.
pub async fn ready(State(app): State<App>) -> Result<Response, Refusal> {
    app.store.check_writable().await?;
    Ok(fine())
}

fn fine() -> Response {
    ([(header::CONTENT_TYPE, "text/plain"), (header::CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

#[cfg(test)]
mod tests {
    use crate::http::testing::Town;

    #[tokio::test]
    async fn a_server_whose_disk_is_away_is_alive_but_not_ready() {
        let town = Town::new().await;
        assert_eq!((town.get("/health").await.status, town.get("/ready").await.status), (200, 200));
        town.store.unplug();
        assert_eq!((town.get("/health").await.status, town.get("/ready").await.status), (200, 503));
        assert_eq!(town.get("/ready").await.header("retry-after"), "5");
    }
}
