//! Spending before and after the citizen's changes: a table with a bar in each row. All of it, plotters included,
//! stands in a part that is fetched when the chart is first opened.

use glasno_chart::{Bar, Colours};
use glasno_model::Amount;
use glasno_words::widget::Word;
use leptos::prelude::*;
use plotters::prelude::IntoDrawingArea as _;
use web_sys::HtmlCanvasElement;

use crate::visit::Visit;

/// The chart.
pub fn chart(visit: Visit) -> AnyView {
    let failed = RwSignal::new(false);
    let heads = [Word::ChartFunction, Word::Before, Word::After, Word::Difference];
    let heads = heads.map(|word| view! { <th scope="col">{visit.word(word)}</th> }).collect_view();
    let top = visit.facts(|facts| facts.outline.top.clone());
    let full = visit.facts(|facts| {
        top.iter().map(|group| facts.outline.branches[*group].total.minor()).max().unwrap_or_default().max(1)
    });
    view! {
        <table class="before-after" part="table">
            <caption>{visit.word(Word::ChartTitle)}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{top.into_iter().map(|group| row(visit, group, full, failed)).collect_view()}</tbody>
        </table>
        <p class="quiet" role="status">{move || failed.get().then(|| visit.word(Word::ChartFailed))}</p>
    }
    .into_any()
}

fn row(visit: Visit, group: usize, full: i64, failed: RwSignal<bool>) -> AnyView {
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    let (name, before) = visit.facts(|facts| {
        (facts.draft.groups[group].name.get(facts.language).to_owned(), facts.outline.branches[group].total)
    });
    let difference = move || visit.group_difference(group);
    let after = move || before.checked_add(difference()).unwrap_or(before);
    let format = move |amount: Amount| visit.facts(|facts| facts.formats.rounded(amount));
    Effect::new(move |_| {
        let bar = Bar { before: before.minor(), after: after().minor(), full: full.max(after().minor()) };
        if let Some(canvas) = canvas.get() {
            // Laid out first: the bar is as wide as its cell.
            request_animation_frame(move || {
                let drawn = draw(&canvas, bar);
                failed.try_update(|failed| *failed |= !drawn);
            });
        }
    });
    view! {
        <tr>
            <th scope="row">
                {name}
                <canvas node_ref=canvas aria-hidden="true"></canvas>
            </th>
            <td>{format(before)}</td>
            <td>{move || format(after())}</td>
            <td>{move || {
                let difference = difference();
                (!difference.is_zero()).then(|| visit.facts(|facts| facts.formats.change(difference)))
            }}</td>
        </tr>
    }
    .into_any()
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
    let colour = |property: &str| parse_rgb(&style.get_property_value(property).ok()?);
    Some(Colours { before: colour("color")?, after: colour("outline-color")? })
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
