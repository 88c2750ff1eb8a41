//! A bar on a canvas, by plotters. The figures stand beside it as text, so a browser that cannot draw loses nothing.

use glasno_chart::{Bar, Colours};
use leptos::prelude::*;
use plotters::prelude::IntoDrawingArea as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, wasm_bindgen::JsCast as _};

use super::erased::listen_while_shown;

/// A bar that follows what it shows.
pub fn bar(shown: impl Fn() -> Bar + Send + Sync + 'static) -> AnyView {
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    Effect::new(move |_| {
        listen_while_shown();
        let bar = shown();
        if let Some(canvas) = canvas.get() {
            // Laid out first: the bar is as wide as its cell.
            request_animation_frame(move || {
                if !draw(&canvas, bar) {
                    canvas.set_hidden(true);
                }
            });
        }
    });
    view! { <canvas node_ref=canvas aria-hidden="true"></canvas> }.into_any()
}

/// Draws one bar; says whether it could.
fn draw(canvas: &HtmlCanvasElement, bar: Bar) -> bool {
    let Some(colours) = colours(canvas) else { return false };
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a canvas is a few thousand pixels wide"
    )]
    let pixels = |css: i32| (f64::from(css) * ratio) as u32;
    canvas.set_width(pixels(canvas.client_width()).max(1));
    canvas.set_height(pixels(canvas.client_height()).max(1));
    let Some(backend) = plotters_canvas::CanvasBackend::with_canvas_object(canvas.clone()) else {
        return false;
    };
    glasno_chart::bar(&backend.into_drawing_area(), bar, colours).is_ok()
}

/// The colours that the stylesheet gives the canvas: its text is “before”, its outline “after”.
fn colours(canvas: &HtmlCanvasElement) -> Option<Colours> {
    let style = web_sys::window()?.get_computed_style(canvas).ok()??;
    let colour = |property: &str| {
        let written = style.get_property_value(property).ok()?;
        parse_rgb(&written).or_else(|| painted(&written))
    };
    Some(Colours { before: colour("color")?, after: colour("outline-color")? })
}

/// A page may give its colours in ways that stay as they are when computed, `oklch(…)` for one: what the browser paints
/// with them can be read. On a canvas of its own, since a browser frowns on one that is read again and again.
fn painted(colour: &str) -> Option<(u8, u8, u8)> {
    let made = document().create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    let context = made.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    context.set_fill_style_str(colour);
    context.fill_rect(0.0, 0.0, 1.0, 1.0);
    match context.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data().0[..] {
        [red, green, blue, _] => Some((red, green, blue)),
        _ => None,
    }
}

/// Computed colours are written `rgb(r, g, b)` or `rgba(r, g, b, a)` (CSS Color 4, section 16).
fn parse_rgb(text: &str) -> Option<(u8, u8, u8)> {
    let mut parts = text.split_once('(')?.1.split([',', ')']).map(|part| part.trim().parse::<u8>());
    Some((parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_colours_are_read() {
        assert_eq!(parse_rgb("rgb(12, 90, 200)"), Some((12, 90, 200)));
        assert_eq!(parse_rgb("rgba(0, 0, 0, 0.5)"), Some((0, 0, 0)));
        assert_eq!(parse_rgb("color(srgb 0 0 0)"), None);
    }
}
