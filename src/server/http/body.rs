//! Reading a request's body: so much and no more, and not for ever.

use std::{future::poll_fn, pin::Pin, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header},
};
use glasno_model::ProblemType;
use http_body::Body as _;

/// How long a body may take; a ballot of a few kilobytes passes even over a failing mobile network.
const PATIENCE: Duration = Duration::from_secs(15);
/// What is read and thrown away after a body turned out too large, so that a sender that is almost done reads our
/// answer instead of a broken connection.
const COURTESY_BYTES: usize = 64 * 1024;
const COURTESY_PATIENCE: Duration = Duration::from_secs(2);

/// Reads a body of at most `limit` bytes.
///
/// # Errors
/// `TooLarge` before more than the limit was kept, whatever the sender announced; `TooSlow`; and `NotJson` where the
/// sender broke off, who will hardly read it.
pub async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, ProblemType> {
    read_within(PATIENCE, headers, body, limit).await
}

async fn read_within(
    patience: Duration,
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<Bytes, ProblemType> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > limit as u64) {
        tokio::spawn(discard(body, limit + COURTESY_BYTES));
        return Err(ProblemType::TooLarge);
    }
    tokio::time::timeout(patience, collect(body, limit)).await.unwrap_or(Err(ProblemType::TooSlow))
}

async fn collect(mut body: Body, limit: usize) -> Result<Bytes, ProblemType> {
    let mut whole = Vec::new();
    while let Some(part) = next(&mut body).await? {
        if whole.len() + part.len() > limit {
            tokio::spawn(discard(body, COURTESY_BYTES));
            return Err(ProblemType::TooLarge);
        }
        whole.extend_from_slice(&part);
    }
    Ok(whole.into())
}

/// Reads on for a moment while the answer is already on its way.
async fn discard(mut body: Body, at_most: usize) {
    let reading = async {
        let mut left = at_most;
        while let Ok(Some(part)) = next(&mut body).await {
            match left.checked_sub(part.len()) {
                Some(rest) => left = rest,
                None => break,
            }
        }
    };
    // Whether the sender finished or not, the answer is the same.
    let _ = tokio::time::timeout(COURTESY_PATIENCE, reading).await;
}

async fn next(body: &mut Body) -> Result<Option<Bytes>, ProblemType> {
    loop {
        match poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
            None => return Ok(None),
            Some(Err(_)) => return Err(ProblemType::NotJson),
            Some(Ok(frame)) => {
                if let Ok(part) = frame.into_data() {
                    return Ok(Some(part));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused_whatever_its_sender_announced() {
        let announced =
            |length: &str| HeaderMap::from_iter([(header::CONTENT_LENGTH, length.parse().unwrap())]);
        let read = |headers, body: &'static str| async move { read(&headers, Body::from(body), 4).await };
        assert_eq!(read(announced("4"), "four").await.unwrap(), "four");
        assert_eq!(read(announced("9"), "four").await, Err(ProblemType::TooLarge));
        assert_eq!(read(announced("2"), "fifth").await, Err(ProblemType::TooLarge));
        assert_eq!(read(HeaderMap::new(), "fifth").await, Err(ProblemType::TooLarge));
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_given_up() {
        let endless = Body::new(Endless);
        let read = read_within(Duration::ZERO, &HeaderMap::new(), endless, 4).await;
        assert_eq!(read, Err(ProblemType::TooSlow));
    }

    /// A sender that says nothing more.
    struct Endless;

    impl http_body::Body for Endless {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            std::task::Poll::Pending
        }
    }
}
