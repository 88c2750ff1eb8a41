//! Every version of the widget that once ran over this data folder, as far as its files are what they were.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Asset, Carried,
    check::Sound,
    content_type, keep,
    manifest::{self, Manifest},
};

/// What was found in the data folder. Names come from here and not from who asks, so nothing else is ever read.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
    /// By their names below `/w/a/`.
    hashed: BTreeMap<String, Sound>,
    /// By their names below `/w/`.
    versions: BTreeMap<String, Version>,
}

#[derive(Debug)]
struct Version {
    manifest: Manifest,
    files: BTreeMap<String, Sound>,
}

impl Kept {
    /// Looks at the folder. What this executable carries is served from memory, so only the rest is looked at.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub(super) fn find(folder: &Path, carried: &Carried) -> io::Result<Self> {
        let place = folder.join(keep::HASHED);
        let carried_files: BTreeMap<&str, &str> =
            carried.hashed().map(|asset| (asset.name.as_str(), asset.integrity.as_str())).collect();
        let mut hashed = BTreeMap::new();
        for name in names(&place, fs::FileType::is_file)? {
            if is_hashed(&name) && !carried_files.contains_key(name.as_str()) {
                hashed.extend(Sound::check_hashed(&place, &name).map(|sound| (name, sound)));
            }
        }
        let known = |name: &str| {
            let found = hashed.get(name).map(|sound| sound.integrity.as_str());
            found.or_else(|| carried_files.get(name).copied())
        };
        let own = carried.widget.as_ref().map(super::Widget::version);
        let mut versions = BTreeMap::new();
        for name in names(folder, fs::FileType::is_dir)? {
            if manifest::is_version(&name) && own != Some(name.as_str()) {
                versions.extend(version(&folder.join(&name), &name, known).map(|found| (name, found)));
            }
        }
        Ok(Self { folder: folder.to_owned(), hashed, versions })
    }

    /// A file that is named after its content. Reads from the disk.
    pub(super) fn hashed(&self, name: &str) -> Option<Asset> {
        self.hashed.get(name)?.read(&self.folder.join(keep::HASHED), name)
    }

    /// A version's own file. Reads from the disk.
    pub(super) fn named(&self, version: &str, name: &str) -> Option<Asset> {
        self.versions.get(version)?.files.get(name)?.read(&self.folder.join(version), name)
    }

    /// What belongs to a version.
    pub(super) fn manifest(&self, version: &str) -> Option<&Manifest> {
        self.versions.get(version).map(|version| &version.manifest)
    }
}

/// One version, where its manifest can be read.
fn version<'a>(folder: &Path, name: &str, known: impl Fn(&str) -> Option<&'a str>) -> Option<Version> {
    let path = folder.join(manifest::NAME);
    let manifest = keep::is_file(&path).then(|| fs::read(&path).ok()).flatten();
    let manifest: Option<Manifest> = manifest.and_then(|text| serde_json::from_slice(&text).ok());
    let Some(manifest) = manifest.filter(|manifest| manifest.version == name) else {
        tracing::warn!(folder = %folder.display(), "a kept version of the widget has no manifest; it is not served");
        return None;
    };
    let mut files = BTreeMap::new();
    for entry in &manifest.files {
        match entry.hashed() {
            Some(hashed) if known(hashed) != Some(&entry.integrity) => {
                tracing::warn!(version = name, file = hashed, "a kept version of the widget lacks a file");
            }
            None if is_name(&entry.path) => {
                let sound = Sound::check(folder, &entry.path, |integrity| integrity == entry.integrity);
                files.extend(sound.map(|sound| (entry.path.clone(), sound)));
            }
            _ => {}
        }
    }
    Some(Version { manifest, files })
}

/// What stands in a folder, of one kind; links are of neither.
fn names(folder: &Path, kind: impl Fn(&fs::FileType) -> bool) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if kind(&entry.file_type()?) {
            names.extend(entry.file_name().into_string());
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// `HASH.wasm`, and none of its packed forms, nor what a server left that was killed while it wrote.
fn is_hashed(name: &str) -> bool {
    let hash = name.split_once('.').map_or("", |(hash, _)| hash);
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    hash.len() == 16
        && hash.bytes().all(letters)
        && name.matches('.').count() == 1
        && content_type(name).is_some()
}

/// Can a version's own file be called this?
fn is_name(name: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    !name.starts_with('.') && name.bytes().all(letters) && content_type(name).is_some()
}

#[cfg(test)]
mod tests;
