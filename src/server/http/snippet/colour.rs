//! A colour, and how well one can be read on another: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.

use std::{fmt, str::FromStr};

/// Eight bits each of red, green and blue (sRGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// What stands there is no colour such as `#175cd3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAColour;

impl Colour {
    /// What is darkest.
    pub const BLACK: Self = Self([0; 3]);
    /// What is lightest.
    pub const WHITE: Self = Self([255; 3]);
    /// What text needs at level AA, success criterion 1.4.3.
    pub const ENOUGH: f64 = 4.5;

    /// By its three parts.
    pub const fn of(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// From 1, where both are alike, to 21, black on white.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Black or white, whichever is read more easily on it.
    pub fn text(self) -> Self {
        if self.contrast(Self::BLACK) > self.contrast(Self::WHITE) { Self::BLACK } else { Self::WHITE }
    }

    /// The nearest to it that can be read on a ground: mixed with as little black or white as does.
    pub fn readable_on(self, ground: Self) -> Self {
        let towards = ground.text();
        let mixed = (0..=100).map(|percent| self.mixed(towards, percent));
        mixed.into_iter().find(|colour| colour.contrast(ground) >= Self::ENOUGH).unwrap_or(towards)
    }

    /// With so many hundredths of another.
    fn mixed(self, other: Self, percent: u16) -> Self {
        let mut parts = self.0;
        for (part, to) in parts.iter_mut().zip(other.0) {
            let sum = u16::from(*part) * (100 - percent) + u16::from(to) * percent;
            // At most 255, as both are.
            *part = u8::try_from(sum / 100).unwrap_or(u8::MAX);
        }
        Self(parts)
    }

    /// <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl FromStr for Colour {
    type Err = NotAColour;

    /// `#175cd3`, or `#abc` for `#aabbcc`; the sign may be left out.
    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let digits: Vec<u8> = digits
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok()))
            .collect::<Option<_>>()
            .ok_or(NotAColour)?;
        match digits[..] {
            [red, green, blue] => Ok(Self([red * 17, green * 17, blue * 17])),
            [red, red2, green, green2, blue, blue2] => {
                Ok(Self([red * 16 + red2, green * 16 + green2, blue * 16 + blue2]))
            }
            _ => Err(NotAColour),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Colour {
        text.parse().unwrap()
    }

    #[test]
    fn contrasts_are_those_that_everybody_else_computes() {
        for (one, two, expected) in [
            ("#000", "#fff", 21.0),
            ("#fff", "#fff", 1.0),
            // The two greys on either side of the limit, which every handbook names.
            ("#767676", "#ffffff", 4.54),
            ("#777777", "#ffffff", 4.48),
            ("#ff0000", "#ffffff", 4.00),
            ("#0000ff", "#ffffff", 8.59),
            ("#ffff00", "#000000", 19.56),
        ] {
            for (one, two) in [(one, two), (two, one)] {
                let contrast = read(one).contrast(read(two));
                assert!((contrast - expected).abs() < 0.005, "{one} on {two}: {contrast}");
            }
        }
    }

    #[test]
    fn a_web_admin_pastes_a_colour_as_it_is_found() {
        assert_eq!(read("#175CD3"), Colour::of(0x17, 0x5c, 0xd3));
        assert_eq!(read("7a1f1f").to_string(), "#7a1f1f");
        assert_eq!(read("#a0f").to_string(), "#aa00ff");
        for bad in ["", "#", "#12345", "#1234567", "red", "#ggg", "rgb(1,2,3)", "#ффф", "#+1+1+1"] {
            assert_eq!(bad.parse::<Colour>(), Err(NotAColour), "{bad}");
        }
    }

    #[test]
    fn what_is_proposed_can_be_read_whatever_was_picked() {
        let steps = || (0..=255).step_by(15);
        for red in steps() {
            for green in steps() {
                for blue in steps() {
                    let colour = Colour::of(red, green, blue);
                    assert!(colour.contrast(colour.text()) >= Colour::ENOUGH, "text on {colour}");
                    for ground in [Colour::WHITE, Colour::of(0x1a, 0x21, 0x2c)] {
                        let better = colour.readable_on(ground);
                        assert!(better.contrast(ground) >= Colour::ENOUGH, "{colour} on {ground}: {better}");
                        let was_enough = colour.contrast(ground) >= Colour::ENOUGH;
                        assert_eq!(better == colour, was_enough, "{colour} on {ground}: {better}");
                    }
                }
            }
        }
    }
}
