//! The served files: named by their content, hashed for subresource integrity, compressed beforehand.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use base64::Engine as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha384};

/// What a browser fetches one by one; `manifest.json` tells the server about them.
pub(crate) struct Folder {
    path: PathBuf,
    /// Where it is put together.
    unfinished: PathBuf,
    files: Vec<File>,
}

/// A file with what is known about it.
#[derive(Clone)]
pub(crate) struct File {
    /// `loader`, `module`, `stage2`, `wasm`, `part:NAME`, `locale:LANGUAGE` …
    pub(crate) role: String,
    /// From the folder on, `glasno.js` or `a/HASH.wasm`.
    pub(crate) path: String,
    /// `sha384-…`.
    pub(crate) integrity: String,
    /// Bytes as written, in brotli, and in gzip.
    pub(crate) sizes: [usize; 3],
}

impl File {
    /// The name without the folder.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Is it code for the browser's virtual machine?
    pub(crate) fn is_wasm(&self) -> bool {
        self.role == "wasm" || self.role.starts_with("part:")
    }

    /// Bytes in brotli.
    pub(crate) fn brotli(&self) -> usize {
        self.sizes[1]
    }

    /// Bytes in gzip.
    pub(crate) fn gzip(&self) -> usize {
        self.sizes[2]
    }
}

impl Folder {
    /// Begins a folder beside `path`, where it will stand once it is finished.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub(crate) fn new(path: &Path) -> Result<Self> {
        let unfinished = path.with_extension("new");
        remove(&unfinished)?;
        fs::create_dir_all(unfinished.join("a"))
            .with_context(|| format!("cannot make {}", unfinished.display()))?;
        Ok(Self { path: path.to_path_buf(), unfinished, files: Vec::new() })
    }

    /// Writes a file under the first letters of its hash, which is how the loader finds it.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub(crate) fn add_hashed(&mut self, role: &str, extension: &str, content: &[u8]) -> Result<File> {
        let hash = hash(content);
        let name = hash.get(..16).unwrap_or(&hash).replace(['+', '/'], "_");
        self.add(role, &format!("a/{name}.{extension}"), content)
    }

    /// Writes a file under a name that stays the same from version to version.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub(crate) fn add(&mut self, role: &str, path: &str, content: &[u8]) -> Result<File> {
        let (brotli, gzip) = (brotli(content)?, gzip(content)?);
        for (suffix, bytes) in [("", content), (".br", &brotli), (".gz", &gzip)] {
            let place = self.unfinished.join(format!("{path}{suffix}"));
            fs::write(&place, bytes).with_context(|| format!("cannot write {}", place.display()))?;
        }
        let file = File {
            role: role.to_owned(),
            path: path.to_owned(),
            integrity: format!("sha384-{}", hash(content)),
            sizes: [content.len(), brotli.len(), gzip.len()],
        };
        self.files.push(file.clone());
        Ok(file)
    }

    /// Writes `manifest.json` and puts the folder in its place. One that holds the same already stays as it is, so
    /// that the server, which is built around it, need not be built again.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub(crate) fn finish(self, version: &str) -> Result<Vec<File>> {
        let describe = |file: &File| -> Value {
            let [raw, br, gz] = file.sizes;
            json!({ "role": file.role, "path": file.path, "integrity": file.integrity, "raw": raw, "br": br, "gz": gz })
        };
        let files: Vec<Value> = self.files.iter().map(describe).collect();
        let manifest = serde_json::to_string_pretty(&json!({ "version": version, "files": files }))?;
        if fs::read_to_string(self.path.join("manifest.json")).is_ok_and(|standing| standing == manifest) {
            remove(&self.unfinished)?;
        } else {
            fs::write(self.unfinished.join("manifest.json"), manifest)
                .context("cannot write manifest.json")?;
            remove(&self.path)?;
            fs::rename(&self.unfinished, &self.path)
                .with_context(|| format!("cannot make {}", self.path.display()))?;
        }
        Ok(self.files)
    }
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    Ok(())
}

/// The shortest hash that browsers take, for lists of many files: no compressor shortens it.
pub(crate) fn short_integrity(content: &[u8]) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(content)))
}

fn hash(content: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(Sha384::digest(content))
}

/// The highest quality: compressed once, downloaded by everyone.
pub(crate) fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = ::brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    ::brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)
        .context("cannot compress with brotli")?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).context("cannot compress with gzip")?;
    encoder.finish().context("cannot compress with gzip")
}

#[cfg(test)]
mod tests {
    use super::Folder;

    #[test]
    fn a_file_that_changes_gets_another_name_and_hash() {
        let path = std::env::temp_dir().join(format!("glasno-files-{}", std::process::id()));
        let mut folder = Folder::new(&path).unwrap();
        let one = folder.add_hashed("stage2", "js", b"one").unwrap();
        let again = folder.add_hashed("stage2", "js", b"one").unwrap();
        let two = folder.add_hashed("stage2", "js", b"two").unwrap();
        folder.finish("1.0.0").unwrap();
        let manifest = std::fs::read_to_string(path.join("manifest.json")).unwrap();
        std::fs::remove_dir_all(&path).unwrap();
        assert_eq!(one.path, again.path);
        assert_ne!(one.path, two.path);
        assert_ne!(one.integrity, two.integrity);
        assert!(
            manifest.contains(&two.integrity) && manifest.contains("\"version\": \"1.0.0\""),
            "{manifest}"
        );
    }
}
