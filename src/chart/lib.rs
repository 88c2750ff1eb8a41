//! The drawings, once, over plotters' `DrawingBackend`: a canvas in the widget, SVG in reports; and where [`boxes`]
//! stand, which are elements.
//!
//! Shapes only. Labels are the caller's, as text that can be read aloud, copied and enlarged; plotters would measure
//! them by putting an element into the host's page.

pub mod boxes;

use plotters::coord::Shift;
use plotters::prelude::{Color, DrawingArea, DrawingBackend, RGBColor, Rectangle};

/// Why nothing was drawn: what the backend said.
#[derive(Debug)]
pub struct DrawError(String);

impl core::fmt::Display for DrawError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DrawError {}

/// One amount before and after, as lengths between 0 and `full`, in any unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// The length before.
    pub before: i64,
    /// The length after.
    pub after: i64,
    /// The length that fills the area.
    pub full: i64,
}

/// The colours of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    /// Before: an outline, so that the two differ by shape as well.
    pub before: (u8, u8, u8),
    /// After: filled.
    pub after: (u8, u8, u8),
}

/// Draws a bar: before as an outline across the whole height, after filled inside it.
///
/// # Errors
/// What the backend says when it cannot draw.
pub fn bar<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    bar: Bar,
    colours: Colours,
) -> Result<(), DrawError> {
    let (width, height) = area.dim_in_pixel();
    let (width, height) = (i64::from(width), i32::try_from(height).unwrap_or(i32::MAX));
    let right = |length: i64| {
        let wide =
            i128::from(length.clamp(0, bar.full)) * i128::from(width - 1) / i128::from(bar.full.max(1));
        i32::try_from(wide).unwrap_or(i32::MAX)
    };
    let colour = |(red, green, blue): (u8, u8, u8)| RGBColor(red, green, blue);
    let said = |error: &dyn std::error::Error| DrawError(error.to_string());
    let inset = height / 4;
    let after =
        Rectangle::new([(0, inset), (right(bar.after), height - inset)], colour(colours.after).filled());
    area.draw(&after).map_err(|error| said(&error))?;
    let before =
        Rectangle::new([(0, 0), (right(bar.before), height - 1)], colour(colours.before).stroke_width(2));
    area.draw(&before).map_err(|error| said(&error))?;
    area.present().map_err(|error| said(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::prelude::{BitMapBackend, IntoDrawingArea};

    const BEFORE: (u8, u8, u8) = (10, 10, 10);
    const AFTER: (u8, u8, u8) = (0, 90, 200);

    fn drawn(drawn: Bar) -> Vec<u8> {
        let mut pixels = vec![255; 100 * 16 * 3];
        {
            let area = BitMapBackend::with_buffer(&mut pixels, (100, 16)).into_drawing_area();
            bar(&area, drawn, Colours { before: BEFORE, after: AFTER }).unwrap();
        }
        pixels
    }

    fn pixel(pixels: &[u8], x: usize, y: usize) -> (u8, u8, u8) {
        let at = (y * 100 + x) * 3;
        (pixels[at], pixels[at + 1], pixels[at + 2])
    }

    #[test]
    fn half_the_money_fills_half_the_width() {
        let pixels = drawn(Bar { before: 100, after: 50, full: 100 });
        assert_eq!(pixel(&pixels, 20, 8), AFTER);
        assert_eq!(pixel(&pixels, 80, 8), (255, 255, 255));
        assert_eq!(pixel(&pixels, 50, 0), BEFORE);
    }

    #[test]
    fn nothing_and_less_than_nothing_draw_no_bar_but_do_not_fail() {
        let pixels = drawn(Bar { before: -5, after: -5, full: 0 });
        assert_eq!(pixel(&pixels, 50, 8), (255, 255, 255));
    }
}
