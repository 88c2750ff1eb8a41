//! A file that the operator names, read whole under a limit.

use std::{io::Read as _, path::Path};

use glasno_words::{Language, server::Word};

use super::refused::Refused;

/// The bytes of a file; `-` is standard input. `most_megabytes` are the most that is read, in millions of bytes.
///
/// # Errors
/// When it cannot be read, or is larger.
pub(super) fn read(path: &Path, most_megabytes: u64, language: Language) -> Result<Vec<u8>, Refused> {
    // One byte more than allowed, to see that there is more.
    let most = most_megabytes * 1_000_000 + 1;
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    let count = read.map_err(|error| Refused::by_file(path, &error, language))?;
    if count as u64 == most {
        let (file, most) = (path.display().to_string(), most_megabytes.to_string());
        return Err(Refused::because(Word::CliFileTooLarge, language, &[("file", &file), ("most", &most)]));
    }
    Ok(bytes)
}
