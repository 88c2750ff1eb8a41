//! The addresses that other sites rely on, each with its exact headers: what the widget is made of, what it asks for, the
//! frame, and the way into content management systems. A municipality's page holds them for years, so a change here is a
//! change of the contract.

use std::io::Read as _;

use base64::Engine as _;
use glasno_model::ProblemType;
use serde_json::Value;
use sha2::{Digest as _, Sha384};

use crate::{
    town::{CONSULTATION, SLUG, SUBMISSIONS, Town, ballot, id},
    wire::Answer,
};

mod earlier;

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
const WASM: Headers<'_> = &[("content-type", "application/wasm")];
const JSON: Headers<'_> = &[("content-type", "application/json")];
const PROBLEM: Headers<'_> = &[("content-type", "application/problem+json")];
const BR: Headers<'_> = &[("content-encoding", "br")];
const GZIP: Headers<'_> = &[("content-encoding", "gzip")];
const GONE: Headers<'_> = &[("cache-control", "no-store")];
const ANYBODY: Headers<'_> = &[("access-control-allow-origin", "*"), ("x-content-type-options", "nosniff")];
const NAMED: Headers<'_> = &[("access-control-allow-origin", PAGE), ("x-content-type-options", "nosniff")];
const SENT: Headers<'_> = &[
    ("access-control-expose-headers", "Location, Retry-After"),
    ("cache-control", "no-store"),
    ("vary", "Origin"),
];
const ASKED: Headers<'_> = &[
    ("access-control-allow-headers", "Content-Type"),
    ("access-control-allow-methods", "POST"),
    ("access-control-max-age", "7200"),
    ("allow", "POST, OPTIONS"),
    ("vary", "Origin"),
];

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

