//! What browsers fetch besides pages and answers: the loader, the widget's hashed files, the pages' stylesheets.
//!
//! All of it is compiled in. [`keep`] also writes the hashed files into the data folder, and [`routes`] serves those
//! of earlier versions from there: a loader that some browser cached last week still finds the parts that it names.
//!
//! Pages ask [`widget`] for the addresses to preload and [`stylesheet`] for the address of their style.

use std::{io::Write as _, sync::LazyLock};

use axum::body::Bytes;
use base64::Engine as _;
use glasno_model::urls;
use sha2::{Digest as _, Sha384};

mod kept;
mod serve;

pub use kept::keep;
pub use serve::routes;

/// One file with its compressed forms.
#[derive(Debug, Clone)]
struct Asset {
    /// The last part of its address.
    name: String,
    content_type: &'static str,
    /// `sha384-…`.
    integrity: String,
    raw: Bytes,
    /// In brotli.
    br: Option<Bytes>,
    /// In gzip.
    gz: Option<Bytes>,
}

/// The widget as it was built.
#[derive(Debug)]
pub struct Widget {
    version: String,
    /// With their roles: `stage2`, `wasm`, `part:NAME`, `locale:LANGUAGE`.
    files: Vec<(String, Asset)>,
    loader: Asset,
}

/// A file that a page may announce before the loader asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preload {
    /// The value of `rel`: `modulepreload`, or `preload` with `as="fetch"`; both with `crossorigin`.
    pub rel: &'static str,
    /// From the server's root on.
    pub url: String,
    /// `sha384-…`, for scripts; browsers do not take it for what is fetched, and say so in the console.
    pub integrity: Option<String>,
}

/// The widget that this executable carries; none when it was built without `cargo xtask build`.
pub fn widget() -> Option<&'static Widget> {
    CARRIED.widget.as_ref()
}

/// The address of one of the pages' stylesheets, `page.css` or `officer.css`.
pub fn stylesheet(name: &str) -> Option<String> {
    CARRIED.styles.iter().find(|(known, _)| known == name).map(|(_, asset)| address(asset))
}

impl Widget {
    /// The version that the loader reports.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the widget fetches at its start in this language, in the order in which it is needed.
    pub fn preloads(&self, language: &str) -> Vec<Preload> {
        let locale = format!("locale:{language}");
        let wanted = [("modulepreload", "stage2"), ("preload", "wasm"), ("preload", locale.as_str())];
        let find = |role: &str| self.files.iter().find(|(known, _)| known == role).map(|(_, asset)| asset);
        let preload = |(rel, role)| {
            let asset = find(role)?;
            let integrity = (rel == "modulepreload").then(|| asset.integrity.clone());
            Some(Preload { rel, url: address(asset), integrity })
        };
        wanted.into_iter().filter_map(preload).collect()
    }
}

/// Everything that is compiled in.
struct Carried {
    widget: Option<Widget>,
    styles: Vec<(String, Asset)>,
}

static CARRIED: LazyLock<Carried> =
    LazyLock::new(|| Carried::read(include!(concat!(env!("OUT_DIR"), "/files.rs"))));

