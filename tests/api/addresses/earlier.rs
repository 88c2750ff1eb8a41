//! An upgrade: the next executable starts over the data folder of the one before it.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use glasno_tests::support::executable;

use super::{ASSET, FOREVER, GONE, JSON, SCRIPT, VERSION, WASM, address, integrity, manifest};
use crate::town::{Town, UNLIMITED, installation};

const LOADER: &[u8] = b"(() => { 'of an earlier version'; })();";
const STAGE2: &[u8] = b"const stage = 'of an earlier version';";
const CODE: &[u8] = b"\0asm\x01\0\0\0";

/// What 0.0.9 would have left in a data folder.
struct Earlier {
    folder: PathBuf,
}

impl Earlier {
    fn leave_in(data: &Path) -> Self {
        let folder = data.join("assets");
        for place in ["a", "0.0.9"] {
            fs::create_dir_all(folder.join(place)).unwrap();
        }
        let earlier = Self { folder };
        let entry = |role: &str, path: &str, bytes: &[u8]| {
            earlier.put(path.strip_prefix("glasno").map_or(path, |_| "0.0.9/glasno.js"), bytes);
            serde_json::json!({
                "role": role, "path": path, "integrity": integrity(bytes), "raw": bytes.len(), "br": 1, "gz": 1,
            })
        };
        let files = [
            entry("wasm", &hashed(CODE, "wasm"), CODE),
            entry("stage2", &hashed(STAGE2, "js"), STAGE2),
            entry("loader", "glasno.js", LOADER),
        ];
        let manifest = serde_json::json!({ "version": "0.0.9", "files": files });
        fs::write(earlier.path("0.0.9/manifest.json"), manifest.to_string()).unwrap();
        earlier
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.join(below)
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        fs::write(self.path(path), bytes).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes).unwrap();
        fs::write(self.path(&format!("{path}.gz")), gzip.finish().unwrap()).unwrap();
        let mut br = Vec::new();
        brotli::BrotliCompress(&mut &*bytes, &mut br, &brotli::enc::BrotliEncoderParams::default()).unwrap();
        fs::write(self.path(&format!("{path}.br")), br).unwrap();
    }
}

/// `a/HASH.js`, as the build names it.
fn hashed(bytes: &[u8], ending: &str) -> String {
    let hash = integrity(bytes).trim_start_matches("sha384-")[..16].replace(['+', '/'], "_");
    format!("a/{hash}.{ending}")
}

/// Upgraded from 0.0.9.
fn upgraded() -> (Town, Earlier) {
    let installation = installation();
    let earlier = Earlier::leave_in(installation.folder());
    (Town { server: installation.serve(&UNLIMITED) }, earlier)
}

#[test]
fn a_page_that_pinned_a_version_goes_on_after_an_upgrade() {
    let (town, _) = upgraded();
    let stage2 = format!("/w/{}", hashed(STAGE2, "js"));
    let code = format!("/w/{}", hashed(CODE, "wasm"));
    for (path, bytes, kind) in [
        ("/w/0.0.9/glasno.js", LOADER, SCRIPT),
        (stage2.as_str(), STAGE2, SCRIPT),
        (code.as_str(), CODE, WASM),
    ] {
        let answer = town.see(path, &[], 200, &[ASSET, FOREVER, kind]);
        assert_eq!(answer.body, bytes, "{path}");
        for (accepted, packed) in [("br", "br"), ("gzip", "gzip")] {
            let answer = town.get_with(path, &[("accept-encoding", accepted)]);
            assert_eq!((answer.status, answer.header("content-encoding")), (200, packed), "{path}");
        }
        let tag = answer.header("etag").to_owned();
        town.see(path, &[("if-none-match", &tag)], 304, &[ASSET, FOREVER]);
    }
    let listed = town.see("/w/0.0.9/manifest.json", &[], 200, &[ASSET, FOREVER, JSON]).json();
    assert_eq!((&listed["version"], &listed["files"][0]["url"]), (&"0.0.9".into(), &code.into()));
    // The new version stands beside it, and the channel leads to it.
    let new = town.get(&format!("/w/{VERSION}/glasno.js"));
    assert_eq!((new.status, &new.body), (200, &town.get("/w/v1/glasno.js").body));
    assert_ne!(new.body, LOADER);
}

