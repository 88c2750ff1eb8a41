//! The consultation that an address names.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use glasno_model::Slug;

/// The name, if it can be one; at any other address there is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named(pub Option<Slug>);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let segment = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(segment.ok().and_then(|Path(name)| name.parse().ok())))
    }
}