impl Carried {
    /// From the files as `build.rs` lists them.
    fn read(files: &[(&str, &'static [u8])]) -> Self {
        let style = |(name, bytes): &(&str, &'static [u8])| {
            let name = name.strip_prefix("style/")?;
            Some((name.to_owned(), Asset::stylesheet(bytes)))
        };
        Self { widget: read_widget(files), styles: files.iter().filter_map(style).collect() }
    }

    /// Every file whose name is the hash of its content.
    fn hashed(&self) -> impl Iterator<Item = &Asset> {
        let parts = self.widget.iter().flat_map(|widget| widget.files.iter());
        parts.chain(&self.styles).map(|(_, asset)| asset)
    }
}

fn read_widget(files: &[(&str, &'static [u8])]) -> Option<Widget> {
    let bytes =
        |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, bytes)| Bytes::from_static(bytes));
    let manifest: serde_json::Value = serde_json::from_slice(&bytes("manifest.json")?).ok()?;
    let asset = |entry: &serde_json::Value| {
        let path = entry.get("path")?.as_str()?;
        let name = path.rsplit('/').next()?.to_owned();
        let asset = Asset {
            content_type: content_type(&name)?,
            name,
            integrity: entry.get("integrity")?.as_str()?.to_owned(),
            raw: bytes(path)?,
            br: bytes(&format!("{path}.br")),
            gz: bytes(&format!("{path}.gz")),
        };
        Some((entry.get("role")?.as_str()?.to_owned(), asset))
    };
    let all: Vec<(String, Asset)> = manifest.get("files")?.as_array()?.iter().filter_map(asset).collect();
    let (mut loaders, files): (Vec<_>, Vec<_>) = all.into_iter().partition(|(role, _)| role == "loader");
    let (_, loader) = loaders.pop()?;
    Some(Widget { version: manifest.get("version")?.as_str()?.to_owned(), files, loader })
}

impl Asset {
    /// Stylesheets come straight from the source tree, so they are hashed and compressed here, once.
    fn stylesheet(bytes: &'static [u8]) -> Self {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes));
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let gz = encoder.write_all(bytes).and_then(|()| encoder.finish()).ok();
        Self {
            name: format!("{}.css", hash.get(..16).unwrap_or(&hash).replace(['+', '/'], "_")),
            content_type: "text/css; charset=utf-8",
            integrity: format!("sha384-{hash}"),
            raw: Bytes::from_static(bytes),
            br: None,
            gz: gz.map(Bytes::from),
        }
    }
}

fn address(asset: &Asset) -> String {
    urls::ASSET.replace("{file}", &asset.name)
}

/// By the end of the name; a file of another kind is none of ours.
fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "wasm" => Some("application/wasm"),
        "json" => Some("application/json"),
        "css" => Some("text/css; charset=utf-8"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const FILES: &[(&str, &[u8])] = &[
        ("a/abcdefghijklmnop.js", b"stage two"),
        ("a/abcdefghijklmnop.js.br", b"BR"),
        ("a/abcdefghijklmnop.js.gz", b"GZ"),
        ("a/bcdefghijklmnopq.wasm", b"wasm"),
        ("a/cdefghijklmnopqr.json", b"[]"),
        ("glasno.js", b"loader"),
        (
            "manifest.json",
            br#"{"version":"1.2.3","files":[
                {"role":"stage2","path":"a/abcdefghijklmnop.js","integrity":"sha384-abc"},
                {"role":"wasm","path":"a/bcdefghijklmnopq.wasm","integrity":"sha384-bcd"},
                {"role":"locale:bg","path":"a/cdefghijklmnopqr.json","integrity":"sha384-cde"},
                {"role":"loader","path":"glasno.js","integrity":"sha384-def"}]}"#,
        ),
        ("style/page.css", b"main{color:red}"),
    ];

    #[test]
    fn a_page_can_announce_what_the_widget_will_fetch_in_the_readers_language() {
        let carried = Carried::read(FILES);
        let widget = carried.widget.unwrap();
        let preloads = widget.preloads("bg");
        let urls: Vec<&str> = preloads.iter().map(|preload| preload.url.as_str()).collect();
        assert_eq!(
            urls,
            ["/w/a/abcdefghijklmnop.js", "/w/a/bcdefghijklmnopq.wasm", "/w/a/cdefghijklmnopqr.json"]
        );
        assert_eq!(preloads[0].rel, "modulepreload");
        assert_eq!(preloads[0].integrity.as_deref(), Some("sha384-abc"));
        assert_eq!((preloads[1].rel, &preloads[1].integrity), ("preload", &None));
        assert_eq!(widget.preloads("xx").len(), 2, "an unknown language costs no preload");
    }

    #[test]
    fn a_server_built_without_the_widget_says_so() {
        assert!(Carried::read(&[]).widget.is_none());
    }

    #[test]
    fn a_changed_stylesheet_gets_another_address() {
        let one = Asset::stylesheet(b"a{}");
        let other = Asset::stylesheet(b"b{}");
        assert_ne!(one.name, other.name);
        assert_eq!(one.name.len(), "0123456789abcdef.css".len());
    }
}
