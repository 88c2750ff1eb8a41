//! The addresses that other sites rely on, each with its exact headers: what the widget is made of, what it asks for, the
//! frame, and the way into content management systems. A municipality's page holds them for years, so a change here is a
//! change of the contract.

use std::io::Read as _;

use base64::Engine as _;
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha384};

use crate::{
    town::{SLUG, Town},
    wire::Answer,
};

mod earlier;
mod framed;
mod sending;

/// The version that this executable carries: they are built together.
const VERSION: &str = env!("CARGO_PKG_VERSION");
const PAGE: &str = "https://www.example.bg";
const STRANGER: &str = "https://evil.example";

type Headers<'a> = &'a [(&'a str, &'a str)];

const ASSET: Headers<'_> = &[
    ("access-control-allow-origin", "*"),
    ("cross-origin-resource-policy", "cross-origin"),
    ("timing-allow-origin", "*"),
    ("x-content-type-options", "nosniff"),
];
const CHANNEL: Headers<'_> = &[
    ("cache-control", "public, max-age=600, stale-while-revalidate=604800, stale-if-error=604800"),
    ("etag", "strong"),
    ("vary", "Accept-Encoding"),
];
const FOREVER: Headers<'_> = &[
    ("cache-control", "public, max-age=31536000, immutable"),
    ("etag", "strong"),
    ("vary", "Accept-Encoding"),
];
const SCRIPT: Headers<'_> = &[("content-type", "text/javascript; charset=utf-8")];
const TYPES: Headers<'_> = &[("content-type", "application/typescript; charset=utf-8")];
const WASM: Headers<'_> = &[("content-type", "application/wasm")];
const JSON: Headers<'_> = &[("content-type", "application/json")];
const BR: Headers<'_> = &[("content-encoding", "br")];
const GZIP: Headers<'_> = &[("content-encoding", "gzip")];
const GONE: Headers<'_> = &[("cache-control", "no-store")];
/// What is asked, with which headers and body, and the status with every header that comes back.
struct Row<'a> {
    asked: (&'a str, &'a str),
    with: Headers<'a>,
    body: String,
    status: u16,
    headers: &'a [Headers<'a>],
}

impl Town {
    /// Asks and compares; headers that say when and how long are left out, and of a tag it counts that it is strong.
    fn check(&self, row: &Row<'_>) -> Answer {
        let (method, path) = row.asked;
        let answer = self.connect().ask(method, path, row.with, row.body.as_bytes()).unwrap();
        let place = format!("{method} {path} {:?}: {}", row.with, answer.text());
        let mut expected: Vec<(String, String)> = row
            .headers
            .iter()
            .flat_map(|group| group.iter())
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let mut found: Vec<(String, String)> = answer.headers().to_vec();
        found.retain(|(name, _)| !["date", "content-length"].contains(&name.as_str()));
        for (name, value) in &mut found {
            if name == "etag" && value.starts_with('"') && value.ends_with('"') && value.len() > 20 {
                "strong".clone_into(value);
            }
        }
        expected.sort();
        found.sort();
        assert_eq!((answer.status, found), (row.status, expected), "{place}");
        answer
    }

    fn see<'a>(&self, path: &'a str, with: Headers<'a>, status: u16, headers: &'a [Headers<'a>]) -> Answer {
        self.check(&Row { asked: ("GET", path), with, body: String::new(), status, headers })
    }
}

/// The address of a part, by its role.
fn address(manifest: &Value, role: &str) -> String {
    let files = manifest["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["role"] == role);
    let file = file.unwrap_or_else(|| panic!("{role} is not in the manifest; was the widget built?"));
    file["url"].as_str().unwrap().to_owned()
}

fn manifest(town: &Town) -> Value {
    town.get(&format!("/w/{VERSION}/manifest.json")).json()
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes)))
}

fn short_integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes)))
}