#[test]
fn the_executable_leaves_its_own_files_for_the_next_one() {
    let town = Town::open();
    let manifest = manifest(&town);
    let assets = town.installation().folder().join("assets");
    for file in manifest["files"].as_array().unwrap() {
        let url = file["url"].as_str().unwrap();
        let kept = fs::read(assets.join(url.strip_prefix("/w/").unwrap())).unwrap();
        assert_eq!(file["integrity"], integrity(&kept), "{url}");
    }
    let kept = fs::read(assets.join(VERSION).join("manifest.json")).unwrap();
    let kept: serde_json::Value = serde_json::from_slice(&kept).unwrap();
    assert_eq!(kept["files"].as_array().unwrap().len(), manifest["files"].as_array().unwrap().len());
    // A file of ours that is spoiled is right again after the next start.
    let wasm = assets.join(address(&manifest, "wasm").strip_prefix("/w/").unwrap());
    fs::write(&wasm, b"half a fi").unwrap();
    let mut server = town.server;
    server.restart(&UNLIMITED);
    assert!(fs::read(&wasm).unwrap().starts_with(b"\0asm"));
}

#[test]
fn what_was_changed_on_the_disk_is_not_served_and_the_operator_reads_it() {
    let installation = installation();
    let earlier = Earlier::leave_in(installation.folder());
    let damaged = hashed(STAGE2, "js");
    fs::write(earlier.path(&damaged), b"const stage = 'of somebody else';").unwrap();
    fs::write(earlier.path("0.0.9/glasno.js"), b"alert(1)").unwrap();
    fs::write(earlier.path(&format!("{}.br", hashed(CODE, "wasm"))), b"noise").unwrap();
    fs::create_dir_all(earlier.path("0.0.8")).unwrap();

    let said = log_of_a_start(installation.folder());
    for part in [damaged.as_str(), "0.0.9/glasno.js", "form=\"br\"", "0.0.8", "damaged", "not served"] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    let town = Town { server: installation.serve(&UNLIMITED) };
    for path in [&format!("/w/{damaged}"), "/w/0.0.9/glasno.js", "/w/0.0.8/manifest.json"] {
        town.see(path, &[], 404, &[ASSET, GONE]);
    }
    let code =
        town.get_with(&format!("/w/{}", hashed(CODE, "wasm")), &[("accept-encoding", "br, gzip;q=0.5")]);
    assert_eq!((code.status, code.header("content-encoding"), code.body.as_slice()), (200, "", CODE));
    assert_eq!(town.get("/w/v1/glasno.js").status, 200);
}

#[test]
#[cfg(unix)]
fn a_link_in_the_data_folder_leads_nobody_out_of_it() {
    let installation = installation();
    let earlier = Earlier::leave_in(installation.folder());
    let secret = installation.folder().join("secret.js");
    fs::write(&secret, b"secret").unwrap();
    let name = hashed(b"secret", "js");
    std::os::unix::fs::symlink(&secret, earlier.path(&name)).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("manifest.json"), r#"{"version":"0.0.7","files":[]}"#).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), earlier.path("0.0.7")).unwrap();
    let town = Town { server: installation.serve(&UNLIMITED) };
    for path in
        [&format!("/w/{name}"), "/w/0.0.7/manifest.json", "/w/a/..%2F..%2Fsecret.js", "/w/../secret.js"]
    {
        town.see(path, &[], 404, &[ASSET, GONE]);
    }
}

/// What the server says on standard error until it listens.
fn log_of_a_start(folder: &Path) -> String {
    let mut command = Command::new(executable());
    command
        .args(["serve", "--language", "en", "--log", "info", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok) {
        said += &line;
        said.push('\n');
        if line.contains("listening") {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    said
}
