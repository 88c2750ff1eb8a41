//! The hashed files of this and of earlier versions, in the data folder.

use std::{fs, io, path::Path};

use axum::body::Bytes;

use super::{Asset, CARRIED, content_type};

/// The forms of a file, by the end of its name on disk.
const FORMS: [&str; 3] = ["", ".br", ".gz"];

/// Writes the files that this executable carries into `folder`, beside those of the versions before it.
///
/// # Errors
/// When the folder cannot be made or written.
pub fn keep(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    CARRIED.hashed().try_for_each(|asset| write(folder, asset))
}

/// A name is the hash of its content, so what is there already is right.
fn write(folder: &Path, asset: &Asset) -> io::Result<()> {
    let forms = [Some(&asset.raw), asset.br.as_ref(), asset.gz.as_ref()];
    for (ending, bytes) in FORMS.into_iter().zip(forms) {
        let path = folder.join(format!("{}{ending}", asset.name));
        if let Some(bytes) = bytes.filter(|_| !path.exists()) {
            // A server that is killed here must not leave half a file under the right name.
            let unfinished = folder.join(format!("{}{ending}.new", asset.name));
            fs::write(&unfinished, bytes)?;
            fs::rename(&unfinished, &path)?;
        }
    }
    Ok(())
}

/// A file of an earlier version, if it was kept.
pub(super) async fn read(folder: &Path, name: &str) -> Option<Asset> {
    let (hash, _) = name.split_once('.')?;
    let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let content_type = content_type(name).filter(|_| is_hash && name.matches('.').count() == 1)?;
    let form = async |ending: &str| {
        tokio::fs::read(folder.join(format!("{name}{ending}"))).await.ok().map(Bytes::from)
    };
    Some(Asset {
        name: name.to_owned(),
        content_type,
        integrity: hash.to_owned(),
        raw: form(FORMS[0]).await?,
        br: form(FORMS[1]).await,
        gz: form(FORMS[2]).await,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Carried, tests::FILES};
    use super::*;

    #[tokio::test]
    async fn a_loader_of_last_week_still_finds_its_parts() {
        let folder = tempfile::tempdir().unwrap();
        for asset in Carried::read(FILES).hashed() {
            write(folder.path(), asset).unwrap();
        }
        let found = read(folder.path(), "abcdefghijklmnop.js").await.unwrap();
        assert_eq!((found.raw.as_ref(), found.br.as_deref()), (&b"stage two"[..], Some(&b"BR"[..])));
        assert!(read(folder.path(), "zzzzzzzzzzzzzzzz.js").await.is_none());
    }

    #[tokio::test]
    async fn a_stranger_reads_nothing_else_from_the_data_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("glasno.db"), "secret").unwrap();
        std::fs::write(folder.path().join("abcdefghijklmnop.js.br"), "BR").unwrap();
        for name in ["glasno.db", "../a/glasno.db", "abcdefghijklmnop.js.br", "..", "abcdefghijklmnop", ""] {
            assert!(read(folder.path(), name).await.is_none(), "{name}");
        }
    }
}
