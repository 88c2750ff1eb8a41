//! Is what lies in the data folder what was once written there?

use std::{io::Read as _, path::Path};

use super::{Asset, content_type, hashed_name, integrity, keep};

/// A file that was found right, and which of its compressed forms were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// `sha384-…`.
    pub integrity: String,
    br: bool,
    gz: bool,
}

impl Sound {
    /// Reads a file with all its forms and holds them against its hash. What is not right is said in the log.
    ///
    /// `is_right` tells from the hash whether it is the file that should stand there.
    pub fn check(folder: &Path, name: &str, is_right: impl FnOnce(&str) -> bool) -> Option<Self> {
        let file = folder.join(name);
        let [raw, br, gz] = match keep::read(folder, name) {
            Ok(forms) => forms,
            Err(error) => {
                tracing::warn!(file = %file.display(), %error, "a kept file of the widget cannot be read; it is not served");
                return None;
            }
        };
        let Some(raw) = raw else {
            tracing::warn!(file = %file.display(), "a kept file of the widget is missing; it is not served");
            return None;
        };
        let integrity = integrity(&raw);
        if !is_right(&integrity) {
            tracing::warn!(file = %file.display(), "a kept file of the widget is damaged; it is not served");
            return None;
        }
        let same = |form: &str, unpacked: Option<Vec<u8>>| {
            let same = unpacked.as_deref() == Some(&*raw);
            if !same {
                tracing::warn!(file = %file.display(), form, "a packed form of a kept file is damaged; it is not served");
            }
            same
        };
        Some(Self {
            br: br.is_some_and(|packed| {
                same("br", unpack(brotli::Decompressor::new(&*packed, 4096), raw.len()))
            }),
            gz: gz
                .is_some_and(|packed| same("gz", unpack(flate2::read::GzDecoder::new(&*packed), raw.len()))),
            integrity,
        })
    }

    /// The same for a file that is named after its content.
    pub fn check_hashed(folder: &Path, name: &str) -> Option<Self> {
        let (stem, _) = name.split_once('.')?;
        Self::check(folder, name, |integrity| hashed_name(integrity) == stem)
    }

    /// The file as it is served, as far as its forms were right.
    pub fn read(&self, folder: &Path, name: &str) -> Option<Asset> {
        let [raw, br, gz] = match keep::read(folder, name) {
            Ok(forms) => forms,
            Err(error) => {
                tracing::warn!(name, %error, "a kept file of the widget cannot be read");
                return None;
            }
        };
        Some(Asset {
            content_type: content_type(name)?,
            name: name.to_owned(),
            integrity: self.integrity.clone(),
            raw: raw?,
            br: br.filter(|_| self.br),
            gz: gz.filter(|_| self.gz),
        })
    }
}

/// No more than what it should come to, whatever somebody put there.
fn unpack(packed: impl std::io::Read, length: usize) -> Option<Vec<u8>> {
    let mut unpacked = Vec::with_capacity(length);
    let most = u64::try_from(length).ok()?.checked_add(1)?;
    packed.take(most).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}