#[test]
fn a_municipalitys_page_finds_each_file_of_the_widget_with_its_headers() {
    let town = Town::open();
    let manifest = manifest(&town);
    let own = |name: &str| format!("/w/{VERSION}/{name}");
    let [pinned, module, listed] = ["glasno.js", "glasno.mjs", "manifest.json"].map(own);
    let [types, module_types] = ["glasno-budget.d.ts", "glasno.d.mts"].map(own);
    let [stage2, wasm, words] = ["stage2", "wasm", "locale:bg"].map(|role| address(&manifest, role));
    for (path, kind, cache) in [
        ("/w/v1/glasno.js", SCRIPT, CHANNEL),
        ("/w/v1/glasno.mjs", SCRIPT, CHANNEL),
        (pinned.as_str(), SCRIPT, FOREVER),
        (module.as_str(), SCRIPT, FOREVER),
        (types.as_str(), TYPES, FOREVER),
        (module_types.as_str(), TYPES, FOREVER),
        (listed.as_str(), JSON, FOREVER),
        (stage2.as_str(), SCRIPT, FOREVER),
        (wasm.as_str(), WASM, FOREVER),
        (words.as_str(), JSON, FOREVER),
    ] {
        for (accepted, packed) in [
            ("gzip, deflate, br, zstd", BR),
            ("br;q=0.9, gzip", GZIP),
            ("gzip;q=0.5, identity;q=0.4", GZIP),
            ("*", BR),
            ("br;q=0, gzip;q=0", &[]),
            ("identity", &[]),
        ] {
            for origin in [PAGE, STRANGER, "null"] {
                let with = [("accept-encoding", accepted), ("origin", origin), ("cookie", "a=b")];
                let answer = town.see(path, &with, 200, &[ASSET, cache, kind, packed]);
                let tag = answer.header("etag").to_owned();
                let again = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
                let unchanged = town.see(path, &again, 304, &[ASSET, cache]);
                assert_eq!(unchanged.header("etag"), tag, "{path}");
            }
        }
        let bare = town.see(path, &[], 200, &[ASSET, cache, kind]);
        let head = town.check(&Row {
            asked: ("HEAD", path),
            with: &[],
            body: String::new(),
            status: 200,
            headers: &[ASSET, cache, kind],
        });
        assert_eq!(head.header("content-length"), bare.body.len().to_string());
    }
}

#[test]
fn what_is_not_there_is_remembered_by_nobody() {
    let town = Town::open();
    for path in [
        "/w/a/zzzzzzzzzzzzzzzz.wasm",
        "/w/a/glasno.js",
        "/w/a/..%2F..%2Fglasno.sqlite3",
        "/w/..%2Fglasno.sqlite3/x",
        "/w/a/../../glasno.sqlite3",
        "/w/v1/manifest.json",
        "/w/v2/glasno.js",
        "/w/9.9.9/glasno.js",
        "/w/9.9.9/manifest.json",
        "/w/glasno.js",
        "/w/1/2/3",
        &format!("/w/{VERSION}/other.js"),
        "/w/v2/glasno.mjs",
        "/w/9.9.9/glasno.mjs",
        &format!("/w/{VERSION}/glasno.js.br"),
    ] {
        town.see(path, &[("origin", PAGE)], 404, &[ASSET, GONE]);
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let allow: Headers<'_> = &[("allow", "GET,HEAD")];
        let headers = [ASSET, GONE, allow];
        let body = String::new();
        town.check(&Row {
            asked: (method, "/w/v1/glasno.js"),
            with: &[],
            body,
            status: 405,
            headers: &headers,
        });
    }
}

