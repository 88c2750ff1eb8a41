//! The routes under `/w/`, with the headers that the embedding page and every cache on the way rely on.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use glasno_model::urls;

use super::{Asset, CARRIED, Kept, manifest};
use crate::{
    encoding::Encoding,
    http::{Here, knows, state::App},
};

/// A patch reaches every embedding page within ten minutes, and a dead server keeps none of them from loading.
const CHANNEL_CACHE: &str = "public, max-age=600, stale-while-revalidate=604800, stale-if-error=604800";
/// What has its version or its hash in its address never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// The loader, each version's own files, and the hashed files.
pub fn routes() -> Router<App> {
    Router::new()
        .route(urls::LOADER, get(async |headers| newest("loader", &headers)))
        .route(urls::LOADER_MODULE, get(async |headers| newest("module", &headers)))
        .route(urls::ASSET, get(hashed))
        .route(urls::EMBEDDED, get(versioned))
        .method_not_allowed_fallback(async || refuse(StatusCode::METHOD_NOT_ALLOWED))
}

/// The version's own file of a role, as this executable carries it.
fn newest(role: &str, headers: &HeaderMap) -> Response {
    let file = CARRIED.widget.as_ref().and_then(|widget| widget.named(role));
    file.map_or_else(missing, |file| answer(file, CHANNEL_CACHE, headers))
}

async fn hashed(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    if let Some(asset) = CARRIED.hashed().find(|asset| asset.name == name) {
        return answer(asset, FOREVER, &headers);
    }
    earlier(&app, &headers, move |kept| kept.hashed(&name)).await
}

async fn versioned(
    State(app): State<App>,
    Here(server): Here,
    Path(rest): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some((version, name)) = rest.split_once('/') else { return missing() };
    let (version, name) = (version.to_owned(), name.to_owned());
    let own = CARRIED.widget.as_ref().filter(|widget| widget.version() == version);
    if name == manifest::NAME {
        let kept = app.settings.kept_assets.as_ref();
        let manifest = own.map(|widget| &widget.manifest);
        let manifest = manifest.or_else(|| kept.and_then(|kept| kept.manifest(&version)));
        return manifest.map_or_else(missing, |manifest| {
            let asset = Asset::made(name, "application/json", manifest.public(&server).into());
            answer(&asset, FOREVER, &headers)
        });
    }
    let Some(widget) = own else {
        return earlier(&app, &headers, move |kept| kept.named(&version, &name)).await;
    };
    let asset = widget.named.iter().map(|(_, asset)| asset).find(|asset| asset.name == name);
    asset.map_or_else(missing, |asset| answer(asset, FOREVER, &headers))
}

/// A file of an earlier version, where it was kept. The disk may be slow, and nobody else shall wait for it.
async fn earlier(
    app: &App,
    headers: &HeaderMap,
    read: impl FnOnce(&Kept) -> Option<Asset> + Send + 'static,
) -> Response {
    let Some(kept) = app.settings.kept_assets.clone() else { return missing() };
    let found = tokio::task::spawn_blocking(move || read(&kept)).await;
    match found {
        Ok(Some(asset)) => answer(&asset, FOREVER, headers),
        Ok(None) => missing(),
        Err(error) => {
            tracing::error!(%error, "a kept file of the widget could not be read");
            missing()
        }
    }
}

fn answer(asset: &Asset, cache: &'static str, asked: &HeaderMap) -> Response {
    let (bytes, encoding) = choose(asset, asked);
    // Strong, so each encoding has its own.
    let tag = asset.integrity.trim_start_matches("sha384-");
    let tag = format!("\"{tag}{}{}\"", encoding.map_or("", |_| "-"), encoding.unwrap_or_default());
    let unchanged = knows(asked, &tag);
    let mut response =
        if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(bytes).into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
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
    refuse(StatusCode::NOT_FOUND)
}

fn refuse(status: StatusCode) -> Response {
    let mut response = status.into_response();
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

/// The form that the browser likes best, as far as the file has it.
fn choose(asset: &Asset, asked: &HeaderMap) -> (Bytes, Option<&'static str>) {
    let encoding = Encoding::for_client(asked);
    let packed = match encoding {
        Encoding::Brotli => asset.br.as_ref(),
        Encoding::Gzip => asset.gz.as_ref(),
        Encoding::Plain => None,
    };
    packed.map_or_else(|| (asset.raw.clone(), None), |packed| (packed.clone(), encoding.code()))
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
        check("gzip;q=1.0, br;q=0.9", Some("gzip"));
        check("identity", None);
        check("", None);
    }

    #[test]
    fn who_asks_for_a_form_that_is_not_there_gets_the_file_as_it_is() {
        let bare = Asset { br: None, ..stage2() };
        let (bytes, encoding) = choose(&bare, &asked(header::ACCEPT_ENCODING, "br"));
        assert_eq!((bytes.as_ref(), encoding), (&b"stage two"[..], None));
    }

    #[test]
    fn a_browser_that_has_the_file_is_not_sent_it_again() {
        let first = answer(&stage2(), FOREVER, &HeaderMap::new());
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        let second = answer(&stage2(), FOREVER, &asked(header::IF_NONE_MATCH, &format!("\"x\", {tag}")));
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(second.headers()[header::CACHE_CONTROL], FOREVER);
        let other = answer(&stage2(), FOREVER, &asked(header::IF_NONE_MATCH, "\"x\""));
        assert_eq!(other.status(), StatusCode::OK);
    }

    #[test]
    fn any_site_may_embed_the_files_and_no_cache_remembers_a_missing_one() {
        for response in [answer(&stage2(), FOREVER, &HeaderMap::new()), missing()] {
            assert_eq!(response.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
            assert_eq!(response.headers()["cross-origin-resource-policy"], "cross-origin");
            assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
        assert_eq!(missing().headers()[header::CACHE_CONTROL], "no-store");
    }
}
