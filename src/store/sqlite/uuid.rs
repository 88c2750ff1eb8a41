//! A UUID as sixteen bytes and as text. The bytes of the model's id are its text without hyphens, in pairs.

use glasno_model::SubmissionId;

/// The sixteen bytes of an id.
pub(super) fn bytes(id: &SubmissionId) -> [u8; 16] {
    let mut bytes = [0; 16];
    let digits = id.as_str().chars().filter_map(|sign| sign.to_digit(16));
    for (at, digit) in digits.enumerate().take(32) {
        bytes[at / 2] = bytes[at / 2] << 4 | u8::try_from(digit).unwrap_or_default();
    }
    bytes
}

/// The text of sixteen bytes.
pub(super) fn text(bytes: [u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for nibble in [byte >> 4, byte & 0x0f] {
            text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_as_the_citizens_browser_wrote_it() {
        for written in ["3f0c5a3e-6f0e-1b8e-0d1c-0a4f5d1e2b3c", "ffffffff-ffff-ffff-ffff-ffffffffffff"] {
            let id = SubmissionId::try_from(written.to_owned()).unwrap();
            assert_eq!(text(bytes(&id)), written);
        }
    }
}
