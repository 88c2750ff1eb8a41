//! `GET /api/v1/consultations/{slug}`: texts, rules, stage and draft.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use glasno_model::ProblemType;

use super::{
    name::Named,
    problem::Refusal,
    state::App,
    view::{self, Encoding},
};

/// Short enough that an opening or a correction is seen at once; a page that is being read is refreshed behind it.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=30, stale-while-revalidate=300");

/// Answers with the consultation, or with 304 to who has it already.
///
/// # Errors
/// `NotFound`, `Unavailable`.
pub async fn show(
    State(app): State<App>,
    Named(slug): Named,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (snapshot, stage) = view::public(&app, slug).await?;
    let view = app.views.get(&snapshot, stage).await?;
    let encoding = Encoding::for_client(&headers);
    let tag = view.tag(encoding);
    let (status, body) = if view::knows(&headers, &tag) {
        (StatusCode::NOT_MODIFIED, Body::empty())
    } else {
        (StatusCode::OK, Body::from(view.body(encoding)))
    };
    let mut response = (status, body).into_response();
    let answer = response.headers_mut();
    let mut set = |name: HeaderName, value| answer.insert(name, value);
    set(header::ETAG, HeaderValue::try_from(tag).map_err(|_| ProblemType::Internal)?);
    set(header::CACHE_CONTROL, CACHE);
    set(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if status == StatusCode::OK {
        set(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(code) = encoding.code() {
            set(header::CONTENT_ENCODING, HeaderValue::from_static(code));
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use glasno_model::{ConsultationView, Stage};

    use super::*;
    use crate::http::testing::{CLOSES, OPENS, Town};

    #[tokio::test]
    async fn a_citizen_reads_the_consultation_in_the_stage_that_holds_now() {
        let town = Town::new().await;
        let mut seen = Vec::new();
        for now in [OPENS - 1, OPENS, CLOSES - 1, CLOSES] {
            town.set_time(now);
            let answer = town.get("/api/v1/consultations/sample").await;
            seen.push(serde_json::from_slice::<ConsultationView>(&answer.body).unwrap().stage);
        }
        assert_eq!(seen, [Stage::Draft, Stage::Open, Stage::Open, Stage::Closed]);
    }

    #[tokio::test]
    async fn nobody_reads_a_consultation_that_its_officer_has_not_opened() {
        let town = Town::new().await;
        town.set_stage(Stage::Draft).await;
        for path in
            ["/api/v1/consultations/sample", "/api/v1/consultations/other", "/api/v1/consultations/ОБЩИНА"]
        {
            let answer = town.get(path).await;
            assert_eq!(answer.status, 404, "{path}");
            assert_eq!(answer.problem().kind, ProblemType::NotFound);
        }
    }

    #[tokio::test]
    async fn any_page_may_read_it_and_need_not_fetch_it_twice() {
        let town = Town::new().await;
        let first = town.get("/api/v1/consultations/sample").await;
        assert_eq!(first.header("access-control-allow-origin"), "*");
        assert_eq!(first.header("cache-control"), "public, max-age=30, stale-while-revalidate=300");
        let tag = first.header("etag");
        let again = town.get_with("/api/v1/consultations/sample", &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.clone()));
        town.set_time(CLOSES);
        let closed = town.get_with("/api/v1/consultations/sample", &[("if-none-match", &tag)]).await;
        assert_eq!(closed.status, 200);
    }

    #[tokio::test]
    async fn it_travels_small() {
        let town = Town::new().await;
        let plain = town.get("/api/v1/consultations/sample").await;
        let packed = town.get_with("/api/v1/consultations/sample", &[("accept-encoding", "gzip, br")]).await;
        assert_eq!(packed.header("content-encoding"), "br");
        assert!(packed.body.len() < plain.body.len());
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.body.as_ref(), &mut unpacked).unwrap();
        assert_eq!(unpacked, plain.body);
    }
}
