//! Numbers and lengths as they stand in wasm.

use anyhow::{Context as _, Result, bail};

/// A length, and that many bytes; and what follows.
pub(crate) fn sized(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let (length, rest) = number(bytes)?;
    rest.split_at_checked(length).context("a section of the wasm ends too early")
}

/// An unsigned LEB128 number, and what follows.
pub(crate) fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Ok((value, bytes.get(at + 1..).unwrap_or_default()));
        }
    }
    bail!("a number in the wasm does not end")
}

pub(crate) fn push_number(bytes: &mut Vec<u8>, mut value: usize) -> Result<()> {
    loop {
        let low = u8::try_from(value & 0x7f)?;
        value >>= 7;
        bytes.push(if value == 0 { low } else { low | 0x80 });
        if value == 0 {
            return Ok(());
        }
    }
}