#[test]
fn every_file_in_the_manifest_has_its_hash_in_every_packing() {
    let town = Town::open();
    let manifest = manifest(&town);
    assert_eq!(manifest["version"], VERSION);
    let files = manifest["files"].as_array().unwrap();
    assert!(files.len() > 5, "the executable carries no widget: {manifest}");
    for file in files {
        let url = file["url"].as_str().unwrap();
        let get = |accepted: &str| town.get_with(url, &[("accept-encoding", accepted)]).body;
        let (bare, br, gzip) = (get("identity"), get("br"), get("gzip"));
        let mut from_br = Vec::new();
        brotli::BrotliDecompress(&mut br.as_slice(), &mut from_br).unwrap();
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(gzip.as_slice()).read_to_end(&mut from_gzip).unwrap();
        assert!(from_br == bare && from_gzip == bare, "{url}");
        assert_eq!(file["integrity"], integrity(&bare), "{url}");
        let sizes = [&bare, &br, &gzip].map(Vec::len);
        assert_eq!(
            ["raw", "br", "gz"].map(|form| file[form].as_u64().unwrap()),
            sizes.map(|size| size as u64)
        );
    }
    for name in ["glasno.js", "glasno.mjs"] {
        let [newest, pinned] = ["v1", VERSION].map(|version| town.get(&format!("/w/{version}/{name}")).body);
        assert_eq!(newest, pinned, "{name}");
    }
}

#[test]
fn hashes_go_from_the_loader_to_every_part() {
    let town = Town::open();
    let manifest = manifest(&town);
    let loaders = ["/w/v1/glasno.js", "/w/v1/glasno.mjs"].map(|path| town.get(path).text());
    let know = |text: &str| loaders.iter().all(|loader| loader.contains(text));
    let stage2 = town.get(&address(&manifest, "stage2")).text();
    let frame = town.get(&format!("/c/{SLUG}/frame?v=1")).text();
    let mut parts = 0;
    for file in manifest["files"].as_array().unwrap() {
        let (role, url) = (file["role"].as_str().unwrap(), file["url"].as_str().unwrap());
        let hash = file["integrity"].as_str().unwrap();
        if role.starts_with("part:") {
            let name = url.rsplit('/').next().unwrap();
            let fetched = stage2.split_once(name).unwrap_or_else(|| panic!("nobody fetches {role}")).1;
            // A shorter hash than the manifest's does for the parts: there are many of them, and every citizen loads it.
            let short = short_integrity(&town.get(url).body);
            let hash_at = fetched.find(hash).or_else(|| fetched.find(&short));
            let hash_at = hash_at.unwrap_or_else(|| panic!("{role} is fetched without its hash"));
            assert!(
                hash_at < 60 && fetched[..hash_at].contains("integrity"),
                "{role}: {}",
                &fetched[..hash_at]
            );
            parts += 1;
        } else if role.starts_with("locale:") {
            // Its name is a hash too, by which stage 2 checks what came.
            let name = url.rsplit('/').next().unwrap().trim_end_matches(".json");
            assert!(know(name), "a loader does not know {role}");
        } else if role == "inside" {
            // From the page on: a site may have the server below an address of its own.
            let tag = format!("<script type=\"module\" src=\"../..{url}\" integrity=\"{hash}\" crossorigin>");
            assert!(frame.contains(&tag), "the frame does not know the hash of {role}");
        } else if !["loader", "module", "elements", "types", "module-types"].contains(&role) {
            assert!(know(hash), "a loader does not know the hash of {role}");
        }
    }
    // Once more for the name that the page gave the element, and for the words of another language.
    assert_eq!(stage2.matches("import.meta.url").count(), parts + 2, "something is fetched that has no hash");
    assert!(!stage2.contains("import("), "a dynamic import knows no hash");
}

#[test]
fn a_web_admin_copies_the_policy_from_the_manifest() {
    let town = Town::with(&["--public-url", "https://glasno.example.bg"]);
    let csp = &manifest(&town)["csp"];
    let inline =
        "script-src https://glasno.example.bg 'wasm-unsafe-eval'; connect-src https://glasno.example.bg";
    assert_eq!(csp["inline"], inline);
    assert_eq!(csp["frame"], "script-src https://glasno.example.bg; frame-src https://glasno.example.bg");
    let local = Town::open();
    let host = local.server.address.clone();
    assert_eq!(manifest(&local)["csp"]["frame"], format!("script-src {host}; frame-src {host}"));
}
