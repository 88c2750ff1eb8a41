//! `GET /c/{slug}/picture.png`: the draft as a small picture, for those who link to the consultation: a bar for each of its
//! largest functions, dark as far as the council decides. Without words, so that it needs no fonts and no language.

use std::io::Write as _;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use glasno_model::{Amount, BudgetDraft, ProblemType, draft::Outline};

use super::{hash, name::Named, problem::Refusal, state::App, view};

/// In pixels.
pub const WIDTH: u32 = 480;
pub const HEIGHT: u32 = 270;

/// No more bars than can be told apart, with as much room between them as around them, in pixels.
const MOST_BARS: usize = 8;
const MARGIN: u32 = 24;
/// A bar with the gap after it, where there are few.
const THICKEST: u32 = 60;

/// What a pixel can be, by its place in the palette: the ground, what the council decides, what is fixed beforehand.
const PALETTE: [[u8; 3]; 3] = [[0xff, 0xff, 0xff], [0x17, 0x5c, 0xd3], [0xc3, 0xd3, 0xee]];
const GROUND: u8 = 0;
const DECIDED: u8 = 1;
const FIXED: u8 = 2;

/// Answers with the picture; with 304 to who has it already.
///
/// # Errors
/// `NotFound`, also where there is nothing to draw yet; `Unavailable`.
pub async fn show(State(app): State<App>, Named(slug): Named, asked: HeaderMap) -> Result<Response, Refusal> {
    let (snapshot, _) = view::public(&app, slug).await?;
    let draft = snapshot.draft.as_deref().filter(|draft| is_drawn(draft)).ok_or(ProblemType::NotFound)?;
    let png = png(&pixels(draft)).map_err(|error| {
        tracing::error!(%error, "a picture could not be made");
        ProblemType::Internal
    })?;
    let tag = format!("\"{}\"", hash::hex(&hash::plain(&[&png])[..16]));
    let mut response = if view::knows(&asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "image/png")], Body::from(png)).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    headers.insert(header::ETAG, HeaderValue::try_from(tag).map_err(|_| ProblemType::Internal)?);
    Ok(response)
}

/// Is there something to draw?
pub fn is_drawn(draft: &BudgetDraft) -> bool {
    draft.groups.iter().any(|group| group.parent.is_none()) && draft.total() > Amount::ZERO
}

/// A place in the palette for each pixel, line by line.
fn pixels(draft: &BudgetDraft) -> Vec<u8> {
    let outline = Outline::of(draft);
    let mut bars: Vec<(i64, i64)> = outline
        .top
        .iter()
        .map(|group| &outline.branches[*group])
        .map(|branch| (branch.total.minor().max(0), branch.movable.minor().max(0)))
        .collect();
    bars.sort_unstable_by(|one, other| other.cmp(one));
    bars.truncate(MOST_BARS);
    let longest = bars.first().map_or(0, |(total, _)| *total);
    let room = HEIGHT - 2 * MARGIN;
    let step = (room / u32::try_from(bars.len()).unwrap_or(1).max(1)).min(THICKEST);
    let mut pixels = vec![GROUND; (WIDTH * HEIGHT) as usize];
    for (top, (total, movable)) in (MARGIN..).step_by(step as usize).zip(&bars) {
        let (end, decided) = (length(*total, longest), length(*movable, longest));
        for y in top..top + step * 2 / 3 {
            for x in 0..end {
                let at = (y * WIDTH + MARGIN + x) as usize;
                pixels[at] = if x < decided { DECIDED } else { FIXED };
            }
        }
    }
    pixels
}

/// How many pixels long a part is where the longest fills the room.
fn length(part: i64, longest: i64) -> u32 {
    let room = i128::from(WIDTH - 2 * MARGIN);
    let pixels = i128::from(part) * room / i128::from(longest.max(1));
    u32::try_from(pixels.clamp(0, room)).unwrap_or(0)
}

/// The picture as PNG (ISO/IEC 15948): a palette, one byte a pixel, no filter, no interlace.
fn png(pixels: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut header = Vec::new();
    header.extend(WIDTH.to_be_bytes());
    header.extend(HEIGHT.to_be_bytes());
    header.extend([8, 3, 0, 0, 0]);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for line in pixels.chunks(WIDTH as usize) {
        packed.write_all(&[0])?;
        packed.write_all(line)?;
    }
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in
        [(b"IHDR", header), (b"PLTE", PALETTE.concat()), (b"IDAT", packed.finish()?), (b"IEND", Vec::new())]
    {
        let length = u32::try_from(content.len()).map_err(std::io::Error::other)?;
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(&content);
        file.extend(length.to_be_bytes());
        file.extend(kind);
        file.extend(content);
        file.extend(sum.sum().to_be_bytes());
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::testing::{Town, slug};

    #[tokio::test]
    async fn whoever_sees_the_link_sees_how_much_the_council_decides() {
        let town = Town::new().await;
        let draft = town.app.store.snapshot(&slug()).await.unwrap().unwrap().draft.clone().unwrap();
        let pixels = pixels(&draft);
        let count = |wanted: u8| pixels.split(|pixel| *pixel == wanted).count() - 1;
        // Of 3,500 in the one function the council decides on 1,500.
        let (decided, fixed) = (count(DECIDED), count(FIXED));
        assert_eq!(decided * 10 / (decided + fixed), 1_500 * 10 / 3_500);
        assert!(is_drawn(&draft) && count(GROUND) > 0);
    }

    #[test]
    fn a_part_is_as_long_as_its_share() {
        assert_eq!(length(50, 100), (WIDTH - 2 * MARGIN) / 2);
        assert_eq!((length(0, 0), length(i64::MAX, i64::MAX)), (0, WIDTH - 2 * MARGIN));
    }
}
