//! Which letters the bytes of a text file are.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};

/// The text of a CSV file: what a byte order mark says, else UTF-8 where it is valid, else Windows-1251, which is what
/// a Bulgarian Excel writes as "CSV". Nothing where the result is no text: pictures and programs hold control characters.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let (encoding, mark) = Encoding::for_bom(bytes)
        .unwrap_or_else(|| (if core::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1251 }, 0));
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
    let is_text = !text.chars().any(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'));
    (is_text && !has_errors).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bulgarian_file_is_read_in_each_of_its_encodings() {
        let utf_16: Vec<u8> = "\u{feff}код;Чистота".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            "код;Чистота".as_bytes(),
            "\u{feff}код;Чистота".as_bytes(),
            &WINDOWS_1251.encode("код;Чистота").0,
            &utf_16,
        ] {
            assert_eq!(decode(bytes).as_deref(), Some("код;Чистота"));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        for bytes in [b"\x89PNG\r\n\x1a\n\0\0".as_slice(), b"a,b\0c", b"\xef\xbb\xbf\xff", b"\xff\xfe\0\xd8"]
        {
            assert_eq!(decode(bytes), None);
        }
    }
}
