//! The routes under `/w/`, with the headers that the embedding page and every cache on the way rely on.

use std::{path::PathBuf, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use glasno_model::urls;

use super::{Asset, CARRIED, kept};

/// A patch reaches every embedding page within ten minutes, and a dead server keeps none of them from loading.
const LOADER_CACHE: &str = "public, max-age=600, stale-while-revalidate=604800, stale-if-error=604800";
const HASHED_CACHE: &str = "public, max-age=31536000, immutable";

/// The loader and the hashed files; `kept` is the folder that [`super::keep`] wrote to.
pub fn routes<S: Clone + Send + Sync + 'static>(kept: Option<PathBuf>) -> Router<S> {
    let kept: Option<Arc<std::path::Path>> = kept.map(Into::into);
    let hashed = move |Path(name): Path<String>, headers: HeaderMap| async move {
        hashed(&name, &headers, kept).await
    };
    Router::new().route(urls::LOADER, get(loader)).route(urls::ASSET, get(hashed))
}

async fn loader(headers: HeaderMap) -> Response {
    CARRIED.widget.as_ref().map_or_else(missing, |widget| answer(&widget.loader, LOADER_CACHE, &headers))
}

async fn hashed(name: &str, headers: &HeaderMap, kept: Option<Arc<std::path::Path>>) -> Response {
    if let Some(asset) = CARRIED.hashed().find(|asset| asset.name == name) {
        return answer(asset, HASHED_CACHE, headers);
    }
    let Some(folder) = kept else { return missing() };
    let earlier = kept::read(&folder, name).await;
    earlier.map_or_else(missing, |asset| answer(&asset, HASHED_CACHE, headers))
}

fn answer(asset: &Asset, cache: &'static str, asked: &HeaderMap) -> Response {
    let (bytes, encoding) = choose(asset, asked);
    // Strong, so each encoding has its own.
    let tag =
        format!("\"{}{}\"", asset.integrity.trim_start_matches("sha384-"), encoding.unwrap_or_default());
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let unchanged = known.flat_map(|list| list.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || known.trim_start_matches("W/") == tag
    });
    let mut response =
        if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(bytes).into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    if !unchanged {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
    }
    for_strangers(headers);
    response
}

/// A wrong answer must not outlive its cause, neither in a browser nor in a proxy.
fn missing() -> Response {
    let mut response = StatusCode::NOT_FOUND.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for_strangers(response.headers_mut());
    response
}

/// Any site may embed these files; none of them depends on who asks.
fn for_strangers(headers: &mut HeaderMap) {
    let open = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("timing-allow-origin"), "*"),
    ];
    for (name, value) in open {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// The smallest form that the browser can read.
fn choose(asset: &Asset, asked: &HeaderMap) -> (Bytes, Option<&'static str>) {
    let forms = [(&asset.br, "br"), (&asset.gz, "gzip")];
    let best = forms.into_iter().find_map(|(bytes, name)| {
        let bytes = bytes.as_ref().filter(|_| accepts(asked, name))?;
        Some((bytes.clone(), Some(name)))
    });
    best.unwrap_or_else(|| (asset.raw.clone(), None))
}

fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let lists = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_none_or(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Carried, tests::FILES};
    use super::*;

    fn stage2() -> Asset {
        Carried::read(FILES).hashed().next().unwrap().clone()
    }

    fn asked(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::try_from(value).unwrap())])
    }

    #[test]
    fn each_browser_gets_the_smallest_form_that_it_reads() {
        let check = |accepted: &str, expected: Option<&str>| {
            let (_, encoding) = choose(&stage2(), &asked(header::ACCEPT_ENCODING, accepted));
            assert_eq!(encoding, expected, "{accepted}");
        };
        check("gzip, deflate, br, zstd", Some("br"));
        check("gzip;q=1.0, br;q=0", Some("gzip"));
        check("identity", None);
        check("", None);
    }

    #[test]
    fn a_browser_that_has_the_file_is_not_sent_it_again() {
        let first = answer(&stage2(), HASHED_CACHE, &HeaderMap::new());
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        let second = answer(&stage2(), HASHED_CACHE, &asked(header::IF_NONE_MATCH, &format!("\"x\", {tag}")));
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(second.headers()[header::CACHE_CONTROL], HASHED_CACHE);
        let other = answer(&stage2(), HASHED_CACHE, &asked(header::IF_NONE_MATCH, "\"x\""));
        assert_eq!(other.status(), StatusCode::OK);
    }

    #[test]
    fn any_site_may_embed_the_files_and_no_cache_remembers_a_missing_one() {
        for response in [answer(&stage2(), HASHED_CACHE, &HeaderMap::new()), missing()] {
            assert_eq!(response.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
            assert_eq!(response.headers()["cross-origin-resource-policy"], "cross-origin");
            assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
        assert_eq!(missing().headers()[header::CACHE_CONTROL], "no-store");
    }
}
