//! How a body is packed for its way, as the client asked for it.

use std::io::Write as _;

use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};

/// A packing that we make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
    /// Not at all.
    Plain,
}

impl Encoding {
    /// The one that the client likes best, the smaller one where it likes two alike (RFC 9110, 12.5.3). Who takes none
    /// of them, not even the bare body, gets the bare body.
    pub fn for_client(headers: &HeaderMap) -> Self {
        let wishes = Wishes::of(headers);
        let mut best = (Self::Plain, 0);
        for encoding in [Self::Brotli, Self::Gzip, Self::Plain] {
            let weight = wishes.weight(encoding);
            if weight > best.1 {
                best = (encoding, weight);
            }
        }
        best.0
    }

    /// The word in `Content-Encoding`.
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// A page in this packing, as it is made anew for everybody: quick before small. Writing into memory cannot fail.
    pub fn pack(self, text: Vec<u8>) -> Bytes {
        let mut packed = Vec::with_capacity(text.len() / 4);
        match self {
            Self::Brotli => {
                let parameters =
                    brotli::enc::BrotliEncoderParams { quality: 4, lgwin: 18, ..Default::default() };
                let _ = brotli::BrotliCompress(&mut text.as_slice(), &mut packed, &parameters);
            }
            Self::Gzip => {
                let mut gzip = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::new(4));
                let _ = gzip.write_all(&text);
            }
            Self::Plain => return text.into(),
        }
        packed.into()
    }
}

/// What stands in `Accept-Encoding`: each word with its weight.
struct Wishes<'a>(Vec<(&'a str, u32)>);

impl<'a> Wishes<'a> {
    fn of(headers: &'a HeaderMap) -> Self {
        let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let wish = |item: &'a str| {
            let mut parts = item.split(';').map(str::trim);
            let word = parts.next().filter(|word| !word.is_empty())?;
            let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
            Some((word, weight.map_or(WHOLE, thousandths)))
        };
        Self(lists.flat_map(|list| list.split(',')).filter_map(wish).collect())
    }

    fn weight(&self, encoding: Encoding) -> u32 {
        let named = |word: &str| {
            let known = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
            known.map(|(_, weight)| weight * 2)
        };
        // The bare body is welcome where nobody says otherwise, but after whatever was named.
        let unnamed = u32::from(encoding == Encoding::Plain);
        named(encoding.code().unwrap_or("identity")).or_else(|| named("*")).unwrap_or(unnamed)
    }
}

/// A weight of one.
const WHOLE: u32 = 1_000;

/// `0.125` is 125. What is not a weight counts as one: the word before it was said all the same.
fn thousandths(weight: &str) -> u32 {
    let (units, rest) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let digits = rest.len() <= 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    let rest = if digits { format!("{rest:0<3}").parse() } else { Ok(WHOLE) };
    match (units, rest) {
        // Some leave the zero before the point out.
        ("0" | "", Ok(thousandths)) if !weight.trim().is_empty() => thousandths.min(WHOLE),
        _ => WHOLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_what_it_can_unpack_and_likes_best() {
        for (accepts, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip;q=1.0, br;q=0", Encoding::Gzip),
            ("br;q=0.5, gzip;q=0.8", Encoding::Gzip),
            ("br;q=0.8, gzip;q=0.800", Encoding::Brotli),
            ("GZIP ; Q=0.3", Encoding::Gzip),
            ("gzip;q=0.001", Encoding::Gzip),
            ("identity, gzip;q=0.5", Encoding::Plain),
            ("gzip;q=0.5, *;q=0", Encoding::Gzip),
            ("*", Encoding::Brotli),
            ("br;q=0, *", Encoding::Gzip),
            ("br;q=0.000, gzip;q=0", Encoding::Plain),
            ("*;q=0", Encoding::Plain),
            ("br;q=.5, gzip", Encoding::Gzip),
            ("br;q=much", Encoding::Brotli),
            ("brotli, x-br, gzipped", Encoding::Plain),
            ("identity", Encoding::Plain),
            (", ;q=1,", Encoding::Plain),
            ("", Encoding::Plain),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, accepts.parse().unwrap())]);
            assert_eq!(Encoding::for_client(&headers), expected, "{accepts}");
        }
    }

    #[test]
    fn a_proxy_may_say_it_in_two_lines() {
        let mut headers = HeaderMap::new();
        for word in ["gzip", "br"] {
            headers.append(header::ACCEPT_ENCODING, word.parse().unwrap());
        }
        assert_eq!(Encoding::for_client(&headers), Encoding::Brotli);
        assert_eq!(Encoding::for_client(&HeaderMap::new()), Encoding::Plain);
    }
}
