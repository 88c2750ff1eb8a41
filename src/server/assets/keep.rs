//! Writes what this executable carries into the data folder, for the executables after it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use axum::body::Bytes;

use super::{Asset, CARRIED, Carried, Kept, manifest};

/// The folder of the files that are named after their content; each version has one of its own beside it.
pub(super) const HASHED: &str = "a";
/// The forms of a file, by the end of its name on disk.
pub(super) const FORMS: [&str; 3] = ["", ".br", ".gz"];

/// Writes the files that this executable carries into `folder` and looks at what earlier versions left there.
///
/// # Errors
/// When the folder cannot be made, written or listed.
pub fn keep(folder: &Path) -> io::Result<Kept> {
    write(&CARRIED, folder)?;
    Kept::find(folder, &CARRIED)
}

/// The manifest comes last: where it stands, everything that it names does.
pub(super) fn write(carried: &Carried, folder: &Path) -> io::Result<()> {
    let hashed = folder.join(HASHED);
    fs::create_dir_all(&hashed)?;
    carried.hashed().try_for_each(|asset| write_asset(&hashed, asset))?;
    let Some(widget) = &carried.widget else { return Ok(()) };
    let own = folder.join(widget.version());
    fs::create_dir_all(&own)?;
    widget.named.iter().try_for_each(|(_, asset)| write_asset(&own, asset))?;
    let text = serde_json::to_vec_pretty(&widget.manifest)?;
    put(&own.join(manifest::NAME), &text)
}

fn write_asset(folder: &Path, asset: &Asset) -> io::Result<()> {
    let forms = [Some(&asset.raw), asset.br.as_ref(), asset.gz.as_ref()];
    for (ending, bytes) in FORMS.into_iter().zip(forms) {
        if let Some(bytes) = bytes {
            put(&folder.join(format!("{}{ending}", asset.name)), bytes)?;
        }
    }
    Ok(())
}

/// Puts a file there, whole or not at all. What stands there already is compared, so that what was damaged is right
/// again. A power cut can still spoil a file that was renamed before its bytes were on disk; the next start sees it.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if is_file(path) && fs::read(path).is_ok_and(|standing| standing == bytes) {
        return Ok(());
    }
    let unfinished = unfinished(path);
    fs::write(&unfinished, bytes)?;
    fs::rename(&unfinished, path)
}

/// By the process too, for two that start at once.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    path.with_file_name(name)
}

/// Is it a file, and no link to one?
pub(super) fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file())
}

/// A file with its forms, read from the disk.
pub(super) fn read(folder: &Path, name: &str) -> io::Result<[Option<Bytes>; 3]> {
    let form = |ending: &str| {
        let path = folder.join(format!("{name}{ending}"));
        if is_file(&path) { fs::read(path).map(|bytes| Some(bytes.into())) } else { Ok(None) }
    };
    Ok([form(FORMS[0])?, form(FORMS[1])?, form(FORMS[2])?])
}
