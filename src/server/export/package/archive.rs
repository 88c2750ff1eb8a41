//! The package as a ZIP file: what goes in is counted and hashed on its way.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufWriter, Write},
};

use glasno_tally::package::FileFacts;
use sha2::{Digest as _, Sha256};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// The package while it is being made, in a temporary file without a name: the files' lengths stand before their
/// contents in a ZIP file, and nothing reaches the reader before all of it is whole.
pub(super) struct Archive {
    zip: ZipWriter<BufWriter<File>>,
    files: BTreeMap<String, FileFacts>,
}

impl Archive {
    /// No file yet.
    pub fn begin() -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
        Ok(Self { zip: ZipWriter::new(file), files: BTreeMap::new() })
    }

    /// Begins a file; what is written from now on stands in it.
    pub fn file(&mut self, name: &str) -> io::Result<FileInArchive<'_>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            // The hour in which an officer makes a package is nobody's business, and the same contents give the same file.
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(true);
        self.zip.start_file(name, options)?;
        Ok(FileInArchive { archive: self, name: name.to_owned(), bytes: 0, hash: Sha256::new() })
    }

    /// Adds a whole file.
    pub fn add(&mut self, name: &str, contents: &[u8]) -> io::Result<()> {
        let mut file = self.file(name)?;
        file.write_all(contents)?;
        file.end();
        Ok(())
    }

    /// The SHA-256 of every file so far.
    pub fn sha256(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|(name, facts)| (name.clone(), facts.sha256.clone())).collect()
    }

    /// The files that are in it so far.
    pub const fn files(&self) -> &BTreeMap<String, FileFacts> {
        &self.files
    }

    /// The whole ZIP file, to be read from its beginning.
    pub fn finish(self) -> io::Result<File> {
        use io::Seek as _;
        let mut file = self.zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(file)
    }
}

/// A file in the package while it is being written.
pub(super) struct FileInArchive<'a> {
    archive: &'a mut Archive,
    name: String,
    bytes: u64,
    hash: Sha256,
}

impl FileInArchive<'_> {
    /// There is no such file after all.
    pub fn take_back(self) -> io::Result<()> {
        Ok(self.archive.zip.abort_file()?)
    }

    /// Nothing more comes.
    pub fn end(self) {
        let facts = FileFacts { bytes: self.bytes, sha256: hexadecimal(&self.hash.finalize()) };
        self.archive.files.insert(self.name, facts);
    }
}

impl Write for FileInArchive<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.archive.zip.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.archive.zip.flush()
    }
}

/// Bytes as hexadecimal digits.
pub(in crate::export) fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0x0f])
        .map(|nibble| char::from(b"0123456789abcdef"[usize::from(nibble)]))
        .collect()
}