#[test]
fn a_municipalitys_page_finds_each_file_of_the_widget_with_its_headers() {
    let town = Town::open();
    let manifest = manifest(&town);
    let pinned = format!("/w/{VERSION}/glasno.js");
    let listed = format!("/w/{VERSION}/manifest.json");
    let [stage2, wasm, words] = ["stage2", "wasm", "locale:bg"].map(|role| address(&manifest, role));
    for (path, kind, cache) in [
        ("/w/v1/glasno.js", SCRIPT, CHANNEL),
        (pinned.as_str(), SCRIPT, FOREVER),
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
    assert_eq!(town.get("/w/v1/glasno.js").body, town.get(&format!("/w/{VERSION}/glasno.js")).body);
}

#[test]
fn hashes_go_from_the_loader_to_every_part() {
    let town = Town::open();
    let manifest = manifest(&town);
    let loader = town.get("/w/v1/glasno.js").text();
    let stage2 = town.get(&address(&manifest, "stage2")).text();
    let mut parts = 0;
    for file in manifest["files"].as_array().unwrap() {
        let (role, url) = (file["role"].as_str().unwrap(), file["url"].as_str().unwrap());
        let hash = file["integrity"].as_str().unwrap();
        if role.starts_with("part:") {
            let name = url.rsplit('/').next().unwrap();
            let fetched = stage2.split_once(name).unwrap_or_else(|| panic!("nobody fetches {role}")).1;
            let hash_at = fetched.find(hash).unwrap_or_else(|| panic!("{role} is fetched without its hash"));
            assert!(
                hash_at < 60 && fetched[..hash_at].contains("integrity"),
                "{role}: {}",
                &fetched[..hash_at]
            );
            parts += 1;
        } else if role != "loader" {
            assert!(loader.contains(hash), "the loader does not know the hash of {role}");
        }
    }
    assert_eq!(stage2.matches("import.meta.url").count(), parts, "something is fetched that has no hash");
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

#[test]
fn any_page_reads_the_consultation() {
    let town = Town::open();
    town.installation().done(["consultation", "update", SLUG, "--allowed-origin", PAGE]);
    let cache: Headers<'_> = &[
        ("cache-control", "public, max-age=30, stale-while-revalidate=300"),
        ("etag", "strong"),
        ("vary", "Accept-Encoding"),
    ];
    for origin in [PAGE, STRANGER, "null"] {
        for (accepted, packed) in [("br", BR), ("br;q=0.1, gzip;q=0.2", GZIP), ("identity", &[])] {
            let with = [("origin", origin), ("accept-encoding", accepted), ("cookie", "a=b")];
            let answer = town.see(CONSULTATION, &with, 200, &[ANYBODY, JSON, cache, packed]);
            let tag = answer.header("etag").to_owned();
            let again = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
            town.see(CONSULTATION, &again, 304, &[ANYBODY, cache]);
        }
    }
    town.see("/api/v1/consultations/other", &[("origin", STRANGER)], 404, &[ANYBODY, PROBLEM, GONE]);
}

/// Each page sends a ballot of its own and asks beforehand.
fn check_sending(town: &Town, first: u64, rows: &[(&str, u16, Headers<'_>)]) {
    for (number, (origin, status, readable)) in (first..).zip(rows) {
        let origin: Headers<'_> = if origin.is_empty() { &[] } else { &[("origin", origin)] };
        let asks = [origin, &[("access-control-request-method", "POST")]].concat();
        let preflight = Row {
            asked: ("OPTIONS", SUBMISSIONS),
            with: &asks,
            body: String::new(),
            status: 204,
            headers: &[readable, ASKED],
        };
        town.check(&preflight);
        let location = format!("/api/v1/submissions/{}", id(number));
        let taken: Headers<'_> = &[("content-type", "application/json"), ("location", &location)];
        let with = [origin, &[("cookie", "a=b")]].concat();
        let answer = town.check(&Row {
            asked: ("POST", SUBMISSIONS),
            with: &with,
            body: ballot(number).to_string(),
            status: *status,
            headers: &[readable, SENT, if *status == 201 { taken } else { PROBLEM }],
        });
        if *status == 403 {
            assert_eq!(answer.problem().kind, ProblemType::OriginNotAllowed);
        }
    }
}

#[test]
fn a_ballot_comes_from_the_pages_that_may_send_it() {
    let town = Town::open();
    let own = town.server.address.clone();
    check_sending(
        &town,
        0,
        &[("", 201, ANYBODY), (PAGE, 201, ANYBODY), (STRANGER, 201, ANYBODY), ("null", 201, ANYBODY)],
    );
    town.installation().done(["consultation", "update", SLUG, "--allow-sandboxed", "false"]);
    check_sending(&town, 10, &[(STRANGER, 201, ANYBODY), ("null", 403, ANYBODY)]);
    town.installation().done(["consultation", "update", SLUG, "--allowed-origin", PAGE]);
    let our: Headers<'_> = &[("access-control-allow-origin", &own), ("x-content-type-options", "nosniff")];
    check_sending(
        &town,
        20,
        &[
            ("", 201, ANYBODY),
            (PAGE, 201, NAMED),
            (&own, 201, our),
            (STRANGER, 403, ANYBODY),
            ("http://www.example.bg", 403, ANYBODY),
            ("null", 403, ANYBODY),
        ],
    );
    town.installation().done(["consultation", "update", SLUG, "--allow-sandboxed", "true"]);
    check_sending(&town, 30, &[(STRANGER, 403, ANYBODY), ("null", 201, ANYBODY)]);
    assert_eq!(town.kept(), 9);
}

#[test]
fn a_frame_lets_nothing_out_and_stands_only_where_it_may() {
    let town = Town::open();
    let path = format!("/c/{SLUG}/frame?lang=bg&scheme=dark&ref=library-qr&v=1");
    let policy = |ancestors: &str| {
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"
        )
    };
    let permissions = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), \
                       display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), \
                       idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), \
                       picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), \
                       storage-access=(), sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()";
    let closed: Headers<'_> = &[
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("permissions-policy", permissions),
        ("referrer-policy", "no-referrer"),
        ("vary", "Accept-Language, Accept-Encoding"),
        ("x-content-type-options", "nosniff"),
    ];
    let fresh: Headers<'_> = &[("cache-control", "no-cache"), ("etag", "strong")];
    let html: Headers<'_> = &[("content-type", "text/html; charset=utf-8")];
    let check = |ancestors: &str| {
        let policy = policy(ancestors);
        let policy: Headers<'_> = &[("content-security-policy", &policy)];
        for (accepted, packed) in [("br", BR), ("gzip", GZIP), ("identity", &[])] {
            let with = [("accept-encoding", accepted), ("origin", "null")];
            let answer = town.see(&path, &with, 200, &[closed, fresh, html, policy, packed]);
            let tag = answer.header("etag").to_owned();
            let again = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
            town.see(&path, &again, 304, &[closed, fresh, policy]);
        }
    };
    check("*");
    town.installation().done(["consultation", "update", SLUG, "--allowed-origin", PAGE]);
    check(&format!("'self' {PAGE}"));
    let anybody = policy("*");
    let anybody: Headers<'_> = &[("content-security-policy", &anybody)];
    town.see("/c/other/frame", &[], 404, &[closed, html, anybody, GONE]);
}
