//! `manifest.json`: what belongs to a version of the widget, for whoever pins it.

use glasno_model::urls;
use serde::{Deserialize, Serialize};

/// The name of the file, among a version's own.
pub const NAME: &str = "manifest.json";
/// Where the hashed files stand in it.
const HASHED: &str = "a/";

/// As `cargo xtask build` writes it and the data folder keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `1.4.2`.
    pub version: String,
    /// Every file, in the order in which they were built.
    pub files: Vec<Entry>,
}

/// One file of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// `loader`, `module`, `stage2`, `wasm`, `part:NAME`, `locale:LANGUAGE` …
    pub role: String,
    /// `glasno.js`, or `a/HASH.wasm`.
    pub path: String,
    /// `sha384-…`.
    pub integrity: String,
    /// Bytes as they are, in brotli, and in gzip.
    raw: u64,
    br: u64,
    gz: u64,
}

/// The manifest as others read it.
#[derive(Serialize)]
struct Public<'a> {
    version: &'a str,
    files: Vec<PublicEntry<'a>>,
    csp: Policies,
}

#[derive(Serialize)]
struct PublicEntry<'a> {
    role: &'a str,
    /// From the server's root on.
    url: String,
    integrity: &'a str,
    raw: u64,
    br: u64,
    gz: u64,
}

/// What a page's content security policy has to have, beside what it has for other things. Nothing about styles: the
/// widget passes `style-src 'none'`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Policies {
    /// For the widget in the page itself.
    pub inline: String,
    /// For the widget in a frame, which brings a policy of its own.
    pub frame: String,
}

impl Policies {
    /// For a page that embeds what this server serves: `https://glasno.example.bg`.
    pub fn of(server: &str) -> Self {
        Self {
            inline: format!("script-src {server} 'wasm-unsafe-eval'; connect-src {server}"),
            frame: format!("script-src {server}; frame-src {server}"),
        }
    }
}

impl Entry {
    /// Its name below `/w/a/`, where it is named after its content.
    pub fn hashed(&self) -> Option<&str> {
        self.path.strip_prefix(HASHED)
    }
}

impl Manifest {
    /// As the public reads it, with the policies for pages that embed what `server` serves.
    pub fn public(&self, server: &str) -> Vec<u8> {
        let entry = |entry: &'_ Entry| -> String {
            let of_version = || urls::versioned(&self.version, &entry.path);
            entry.hashed().map_or_else(of_version, urls::asset)
        };
        let files = self.files.iter().map(|file| PublicEntry {
            role: &file.role,
            url: entry(file),
            integrity: &file.integrity,
            raw: file.raw,
            br: file.br,
            gz: file.gz,
        });
        let public = Public { version: &self.version, files: files.collect(), csp: Policies::of(server) };
        // Text and numbers alone; this cannot fail.
        serde_json::to_vec_pretty(&public).unwrap_or_default()
    }
}

/// Can this be a version, and the name of its folder? `1.4.2`, `2.0.0-rc.1`; never `..`, and never `v1` or `a`, under
/// which other things stand.
pub fn is_version(name: &str) -> bool {
    let (numbers, addition) = name.split_once('-').unwrap_or((name, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    name.len() <= 40
        && numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && addition.split('.').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_admin_finds_addresses_hashes_and_the_words_for_the_policy() {
        let manifest: Manifest = serde_json::from_str(
            r#"{"version":"1.4.2","files":[
                {"role":"wasm","path":"a/abcdefghijklmnop.wasm","integrity":"sha384-abc","raw":3,"br":2,"gz":1},
                {"role":"loader","path":"glasno.js","integrity":"sha384-def","raw":3,"br":2,"gz":1}]}"#,
        )
        .unwrap();
        let public: serde_json::Value =
            serde_json::from_slice(&manifest.public("https://glasno.example.bg")).unwrap();
        assert_eq!(public["files"][0]["url"], "/w/a/abcdefghijklmnop.wasm");
        assert_eq!(public["files"][1]["url"], "/w/1.4.2/glasno.js");
        assert_eq!(public["files"][1]["integrity"], "sha384-def");
        assert_eq!(
            public["csp"]["inline"],
            "script-src https://glasno.example.bg 'wasm-unsafe-eval'; connect-src https://glasno.example.bg"
        );
        assert_eq!(
            public["csp"]["frame"],
            "script-src https://glasno.example.bg; frame-src https://glasno.example.bg"
        );
    }

    #[test]
    fn a_folder_that_is_no_version_is_none() {
        for good in ["0.1.0", "1.4.2", "10.20.30", "2.0.0-rc.1", "2.0.0-a-b"] {
            assert!(is_version(good), "{good}");
        }
        for bad in
            ["", "a", "v1", "1", "1.2", "1.2.3.4", "..", "1..2", "1.2.3-", "1.2.3-.", "1.2.3/a", "1.2.x"]
        {
            assert!(!is_version(bad), "{bad}");
        }
    }
}
