//! The files of a package, from a ZIP file or from a folder that it was unpacked into.
//!
//! Nothing is ever unpacked here, so that no name in a ZIP file leads anywhere. A file is read from its beginning as often
//! as it is needed, piece by piece, and never further than its limit: a package of a few kilobytes may unfold to
//! thousands of gigabytes.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufRead, BufReader, Read, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

/// The most files that a package has; ours has a dozen.
const MOST_FILES: usize = 64;
/// The most bytes of a table that has a row for each proposal or comment: four times those of a million people with forty
/// lines each.
const MOST_BYTES_LONG: u64 = 8 << 30;
/// The most bytes of any other file.
const MOST_BYTES: u64 = 256 << 20;
/// How many times its size a file may unfold to; our fullest tables come to 90.
const MOST_UNFOLDING: u64 = 400;
/// Below this much a file may unfold as far as it likes.
const HARMLESS_BYTES: u64 = 16 << 20;

/// A package.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    files: BTreeMap<String, Place>,
}

/// Where the contents of a file stand.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// In a file of its own.
    Alone,
    /// In the ZIP file.
    Packed { at: u64, bytes: u64, is_deflated: bool },
}

/// Why a package cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The operating system refuses.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is no ZIP file, or a damaged one.
    #[error("{0}")]
    NotAPackage(String),
    /// It holds more files than any package.
    #[error("it holds {0} files")]
    TooManyFiles(usize),
    /// A file has a name that leads out of the package, or that another one has too.
    #[error("the name {0:?} cannot be in a package")]
    BadName(String),
}

impl Source {
    /// Looks what there is.
    ///
    /// # Errors
    /// Where it is neither a folder nor a ZIP file of ours.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        let files = if fs::metadata(path)?.is_dir() { in_folder(path)? } else { in_zip(path)? };
        Ok(Self { path: path.to_owned(), files })
    }

    /// The names of all files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Is there such a file?
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Reads a file from its beginning; beyond its limit it fails with [`io::ErrorKind::FileTooLarge`].
    pub fn read(&self, name: &str) -> io::Result<Limited> {
        let place = self.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        let is_long =
            matches!(name, "ballots.csv" | "ballots_projects.csv" | "comments.csv") || is_pabulib(name);
        let most = if is_long { MOST_BYTES_LONG } else { MOST_BYTES };
        let (input, left): (Box<dyn Read>, _) = match *place {
            Place::Alone => (Box::new(File::open(self.path.join(name))?), most),
            Place::Packed { at, bytes, is_deflated } => {
                let mut file = File::open(&self.path)?;
                file.seek(SeekFrom::Start(at))?;
                let packed = BufReader::with_capacity(1 << 16, file.take(bytes));
                let unfolded = bytes.saturating_mul(MOST_UNFOLDING).max(HARMLESS_BYTES);
                let input: Box<dyn Read> =
                    if is_deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
                (input, most.min(unfolded))
            }
        };
        Ok(BufReader::with_capacity(1 << 16, Limit { input, left }))
    }

    /// A whole file that is not long.
    pub fn whole(&self, name: &str) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read(name)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Is it a `.pb` file by its name?
pub fn is_pabulib(name: &str) -> bool {
    name.strip_suffix(".pb").is_some()
}

/// A file that is being read.
pub type Limited = BufReader<Limit>;

/// Reads so much and no more.
pub struct Limit {
    input: Box<dyn Read>,
    left: u64,
}

impl Read for Limit {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        }
        Ok(read)
    }
}

fn in_folder(path: &Path) -> Result<BTreeMap<String, Place>, SourceError> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // What a desktop leaves in every folder belongs to no package.
        if is_desktops(&name) {
            continue;
        }
        // A link may lead anywhere, and a pipe never ends.
        if !fs::symlink_metadata(entry.path())?.is_file() {
            return Err(SourceError::BadName(name));
        }
        files.insert(name, Place::Alone);
        if files.len() > MOST_FILES {
            return Err(SourceError::TooManyFiles(files.len()));
        }
    }
    Ok(files)
}

fn in_zip(path: &Path) -> Result<BTreeMap<String, Place>, SourceError> {
    let damaged = |error: zip::result::ZipError| match error {
        zip::result::ZipError::Io(error) => SourceError::Io(error),
        other => SourceError::NotAPackage(other.to_string()),
    };
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(damaged)?;
    if archive.len() > MOST_FILES {
        return Err(SourceError::TooManyFiles(archive.len()));
    }
    // Of two files under one name some programs show the first and others the last.
    if archive.has_duplicate_names() {
        return Err(SourceError::BadName("…".into()));
    }
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.into_owned();
        let desktops = name.starts_with("__MACOSX/") || is_desktops(&name);
        let is_deflated = match file.compression() {
            _ if desktops => continue,
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            other => return Err(SourceError::NotAPackage(format!("{name}: {other}"))),
        };
        if !file.is_file()
            || file.encrypted()
            || name.contains(['/', '\\', '\0', ':'])
            || name.starts_with('.')
        {
            return Err(SourceError::BadName(name));
        }
        let begins = file.data_start().ok_or_else(|| SourceError::NotAPackage(name.clone()))?;
        let place = Place::Packed { at: begins, bytes: file.compressed_size(), is_deflated };
        files.insert(name, place);
    }
    Ok(files)
}

