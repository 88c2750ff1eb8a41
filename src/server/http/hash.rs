//! Hashes with and without a key.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256, digest::common::array::Array};

/// A secret key.
pub type Key = [u8; 32];

/// HMAC-SHA256 of the text.
pub fn keyed(key: &Key, text: &[u8]) -> [u8; 32] {
    // A key of a whole block, filled up with zeros as RFC 2104 does it: unlike one from a slice, it cannot fail.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&Array::from(block));
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// SHA-256 of the parts, one after the other.
pub fn plain(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// Bytes as small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standards() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&plain(&[b"a", b"bc"])), abc);
        // RFC 4231, test case 2, with its key filled up by zeros, which HMAC does anyway.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex(&keyed(&key, b"what do ya want for nothing?")), known);
    }
}
