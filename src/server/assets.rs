//! What browsers fetch besides pages and answers: the loader, the widget's hashed files, the pages' stylesheets.
//!
//! All of it is compiled in. [`keep()`] also writes it into the data folder, beside what earlier versions left there, and
//! [`routes`] serves every version found: a loader that some browser cached last week, or that a page pins for ever, still
//! finds the parts that it names.
//!
//! Pages ask [`widget`] for the addresses to preload and [`stylesheet`] for the address of their style.

use std::{io::Write as _, sync::LazyLock};

use axum::body::Bytes;
use base64::Engine as _;
use glasno_model::urls;
use sha2::{Digest as _, Sha384};

use manifest::Manifest;

mod check;
mod keep;
mod kept;
mod manifest;
mod serve;

pub use keep::keep;
pub use kept::Kept;
pub use manifest::Policies;
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
    manifest: Manifest,
    /// Named after their content, with their roles: `stage2`, `wasm`, `part:NAME`, `locale:LANGUAGE`.
    hashed: Vec<(String, Asset)>,
    /// Named alike in every version, with their roles: `loader`, `module`.
    named: Vec<(String, Asset)>,
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

/// The address of one of the pages' own scripts, `snippet.js`.
pub fn script(name: &str) -> Option<String> {
    stylesheet(name)
}

/// The text of one of the pages' stylesheets and its hash, for a page that carries it: what stands in the page itself
/// costs no second trip before anything is seen, and by the hash the page's policy lets it.
pub fn inline_stylesheet(name: &str) -> Option<(&'static str, &'static str)> {
    let (_, asset) = CARRIED.styles.iter().find(|(known, _)| known == name)?;
    Some((std::str::from_utf8(&asset.raw).ok()?, &asset.integrity))
}

impl Widget {
    /// The version that the loader reports.
    pub fn version(&self) -> &str {
        &self.manifest.version
    }

    /// The script that talks with the page around a frame: a module, with its hash.
    pub fn inside_frame(&self) -> Option<Preload> {
        let (_, asset) = self.hashed.iter().find(|(role, _)| role == "inside")?;
        Some(Preload { rel: "modulepreload", url: address(asset), integrity: Some(asset.integrity.clone()) })
    }

    /// `sha384-…` of the file of a role: `stage2`, `frame`.
    pub fn integrity(&self, role: &str) -> Option<&str> {
        let (_, asset) = self.hashed.iter().find(|(known, _)| known == role)?;
        Some(&asset.integrity)
    }

    /// `sha384-…` of the loader, for pages that pin this version.
    pub fn loader_integrity(&self) -> Option<&str> {
        self.named("loader").map(|loader| loader.integrity.as_str())
    }

    fn named(&self, role: &str) -> Option<&Asset> {
        self.named.iter().find(|(known, _)| known == role).map(|(_, asset)| asset)
    }

    /// What the widget fetches at its start in this language, in the order in which it is needed.
    pub fn preloads(&self, language: &str) -> Vec<Preload> {
        let locale = format!("locale:{language}");
        let wanted = [("modulepreload", "stage2"), ("preload", "wasm"), ("preload", locale.as_str())];
        let find = |role: &str| self.hashed.iter().find(|(known, _)| known == role).map(|(_, asset)| asset);
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
            Some((name.to_owned(), Asset::of_page(name, bytes)?))
        };
        Self { widget: read_widget(files), styles: files.iter().filter_map(style).collect() }
    }

    /// Every file whose name is the hash of its content.
    fn hashed(&self) -> impl Iterator<Item = &Asset> {
        let parts = self.widget.iter().flat_map(|widget| widget.hashed.iter());
        parts.chain(&self.styles).map(|(_, asset)| asset)
    }
}

fn read_widget(files: &[(&str, &'static [u8])]) -> Option<Widget> {
    let bytes =
        |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, bytes)| Bytes::from_static(bytes));
    let manifest: Manifest = serde_json::from_slice(&bytes(manifest::NAME)?).ok()?;
    let (mut hashed, mut named) = (Vec::new(), Vec::new());
    for entry in &manifest.files {
        let (path, list) = (&entry.path, if entry.hashed().is_some() { &mut hashed } else { &mut named });
        let name = entry.hashed().unwrap_or(path).to_owned();
        let asset = Asset {
            content_type: content_type(&name)?,
            name,
            integrity: entry.integrity.clone(),
            raw: bytes(path)?,
            br: bytes(&format!("{path}.br")),
            gz: bytes(&format!("{path}.gz")),
        };
        list.push((entry.role.clone(), asset));
    }
    Some(Widget { manifest, hashed, named })
}

impl Asset {
    /// Stylesheets and scripts of our own pages come straight from the source tree, so they are hashed here.
    fn of_page(name: &str, bytes: &'static [u8]) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let asset = Self::made(String::new(), content_type(name)?, Bytes::from_static(bytes));
        Some(Self { name: format!("{}.{extension}", hashed_name(&asset.integrity)), ..asset })
    }

    /// A file that nobody compressed beforehand.
    fn made(name: String, content_type: &'static str, raw: Bytes) -> Self {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let gz = encoder.write_all(&raw).and_then(|()| encoder.finish()).ok();
        // The highest level takes twenty times as long as this one, at the start of a server, for a few bytes.
        let parameters = brotli::enc::BrotliEncoderParams { quality: 9, lgwin: 18, ..Default::default() };
        let mut packed = Vec::new();
        let br =
            brotli::BrotliCompress(&mut raw.as_ref(), &mut packed, &parameters).is_ok().then_some(packed);
        Self {
            name,
            content_type,
            integrity: integrity(&raw),
            br: br.map(Bytes::from),
            gz: gz.map(Bytes::from),
            raw,
        }
    }
}

/// `sha384-…`, as browsers want it.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes)))
}

/// The name that a file with this hash has, without its ending; the loader finds it by the same rule.
fn hashed_name(integrity: &str) -> String {
    let hash = integrity.trim_start_matches("sha384-");
    hash.get(..16).unwrap_or(hash).replace(['+', '/'], "_")
}

fn address(asset: &Asset) -> String {
    urls::asset(&asset.name)
}

/// By the end of the name; a file of another kind is none of ours.
fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "js" | "mjs" => Some("text/javascript; charset=utf-8"),
        "wasm" => Some("application/wasm"),
        "json" => Some("application/json"),
        "css" => Some("text/css; charset=utf-8"),
        "ts" | "mts" => Some("application/typescript; charset=utf-8"),
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
                {"role":"stage2","path":"a/abcdefghijklmnop.js","integrity":"sha384-abc","raw":9,"br":2,"gz":2},
                {"role":"wasm","path":"a/bcdefghijklmnopq.wasm","integrity":"sha384-bcd","raw":4,"br":2,"gz":2},
                {"role":"locale:bg","path":"a/cdefghijklmnopqr.json","integrity":"sha384-cde","raw":2,"br":2,"gz":2},
                {"role":"loader","path":"glasno.js","integrity":"sha384-def","raw":6,"br":2,"gz":2}]}"#,
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
        let one = Asset::of_page("page.css", b"a{}").unwrap();
        let other = Asset::of_page("page.css", b"b{}").unwrap();
        assert_ne!(one.name, other.name);
        assert_eq!(one.name.len(), "0123456789abcdef.css".len());
    }
}