fn is_desktops(name: &str) -> bool {
    matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini" | "__MACOSX")
}

/// Compares what is written into it with a file, to the byte.
pub struct Comparison<R> {
    file: R,
    line: u64,
    /// The end of what stood in both of them in this line until now.
    same: Vec<u8>,
    difference: Option<Difference>,
    failed: Option<io::Error>,
}

/// The first line in which two files differ.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// From 1.
    pub line: u64,
    /// What should stand there, shortened.
    pub expected: String,
    /// What does.
    pub found: String,
}

const SHOWN_BYTES: usize = 200;

impl<R: BufRead> Comparison<R> {
    /// With this file.
    pub const fn with(file: R) -> Self {
        Self { file, line: 1, same: Vec::new(), difference: None, failed: None }
    }

    /// Takes the next part of what should stand there.
    pub fn take(&mut self, mut expected: &[u8]) {
        while self.difference.is_none() && self.failed.is_none() && !expected.is_empty() {
            let found = match self.file.fill_buf() {
                Ok(found) => found,
                Err(error) => return self.failed = Some(error),
            };
            let length = found.len().min(expected.len());
            let same = found.iter().zip(expected).take_while(|(one, other)| one == other).count();
            for byte in &expected[..same] {
                match byte {
                    b'\n' => {
                        self.line += 1;
                        self.same.clear();
                    }
                    byte => {
                        if self.same.len() == SHOWN_BYTES {
                            self.same.drain(..SHOWN_BYTES / 2);
                        }
                        self.same.push(*byte);
                    }
                }
            }
            self.file.consume(same);
            expected = &expected[same..];
            if same < length || length == 0 {
                self.differ(expected);
            }
        }
    }

    /// The first difference, once all was taken.
    pub fn end(mut self) -> io::Result<Option<Difference>> {
        if self.difference.is_none() && self.failed.is_none() {
            match self.file.fill_buf() {
                Ok([]) => {}
                Ok(_) => self.differ(b""),
                Err(error) => self.failed = Some(error),
            }
        }
        self.failed.map_or(Ok(self.difference), Err)
    }

    fn differ(&mut self, expected: &[u8]) {
        let line = |rest: &[u8]| {
            let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()).min(SHOWN_BYTES);
            let bytes = [&self.same, &rest[..end]].concat();
            String::from_utf8_lossy(&bytes).trim_end().to_owned()
        };
        let mut rest = Vec::new();
        let read = (&mut self.file).take(SHOWN_BYTES as u64).read_to_end(&mut rest);
        self.failed = read.err();
        self.difference = Some(Difference { line: self.line, expected: line(expected), found: line(&rest) });
    }
}

impl<R: BufRead> core::fmt::Write for Comparison<R> {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        self.take(text.as_bytes());
        // Once a difference is found nothing more needs to be computed.
        if self.difference.is_none() && self.failed.is_none() { Ok(()) } else { Err(core::fmt::Error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(parts: &[&str], found: &str) -> Option<(u64, String, String)> {
        let mut comparison = Comparison::with(BufReader::with_capacity(3, found.as_bytes()));
        for part in parts {
            comparison.take(part.as_bytes());
        }
        comparison.end().unwrap().map(|it| (it.line, it.expected, it.found))
    }

    #[test]
    fn a_difference_is_shown_with_its_line() {
        let own = |line, expected: &str, found: &str| Some((line, expected.to_owned(), found.to_owned()));
        assert_eq!(compare(&["a,b\r\n", "1,2\r\n"], "a,b\r\n1,2\r\n"), None);
        assert_eq!(compare(&["a,b\r\n1,", "2\r\n"], "a,b\r\n1,3\r\n"), own(2, "1,2", "1,3"));
        assert_eq!(compare(&["a\n"], "a\nb\n"), own(2, "", "b"));
        assert_eq!(compare(&["a\nb\n"], "a\n"), own(2, "b", ""));
        assert_eq!(compare(&[], "x"), own(1, "", "x"));
        assert_eq!(compare(&["x"], ""), own(1, "x", ""));
    }
}
