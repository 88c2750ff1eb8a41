//! Amounts as boxes that fill a rectangle, each as large as its amount: a squarified treemap (Bruls, Huizing and van
//! Wijk, 2000). Places only; the widget makes them elements, whose text can be read and enlarged.

/// Where a box stands, in ten-thousandths of the rectangle's width and height.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// From the left edge.
    pub left: u32,
    /// From the upper edge.
    pub top: u32,
    /// The width.
    pub width: u32,
    /// The height.
    pub height: u32,
}

/// Lays out boxes for weights, largest first, in a rectangle so many times as wide as it is high. What weighs nothing
/// or less gets no room.
pub fn boxes(weights: &[i64], aspect: f64) -> Vec<Place> {
    #[expect(clippy::cast_precision_loss, reason = "sizes on a screen")]
    let areas: Vec<f64> = weights.iter().map(|weight| (*weight).max(0) as f64).collect();
    let total: f64 = areas.iter().sum();
    let mut free = Rectangle { left: 0.0, top: 0.0, width: aspect, height: 1.0 };
    let mut places = vec![Place::default(); areas.len()];
    let mut at = 0;
    // What weighs nothing stands at the end.
    let count = areas.iter().take_while(|area| **area > 0.0).count();
    while at < count {
        let scaled: Vec<f64> = areas[at..count].iter().map(|area| area * aspect / total).collect();
        let taken = squarest(&scaled, free.width.min(free.height));
        for (place, rectangle) in places[at..].iter_mut().zip(free.take(&scaled[..taken])) {
            *place = rectangle.place(aspect);
        }
        at += taken;
    }
    places
}

/// How many of the next boxes stand in one row along a side, so that the worst of them is as square as can be.
fn squarest(areas: &[f64], side: f64) -> usize {
    let (mut sum, mut best) = (0.0, f64::INFINITY);
    for (count, area) in areas.iter().enumerate() {
        sum += area;
        let thickness = sum / side;
        let elongation = |area: f64| {
            let length = area / thickness;
            (length / thickness).max(thickness / length)
        };
        // The first is the largest and the last the smallest: one of the two is the worst.
        let worst = elongation(areas[0]).max(elongation(*area));
        if worst > best {
            return count;
        }
        best = worst;
    }
    areas.len()
}

#[derive(Debug, Clone, Copy)]
struct Rectangle {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Rectangle {
    /// Cuts a row of boxes off along the shorter side.
    fn take(&mut self, areas: &[f64]) -> Vec<Self> {
        let mut row = *self;
        let sum: f64 = areas.iter().sum();
        let upright = self.width >= self.height;
        if upright {
            row.width = (sum / self.height).min(self.width);
            self.left += row.width;
            self.width -= row.width;
        } else {
            row.height = (sum / self.width).min(self.height);
            self.top += row.height;
            self.height -= row.height;
        }
        let cut = |area: &f64| {
            let (mut part, share) = (row, area / sum);
            if upright {
                part.height *= share;
                row.top += part.height;
            } else {
                part.width *= share;
                row.left += part.width;
            }
            part
        };
        areas.iter().map(cut).collect()
    }

    fn place(self, aspect: f64) -> Place {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10,000")]
        let part = |length: f64| (length.clamp(0.0, 1.0) * 10_000.0).round() as u32;
        let (left, top) = (part(self.left / aspect), part(self.top));
        // Edges are rounded, not lengths: boxes that touch go on touching.
        let (right, bottom) = (part((self.left + self.width) / aspect), part(self.top + self.height));
        Place { left, top, width: right - left, height: bottom - top }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(place: Place) -> u64 {
        u64::from(place.width) * u64::from(place.height)
    }

    /// Do two boxes share more than an edge?
    fn overlap(one: Place, other: Place) -> bool {
        one.left < other.left + other.width
            && other.left < one.left + one.width
            && one.top < other.top + other.height
            && other.top < one.top + one.height
    }

    #[test]
    fn twice_the_money_is_twice_the_box() {
        let places = boxes(&[600, 300, 100], 1.5);
        assert_eq!(places[0], Place { left: 0, top: 0, width: 6_000, height: 10_000 });
        assert_eq!(places[1], Place { left: 6_000, top: 0, width: 4_000, height: 7_500 });
        assert_eq!(places[2], Place { left: 6_000, top: 7_500, width: 4_000, height: 2_500 });
    }

    #[test]
    fn the_boxes_of_a_town_fill_the_whole_and_none_covers_another() {
        let weights = [64_930, 22_110, 18_770, 12_001, 9_900, 6_400, 3_100, 2_050, 480, 12];
        for aspect in [0.6, 1.0, 1.6, 3.0] {
            let places = boxes(&weights, aspect);
            let whole: u64 = places.iter().map(|place| area(*place)).sum();
            assert!(whole.abs_diff(100_000_000) < 100_000, "{whole}");
            let total: i64 = weights.iter().sum();
            for (at, place) in places.iter().enumerate() {
                let expected = u64::try_from(weights[at] * 100_000_000 / total).unwrap();
                assert!(area(*place).abs_diff(expected) < 30_000, "{place:?} for {expected}");
                assert!(places[..at].iter().all(|other| !overlap(*place, *other)), "{aspect} {at}");
            }
        }
    }

    #[test]
    fn boxes_are_squarish_where_they_can_be() {
        for place in boxes(&[6, 6, 4, 3, 2, 2, 1], 1.5) {
            let (width, height) = (f64::from(place.width) * 1.5, f64::from(place.height));
            assert!((width / height).max(height / width) < 3.0, "{place:?}");
        }
    }

    #[test]
    fn what_weighs_nothing_gets_no_room_and_nothing_at_all_draws_nothing() {
        assert_eq!(boxes(&[5, 0, -3], 1.0)[1..], [Place::default(), Place::default()]);
        assert_eq!(boxes(&[0], 1.0), [Place::default()]);
        assert_eq!(boxes(&[], 1.0), []);
    }
}
